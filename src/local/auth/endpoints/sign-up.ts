import { json } from '../../gateway/json.ts';
import type { Call } from '../call.ts';
import { checkEmail, checkPassword } from '../checks.ts';
import { AuthError, invalid } from '../errors.ts';
import { sendConfirmation } from '../mail/send.ts';
import { beginFlow, readsPkce } from '../sessions/flow-state.ts';
import { openSession } from '../sessions/session.ts';
import { confirmEmail } from '../users/change.ts';
import { createUser } from '../users/create.ts';
import { findTaken, loadUser } from '../users/find.ts';
import { showUser } from '../users/user.ts';
import type { User } from '../users/user.ts';

/** `POST /signup`: a new account by address and password, or without either an anonymous one. */
export async function signUp(call: Call): Promise<Response> {
  const { body, config } = call;
  if (!body.text('email') && !body.text('phone')) return signInAnonymously(call);
  requireSignups(call);
  const password = body.text('password');
  if (password === '') throw invalid('Signup requires a valid password');
  checkPassword(password, config);
  if (body.text('email') && body.text('phone')) {
    throw invalid('Only an email address or phone number should be provided on signup.');
  }
  if (body.text('phone')) throw new AuthError(400, 'phone_provider_disabled', 'Phone signups are disabled');
  const pkce = readsPkce(call);
  if (!config.email) throw new AuthError(400, 'email_provider_disabled', 'Email signups are disabled');
  const email = checkEmail(body.text('email'));
  const known = await findTaken(call.sql, email);
  if (known?.email_confirmed_at) return answerAgain(call, known);
  const user = await register(call, { email, password, known, pkce });
  if (user.email_confirmed_at) return json(200, await openSession(call, user.id, 'password'));
  return json(200, showUser(user.invited_at ? withoutDetails(user) : user));
}

/** Whoever asks for an address that is taken learns it only where addresses are not confirmed. */
function answerAgain({ body, config }: Call, user: User): Response {
  if (!config.emailConfirmations) {
    throw new AuthError(422, 'user_already_exists', 'User already registered');
  }
  const { email, phone, aud, now } = user;
  return json(200, {
    id: crypto.randomUUID(),
    aud,
    role: '',
    email: email ?? '',
    phone: phone ?? '',
    confirmation_sent_at: now.replace(/\+00:00$/, 'Z'),
    app_metadata: { provider: 'email', providers: ['email'] },
    user_metadata: body.object('data') ?? {},
    identities: [],
    created_at: now.replace(/\+00:00$/, 'Z'),
    updated_at: now.replace(/\+00:00$/, 'Z'),
    is_anonymous: false,
  });
}

function withoutDetails(user: User): User {
  return { ...user, raw_user_meta_data: {}, identities: [] };
}

interface Registration {
  email: string;
  password: string;
  /** Who has the address, not confirmed so far. */
  known: User | undefined;
  pkce: boolean;
}

/** Makes the user unless they are known; confirms the address, or asks for it by mail where the project wants that. */
export async function register(call: Call, registration: Registration): Promise<User> {
  const { sql, body, config } = call;
  const { email, password, known, pkce } = registration;
  const metadata = body.object('data') ?? {};
  const user = known ?? (await createUser(sql, { email, password, metadata }));
  if (!config.emailConfirmations) await confirmEmail(sql, user.id);
  else {
    if (pkce) await beginFlow(call, user.id, 'signup');
    await sendConfirmation(call, user, pkce);
  }
  return loadUser(sql, user.id);
}

async function signInAnonymously(call: Call): Promise<Response> {
  if (!call.config.anonymous) {
    throw new AuthError(422, 'anonymous_provider_disabled', 'Anonymous sign-ins are disabled');
  }
  requireSignups(call);
  const user = await createUser(call.sql, { anonymous: true, metadata: call.body.object('data') });
  return json(200, await openSession(call, user.id, 'anonymous'));
}

/** @throws {AuthError} signup_disabled */
export function requireSignups({ config }: Call): void {
  if (config.signup) return;
  throw new AuthError(422, 'signup_disabled', 'Signups not allowed for this instance');
}
