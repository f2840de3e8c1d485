import { nothingToSay } from '../call.ts';
import type { Call } from '../call.ts';
import { checkEmail } from '../checks.ts';
import { AuthError, invalid } from '../errors.ts';
import { sendConfirmation, sendEmailChange, sendRecovery } from '../mail/send.ts';
import { beginFlow, readsPkce } from '../sessions/flow-state.ts';
import { unknownPassword } from '../users/create.ts';
import { findByEmail, findTaken } from '../users/find.ts';
import { register, requireSignups } from './sign-up.ts';

/** `POST /otp`: sends a way in; makes the user too, unless `create_user` is false. */
export async function sendOtp(call: Call): Promise<Response> {
  const { body, sql } = call;
  const [email, phone] = [body.text('email'), body.text('phone')];
  if (email && phone) throw invalid('Only an email address or phone number should be provided');
  if (email && body.text('channel')) throw invalid('Channel should only be specified with Phone OTP');
  readsPkce(call);
  if (phone) throw new AuthError(400, 'phone_provider_disabled', 'Unsupported phone provider');
  if (!email) throw invalid('One of email or phone must be set');
  if (!body.flag('create_user', true) && !(await findByEmail(sql, checkEmail(email)))) {
    throw new AuthError(422, 'otp_disabled', 'Signups not allowed for otp');
  }
  return sendMagicLink(call);
}

/** `POST /magiclink`: sends a way in to somebody who is known or not. */
export async function sendMagicLink(call: Call): Promise<Response> {
  requireEmail(call);
  const email = checkEmail(call.body.text('email'));
  const pkce = readsPkce(call);
  let user = await findByEmail(call.sql, email);
  if (!user?.email_confirmed_at) {
    requireSignups(call);
    const known = await findTaken(call.sql, email);
    user = await register(call, { email, password: unknownPassword(), known, pkce });
    if (!user.email_confirmed_at) return nothingToSay(); // the mail that confirms opens a session, too
  }
  if (pkce) await beginFlow(call, user.id, 'magiclink');
  await sendRecovery(call, user, 'magiclink', pkce);
  return nothingToSay();
}

/** `POST /recover`: sends a way in that leads to a new password. Does not tell whether the address is known. */
export async function recover(call: Call): Promise<Response> {
  requireEmail(call);
  if (!call.body.text('email')) throw invalid('Password recovery requires an email');
  const email = checkEmail(call.body.text('email'));
  const pkce = readsPkce(call);
  const user = await findByEmail(call.sql, email);
  if (!user) return nothingToSay();
  if (pkce) await beginFlow(call, user.id, 'recovery');
  await sendRecovery(call, user, 'recovery', pkce);
  return nothingToSay();
}

/** `POST /resend`: sends the mail of a sign-up or of a change of address again. */
export async function resend(call: Call): Promise<Response> {
  const { body, sql } = call;
  const type = body.text('type');
  if (!['signup', 'email_change', 'sms', 'phone_change'].includes(type)) {
    throw invalid('Missing one of these types: signup, email_change, sms, phone_change');
  }
  const email = body.text('email');
  if (!email && type === 'signup') throw invalid('Type provided requires an email address');
  if (!body.text('phone') && type === 'sms') throw invalid('Type provided requires a phone number');
  if (email && body.text('phone')) throw invalid('Only an email address or phone number should be provided.');
  if (body.text('phone')) throw new AuthError(400, 'phone_provider_disabled', 'Phone logins are disabled');
  if (!email) throw invalid('Missing email address or phone number');
  requireEmail(call);
  const user = await findByEmail(sql, checkEmail(email));
  if (user && type === 'signup' && !user.email_confirmed_at) await sendConfirmation(call, user, false);
  if (user && type === 'email_change' && user.email_change) {
    await sendEmailChange(call, user, user.email_change, false);
  }
  return nothingToSay();
}

function requireEmail({ config }: Call): void {
  if (config.email) return;
  throw new AuthError(400, 'email_provider_disabled', 'Email logins are disabled');
}
