import { createHash } from 'node:crypto';
import type { Call } from '../call.ts';
import { AuthError, invalid } from '../errors.ts';
import { isOlder } from '../users/user.ts';

/** For how many seconds a code can be exchanged. */
const CODE_SECONDS = 300;

const METHODS: Record<string, string> = { signup: 'email/signup' };

/** How a session says that it came by a mail of that type. */
export function methodOf(type: string): string {
  return METHODS[type] ?? type;
}

/** Whether the request begins a PKCE flow; half a challenge is refused. */
export function readsPkce({ body }: Call): boolean {
  const challenge = body.text('code_challenge');
  const method = body.text('code_challenge_method');
  if ((challenge === '') !== (method === '')) {
    throw invalid('PKCE flow requires code_challenge_method and code_challenge');
  }
  if (challenge === '') return false;
  if (challenge.length < 43 || challenge.length > 128) {
    throw invalid('code challenge has to be between 43 and 128 characters');
  }
  if (!/^[a-zA-Z._~0-9-]+$/.test(challenge)) {
    throw invalid(
      'code challenge can only contain alphanumeric characters, hyphens, periods, underscores and tildes',
    );
  }
  if (!/^(?:s256|plain)$/i.test(method)) throw invalid(`unsupported code_challenge method "${method}"`);
  return true;
}

/** Keeps the challenge of the request until the person follows the link of that type. */
export async function beginFlow({ sql, body }: Call, userId: string, type: string): Promise<void> {
  await sql.query(
    `insert into auth.flow_state (id, user_id, auth_code, code_challenge_method, code_challenge, provider_type,
       authentication_method, created_at, updated_at)
     values (gen_random_uuid(), $1::uuid, gen_random_uuid()::text, $2::auth.code_challenge_method, $3, $4, $5,
       now(), now())`,
    [
      ...[userId, body.text('code_challenge_method').toLowerCase(), body.text('code_challenge')],
      ...[type === 'signup' ? 'email' : type, methodOf(type)],
    ],
  );
}

/** Issues the code that the flow's verifier can be exchanged with. */
export async function issueCode({ sql }: Call, userId: string, type: string): Promise<string> {
  const { rows } = await sql.query<{ auth_code: string }>(
    `update auth.flow_state set auth_code_issued_at = now(), updated_at = now()
     where id = (select id from auth.flow_state where user_id = $1::uuid and authentication_method = $2
                 order by created_at desc limit 1)
     returning auth_code`,
    [userId, methodOf(type)],
  );
  if (rows[0]) return rows[0].auth_code;
  throw new AuthError(422, 'flow_state_not_found', 'No valid flow state found for user.');
}

interface Flow {
  user_id: string;
  authentication_method: string;
  code_challenge: string;
  code_challenge_method: string;
  auth_code_issued_at: string | null;
  created_at: string;
  now: string;
}

/** Ends the flow: answers who it was and how they came, if the verifier is the right one. */
export async function endFlow(
  { sql }: Call,
  code: string,
  verifier: string,
): Promise<{ userId: string; method: string }> {
  const { rows } = await sql.query<{ flow: string }>(
    `select (to_jsonb(f) || jsonb_build_object('now', now()))::text as flow
     from auth.flow_state f where auth_code = $1 for update`,
    [code],
  );
  const flow = rows[0] && (JSON.parse(rows[0].flow) as Flow);
  if (!flow) {
    throw new AuthError(404, 'flow_state_not_found', 'invalid flow state, no valid flow state found');
  }
  if (isOlder(flow, flow.auth_code_issued_at ?? flow.created_at, CODE_SECONDS)) {
    throw new AuthError(422, 'flow_state_expired', 'invalid flow state, flow state has expired');
  }
  checkVerifier(flow, verifier);
  await sql.query('delete from auth.flow_state where auth_code = $1', [code]);
  return { userId: flow.user_id, method: flow.authentication_method };
}

function checkVerifier(flow: Flow, verifier: string): void {
  const answer =
    flow.code_challenge_method === 's256'
      ? createHash('sha256').update(verifier).digest('base64url')
      : verifier;
  if (answer === flow.code_challenge) return;
  const message = 'code challenge does not match previously saved code verifier';
  throw new AuthError(400, 'bad_code_verifier', message);
}
