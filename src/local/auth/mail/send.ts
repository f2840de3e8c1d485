import { createHash, randomInt } from 'node:crypto';
import type { Call } from '../call.ts';
import { AuthError } from '../errors.ts';
import { redirectTarget } from '../redirects.ts';
import { setColumns } from '../users/change.ts';
import { isOlder } from '../users/user.ts';
import type { User } from '../users/user.ts';
import { actionLink, writeMail } from './letters.ts';
import type { Occasion } from './letters.ts';

/** Marks the hashes whose link hands out a code instead of tokens. */
export const PKCE_PREFIX = 'pkce_';

/** A code to be typed, and the hash by which it is known and which a link carries. */
export interface Otp {
  code: string;
  hash: string;
}

/** What the database keeps of a code that was sent to the address. */
export function hashOf(address: string, code: string): string {
  return createHash('sha224')
    .update(address + code)
    .digest('hex');
}

/** Makes a code for the address; `pkce` when the one who asked will exchange it with a verifier. */
export function createOtp({ config }: Call, address: string, pkce = false): Otp {
  const code = Array.from({ length: config.otpLength }, () => randomInt(10)).join('');
  return { code, hash: (pkce ? PKCE_PREFIX : '') + hashOf(address, code) };
}

function checkInterval({ config }: Call, user: User, sentAt: string | null): void {
  if (config.mailInterval === 0 || isOlder(user, sentAt, config.mailInterval)) return;
  const since = (Date.parse(user.now) - Date.parse(sentAt ?? '')) / 1000;
  const left = Math.max(0, Math.floor(config.mailInterval - since));
  const message = `For security purposes, you can only request this after ${left} seconds.`;
  throw new AuthError(429, 'over_email_send_rate_limit', message);
}

function post(call: Call, occasion: Occasion, to: string, { code, hash }: Otp): void {
  const link = actionLink(call.issuer, hash, occasion, redirectTarget(call.request, call.config));
  call.send(writeMail(occasion, to, code, link));
}

/** Asks the person to confirm the address with which they signed up. */
export async function sendConfirmation(call: Call, user: User, pkce: boolean): Promise<void> {
  checkInterval(call, user, user.confirmation_sent_at);
  const email = user.email ?? '';
  const otp = createOtp(call, email, pkce);
  await setColumns(call.sql, user.id, { confirmation_token: otp.hash, confirmation_sent_at: user.now });
  post(call, 'signup', email, otp);
}

/** Sends the person a way in. */
export async function sendRecovery(
  call: Call,
  user: User,
  occasion: 'magiclink' | 'recovery',
  pkce: boolean,
): Promise<void> {
  checkInterval(call, user, user.recovery_sent_at);
  const email = user.email ?? '';
  const otp = createOtp(call, email, pkce);
  await setColumns(call.sql, user.id, { recovery_token: otp.hash, recovery_sent_at: user.now });
  post(call, occasion, email, otp);
}

export async function sendInvitation(call: Call, user: User): Promise<void> {
  const email = user.email ?? '';
  const otp = createOtp(call, email);
  await setColumns(call.sql, user.id, {
    confirmation_token: otp.hash,
    confirmation_sent_at: user.now,
    invited_at: user.now,
  });
  post(call, 'invite', email, otp);
}

/** Sends a code that proves that it is still the same person. */
export async function sendReauthentication(call: Call, user: User): Promise<void> {
  checkInterval(call, user, user.reauthentication_sent_at);
  const email = user.email ?? '';
  const otp = createOtp(call, email);
  await setColumns(call.sql, user.id, {
    reauthentication_token: otp.hash,
    reauthentication_sent_at: user.now,
  });
  call.send(writeMail('reauthentication', email, otp.code));
}

/** Asks for the confirmation of a new address: there, and at the old one too if the project wants both. */
export async function sendEmailChange(call: Call, user: User, email: string, pkce: boolean): Promise<void> {
  checkInterval(call, user, user.email_change_sent_at);
  const fresh = createOtp(call, email, pkce);
  const current =
    call.config.doubleConfirmChanges && user.email ? createOtp(call, user.email, pkce) : undefined;
  await setColumns(call.sql, user.id, {
    email_change: email,
    email_change_token_new: fresh.hash,
    email_change_token_current: current?.hash ?? user.email_change_token_current,
    email_change_sent_at: user.now,
    email_change_confirm_status: 0,
  });
  post(call, 'email_change', email, fresh);
  if (current) post(call, 'email_change', user.email ?? '', current);
}
