import type { Sql } from '../../database/database.ts';
import type { Call } from '../call.ts';
import { AuthError } from '../errors.ts';
import { findUser } from '../users/find.ts';
import { isBanned, isOlder } from '../users/user.ts';
import { addRefreshToken, grant } from './session.ts';
import type { Grant } from './session.ts';

interface RefreshToken {
  id: number;
  token: string;
  user_id: string;
  session_id: string | null;
  parent: string;
  revoked: boolean;
  updated_at: string;
  now: string;
}

/**
 * Exchanges a refresh token for the next one. The one before the last is answered with the last, in case that the
 * answer was lost; an older one ends the whole family, which is to be committed: the refusal is returned.
 *
 * @throws {AuthError} refresh_token_not_found, user_banned, session_not_found
 */
export async function refreshSession(call: Call, text: string): Promise<Grant | AuthError> {
  const { sql } = call;
  const token = await findToken(sql, text);
  const user = token && (await findUser(sql, token.user_id));
  if (!token || !user) throw refused('refresh_token_not_found', 'Refresh Token Not Found');
  if (isBanned(user)) throw refused('user_banned', 'User Banned');
  const { session_id: sessionId } = token;
  if (sessionId === null) throw refused('session_not_found', 'No Valid Session Found');
  const next = await follow(call, token, sessionId);
  if (next === undefined) return refused('refresh_token_already_used', 'Already Used');
  await sql.query(
    `update auth.sessions set refreshed_at = now() at time zone 'utc', updated_at = now(), user_agent = $2
     where id = $1::uuid`,
    [sessionId, call.request.headers.get('user-agent')],
  );
  return grant(call, user, sessionId, next);
}

/** The token that follows; undefined, and the family revoked, when the token must not be used any more. */
async function follow(call: Call, token: RefreshToken, sessionId: string): Promise<string | undefined> {
  const { sql, config } = call;
  if (token.revoked) {
    const active = await findActive(sql, sessionId);
    if (active?.parent === token.token) return active.token;
    if (!active || isOlder(token, token.updated_at, config.refreshTokenReuse)) {
      if (config.refreshTokenRotation) await revoke(sql, sessionId);
      return undefined;
    }
  }
  await revoke(sql, sessionId);
  return addRefreshToken(sql, token.user_id, sessionId, token.token);
}

/** Locks the token and its session: of two that refresh at once, the second sees what the first did. */
async function findToken(sql: Sql, text: string): Promise<RefreshToken | undefined> {
  await sql.query(
    `select from auth.sessions where id = (select session_id from auth.refresh_tokens where token = $1) for update`,
    [text],
  );
  return readToken(sql, 't.token = $1', text);
}

function findActive(sql: Sql, sessionId: string): Promise<RefreshToken | undefined> {
  return readToken(sql, 't.session_id = $1::uuid and not t.revoked order by t.id desc limit 1', sessionId);
}

async function readToken(sql: Sql, condition: string, param: string): Promise<RefreshToken | undefined> {
  const { rows } = await sql.query<{ token: string }>(
    `select (to_jsonb(t) || jsonb_build_object('now', now()))::text as token
     from auth.refresh_tokens t where ${condition}`,
    [param],
  );
  return rows[0] && (JSON.parse(rows[0].token) as RefreshToken);
}

async function revoke(sql: Sql, sessionId: string): Promise<void> {
  await sql.query(
    `update auth.refresh_tokens set revoked = true, updated_at = now() where session_id = $1::uuid and not revoked`,
    [sessionId],
  );
}

function refused(code: string, reason: string): AuthError {
  return new AuthError(400, code, `Invalid Refresh Token: ${reason}`);
}
