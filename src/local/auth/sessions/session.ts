import { randomInt } from 'node:crypto';
import type { Sql } from '../../database/database.ts';
import { signAccessToken } from '../../gateway/token.ts';
import type { Call } from '../call.ts';
import { loadUser } from '../users/find.ts';
import { showUser } from '../users/user.ts';
import type { User } from '../users/user.ts';

/** A row of auth.sessions. */
export interface Session {
  id: string;
  user_id: string;
  created_at: string;
}

/** What a client keeps of a session. */
export interface Grant {
  access_token: string;
  token_type: 'bearer';
  /** Seconds. */
  expires_in: number;
  /** Seconds since 1970. */
  expires_at: number;
  refresh_token: string;
  user: Record<string, unknown>;
}

/** Opens a session for the user, who signed in by `method` (`password`, `otp`, …). */
export async function openSession(call: Call, userId: string, method: string): Promise<Grant> {
  const { sql, request } = call;
  const sessionId = crypto.randomUUID();
  await sql.query('update auth.users set last_sign_in_at = now(), updated_at = now() where id = $1::uuid', [
    userId,
  ]);
  await sql.query(
    `insert into auth.sessions (id, user_id, created_at, updated_at, aal, user_agent, ip)
     values ($1::uuid, $2::uuid, now(), now(), 'aal1', $3, '127.0.0.1')`,
    [sessionId, userId, request.headers.get('user-agent')],
  );
  await sql.query(
    `insert into auth.mfa_amr_claims (id, session_id, created_at, updated_at, authentication_method)
     values (gen_random_uuid(), $1::uuid, now(), now(), $2)`,
    [sessionId, method],
  );
  const token = await addRefreshToken(sql, userId, sessionId);
  return grant(call, await loadUser(sql, userId), sessionId, token);
}

/** Signs an access token for the session, and hands it out with the refresh token. */
export async function grant(call: Call, user: User, sessionId: string, refreshToken: string): Promise<Grant> {
  const { config, keys, issuer, sql } = call;
  const iat = Math.floor(Date.now() / 1000);
  const exp = iat + config.jwtExpiry;
  const claims = {
    iss: issuer,
    sub: user.id,
    aud: user.aud,
    exp,
    iat,
    email: user.email ?? '',
    phone: user.phone ?? '',
    app_metadata: user.raw_app_meta_data ?? {},
    user_metadata: user.raw_user_meta_data ?? {},
    role: user.role ?? '',
    aal: 'aal1',
    amr: await methodsOf(sql, sessionId),
    session_id: sessionId,
    is_anonymous: user.is_anonymous,
  };
  return {
    access_token: await signAccessToken(claims, keys),
    token_type: 'bearer',
    expires_in: config.jwtExpiry,
    expires_at: exp,
    refresh_token: refreshToken,
    user: showUser(user),
  };
}

async function methodsOf(sql: Sql, sessionId: string): Promise<unknown[]> {
  const { rows } = await sql.query(
    `select authentication_method as method, extract(epoch from updated_at)::int as timestamp
     from auth.mfa_amr_claims where session_id = $1::uuid order by updated_at desc`,
    [sessionId],
  );
  return rows;
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** Adds a refresh token to the session; `parent` is the one that it follows. */
export async function addRefreshToken(
  sql: Sql,
  userId: string,
  sessionId: string,
  parent = '',
): Promise<string> {
  const token = Array.from({ length: 12 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  await sql.query(
    `insert into auth.refresh_tokens
       (instance_id, token, user_id, session_id, parent, revoked, created_at, updated_at)
     values ('00000000-0000-0000-0000-000000000000', $1, $2::text, $3::uuid, $4, false, now(), now())`,
    [token, userId, sessionId, parent],
  );
  return token;
}

export async function findSession(sql: Sql, id: string): Promise<Session | undefined> {
  const { rows } = await sql.query<{ session: string }>(
    `select to_jsonb(s)::text as session from auth.sessions s where id = $1::uuid`,
    [id],
  );
  return rows[0] && (JSON.parse(rows[0].session) as Session);
}

export type Scope = 'global' | 'local' | 'others';

/** Ends sessions of the user: all, the given one, or all but that one. */
export async function endSessions(sql: Sql, { id, user_id }: Session, scope: Scope): Promise<void> {
  await sql.query(
    `delete from auth.sessions where user_id = $1::uuid and
       case $2::text when 'local' then id = $3::uuid when 'others' then id <> $3::uuid else true end`,
    [user_id, scope, id],
  );
}
