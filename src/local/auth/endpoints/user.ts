import { json } from '../../gateway/json.ts';
import { nothingToSay } from '../call.ts';
import type { Call } from '../call.ts';
import { requirePerson } from '../caller.ts';
import type { Person } from '../caller.ts';
import { checkEmail, checkPassword } from '../checks.ts';
import { AuthError, emailExists, invalid } from '../errors.ts';
import { hashOf, sendEmailChange, sendReauthentication } from '../mail/send.ts';
import { beginFlow, readsPkce } from '../sessions/flow-state.ts';
import { endSessions } from '../sessions/session.ts';
import type { Scope } from '../sessions/session.ts';
import { adoptEmail, mergeMetadata, setColumns } from '../users/change.ts';
import { findTaken, loadUser } from '../users/find.ts';
import { isPassword, setPassword } from '../users/password.ts';
import { isOlder, showUser } from '../users/user.ts';
import type { User } from '../users/user.ts';

/** A new password needs no code for so many seconds after the sign-in. */
const FRESH_SECONDS = 24 * 60 * 60;
const SCOPES = new Map<string, Scope>([
  ['', 'global'],
  ['global', 'global'],
  ['local', 'local'],
  ['others', 'others'],
]);

/** `GET /user` */
export async function readUser(call: Call): Promise<Response> {
  const { user } = await requirePerson(call);
  return json(200, showUser(user));
}

/** `PUT /user`: changes what the person may change of themselves. */
export async function updateUser(call: Call): Promise<Response> {
  const { body, config, sql } = call;
  const person = await requirePerson(call);
  const { user } = person;
  const email = body.text('email') && checkEmail(body.text('email'));
  const password = body.optionalText('password');
  if (body.text('phone')) throw new AuthError(400, 'phone_provider_disabled', 'Unsupported phone provider');
  if (password !== undefined) checkPassword(password, config);
  if (body.object('app_metadata')) {
    throw new AuthError(403, 'not_admin', 'Updating app_metadata requires admin privileges');
  }
  if (user.is_anonymous && password && !email) {
    throw new AuthError(
      422,
      'validation_failed',
      'Updating password of an anonymous user without an email or phone is not allowed',
    );
  }
  const isNewEmail = email !== '' && email !== (user.email ?? '');
  if (isNewEmail && (await findTaken(sql, email, user.id))) throw emailExists();
  if (password !== undefined) await changePassword(call, person, password);
  const metadata = body.object('data');
  if (metadata) await mergeMetadata(sql, user.id, 'raw_user_meta_data', metadata);
  if (isNewEmail) await changeEmail(call, await loadUser(sql, user.id), email);
  return json(200, showUser(await loadUser(sql, user.id)));
}

async function changePassword(call: Call, { user, session }: Person, password: string): Promise<void> {
  const isFresh = session !== undefined && !isOlder(user, session.created_at, FRESH_SECONDS);
  if (call.config.securePasswordChange && !isFresh) await checkNonce(call, user);
  if (await isPassword(call.sql, user.id, password)) {
    const message = 'New password should be different from the old password.';
    throw new AuthError(422, 'same_password', message);
  }
  await setPassword(call.sql, user.id, password, session?.id);
}

/** The code of a mail proves that it is still the same person. */
async function checkNonce({ body, config, sql }: Call, user: User): Promise<void> {
  const nonce = body.text('nonce');
  if (nonce === '') {
    const message = 'Password update requires reauthentication';
    throw new AuthError(400, 'reauthentication_needed', message);
  }
  const { reauthentication_token: token, reauthentication_sent_at: sentAt } = user;
  if (token !== hashOf(user.email ?? '', nonce) || isOlder(user, sentAt, config.otpExpiry)) {
    throw new AuthError(422, 'reauthentication_not_valid', 'Nonce has expired or is invalid');
  }
  await setColumns(sql, user.id, { reauthentication_token: '' });
}

/** The first address of somebody anonymous is like a sign-up; later ones are always confirmed by mail. */
async function changeEmail(call: Call, user: User, email: string): Promise<void> {
  if (user.is_anonymous && !call.config.emailConfirmations) return adoptEmail(call.sql, user, email);
  const pkce = readsPkce(call);
  if (pkce) await beginFlow(call, user.id, 'email_change');
  await sendEmailChange(call, user, email, pkce);
}

/** `GET /reauthenticate`: sends the code that a new password may need. */
export async function reauthenticate(call: Call): Promise<Response> {
  const { user } = await requirePerson(call);
  if (!user.email) {
    throw invalid('Reauthentication requires the user to have an email or a phone number');
  }
  if (!user.email_confirmed_at) {
    throw new AuthError(422, 'email_not_confirmed', 'Please verify your email first.');
  }
  await sendReauthentication(call, user);
  return nothingToSay();
}

/** `POST /logout`: ends the person's sessions, all or as `scope` says. */
export async function logOut(call: Call): Promise<Response> {
  const { session } = await requirePerson(call);
  const name = call.url.searchParams.get('scope') ?? '';
  const scope = SCOPES.get(name);
  if (!scope) throw invalid(`Unsupported logout scope "${name}"`);
  if (session) await endSessions(call.sql, session, scope);
  return new Response(null, { status: 204 });
}
