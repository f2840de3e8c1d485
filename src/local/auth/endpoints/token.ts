import { json } from '../../gateway/json.ts';
import type { Call } from '../call.ts';
import { checkPassword } from '../checks.ts';
import { AuthError, invalid } from '../errors.ts';
import { endFlow } from '../sessions/flow-state.ts';
import { refreshSession } from '../sessions/refresh.ts';
import { openSession } from '../sessions/session.ts';
import { findByEmail } from '../users/find.ts';
import { isPassword } from '../users/password.ts';
import { isBanned } from '../users/user.ts';
import { refuseIdToken, refuseWeb3 } from './refusals.ts';

/** `POST /token?grant_type=…`: exchanges a password, a refresh token or a code for a session. */
export async function grantToken(call: Call): Promise<Response | AuthError> {
  switch (call.url.searchParams.get('grant_type')) {
    case 'password':
      return byPassword(call);
    case 'refresh_token':
      return byRefreshToken(call);
    case 'pkce':
      return byCode(call);
    case 'id_token':
      return refuseIdToken(call);
    case 'web3':
      return refuseWeb3(call);
    default:
      throw new AuthError(400, 'invalid_credentials', 'unsupported_grant_type');
  }
}

async function byPassword(call: Call): Promise<Response> {
  const { body, config, sql } = call;
  const email = body.text('email');
  if (email && body.text('phone')) {
    throw invalid('Only an email address or phone number should be provided on login.');
  }
  if (body.text('phone')) throw new AuthError(422, 'phone_provider_disabled', 'Phone logins are disabled');
  if (!email) throw invalid('missing email or phone');
  if (!config.email) throw new AuthError(422, 'email_provider_disabled', 'Email logins are disabled');
  const user = await findByEmail(sql, email);
  if (!user?.encrypted_password) throw wrongCredentials();
  if (isBanned(user)) throw new AuthError(400, 'user_banned', 'User is banned');
  if (!(await isPassword(sql, user.id, body.text('password')))) throw wrongCredentials();
  if (!user.email_confirmed_at) throw new AuthError(400, 'email_not_confirmed', 'Email not confirmed');
  const weak = weaknessOf(call, body.text('password'));
  return json(200, { ...(await openSession(call, user.id, 'password')), weak_password: weak });
}

function wrongCredentials(): AuthError {
  return new AuthError(400, 'invalid_credentials', 'Invalid login credentials');
}

/** What today's rules would say of a password that is in use. */
function weaknessOf({ config }: Call, password: string): unknown {
  try {
    checkPassword(password, config);
    return null;
  } catch (error) {
    const { message, details } = error as AuthError;
    return details['weak_password'] ? { message, ...(details['weak_password'] as object) } : null;
  }
}

async function byRefreshToken(call: Call): Promise<Response | AuthError> {
  const token = call.body.text('refresh_token');
  if (token === '')
    return json(400, { error: 'invalid_request', error_description: 'refresh_token required' });
  const refreshed = await refreshSession(call, token);
  return refreshed instanceof AuthError ? refreshed : json(200, refreshed);
}

async function byCode(call: Call): Promise<Response> {
  const code = call.body.text('auth_code');
  const verifier = call.body.text('code_verifier');
  if (!code || !verifier) {
    throw invalid('invalid request: both auth code and code verifier should be non-empty');
  }
  const { userId, method } = await endFlow(call, code, verifier);
  return json(200, await openSession(call, userId, method));
}
