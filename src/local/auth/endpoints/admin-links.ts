import { json } from '../../gateway/json.ts';
import type { Call } from '../call.ts';
import { requireAdministrator } from '../caller.ts';
import { checkEmail, checkPassword } from '../checks.ts';
import { emailExists, invalid, userNotFound } from '../errors.ts';
import { actionLink } from '../mail/letters.ts';
import type { Occasion } from '../mail/letters.ts';
import { createOtp, sendInvitation } from '../mail/send.ts';
import type { Otp } from '../mail/send.ts';
import { isAllowed, redirectTarget } from '../redirects.ts';
import { mergeMetadata, setColumns } from '../users/change.ts';
import { createUser, unknownPassword } from '../users/create.ts';
import { findByEmail, findTaken, loadUser } from '../users/find.ts';
import { showUser } from '../users/user.ts';
import type { User } from '../users/user.ts';

/** `POST /invite`: makes a user without a password and asks them in by mail. */
export async function invite(call: Call): Promise<Response> {
  await requireAdministrator(call);
  const { body, sql } = call;
  const email = checkEmail(body.text('email'));
  const user = await invited(call, email, await findByEmail(sql, email));
  await sendInvitation(call, user);
  return json(200, showUser(await loadUser(sql, user.id)));
}

async function invited({ sql, body }: Call, email: string, known: User | undefined): Promise<User> {
  if (known?.email_confirmed_at) throw emailExists();
  return known ?? createUser(sql, { email, metadata: body.object('data') });
}

/** The types of links, and what their mails are called. */
const OCCASIONS = new Map<string, Occasion>([
  ['signup', 'signup'],
  ['invite', 'invite'],
  ['magiclink', 'magiclink'],
  ['recovery', 'recovery'],
  ['email_change_current', 'email_change'],
  ['email_change_new', 'email_change'],
]);

/** `POST /admin/generate_link`: what a mail would say, for an administrator to pass on. */
export async function generateLink(call: Call): Promise<Response> {
  await requireAdministrator(call);
  const { body, sql } = call;
  const email = checkEmail(body.text('email'));
  const known = await findByEmail(sql, email);
  const asked = body.text('type');
  const type = asked === 'magiclink' && !known ? 'signup' : asked; // somebody new signs up by it
  const occasion = OCCASIONS.get(type);
  if (!occasion) throw invalid(`Invalid email action link type requested: ${type}`);
  const { user, otp } = await prepare(call, { email, known, asked, type });
  const target = isAllowed(body.text('redirect_to'), call.config)
    ? body.text('redirect_to')
    : redirectTarget(call.request, call.config);
  return json(200, {
    ...showUser(await loadUser(sql, user.id)),
    action_link: actionLink(call.issuer, otp.hash, occasion, target),
    email_otp: otp.code,
    hashed_token: otp.hash,
    redirect_to: target,
    verification_type: type,
  });
}

interface Wish {
  email: string;
  known: User | undefined;
  /** The type that was asked for. */
  asked: string;
  /** The type that it comes to. */
  type: string;
}

/** Brings the user to where the link can be followed, and keeps its hash. */
async function prepare(call: Call, wish: Wish): Promise<{ user: User; otp: Otp }> {
  switch (wish.type) {
    case 'signup':
      return prepareSignUp(call, wish);
    case 'invite':
      return prepareInvitation(call, wish);
    case 'magiclink':
    case 'recovery':
      return prepareRecovery(call, wish);
    default:
      return prepareEmailChange(call, wish);
  }
}

async function prepareSignUp(call: Call, { email, known, asked }: Wish): Promise<{ user: User; otp: Otp }> {
  const { body, config, sql } = call;
  if (known?.email_confirmed_at) throw emailExists();
  const password = asked === 'signup' ? body.text('password') : unknownPassword();
  if (!known) {
    if (password === '') throw invalid('Signup requires a valid password');
    checkPassword(password, config);
  } else await mergeMetadata(sql, known.id, 'raw_user_meta_data', body.object('data') ?? {});
  const user = known ?? (await createUser(sql, { email, password, metadata: body.object('data') }));
  const otp = createOtp(call, email);
  await setColumns(sql, user.id, { confirmation_token: otp.hash, confirmation_sent_at: user.now });
  return { user, otp };
}

async function prepareInvitation(call: Call, { email, known }: Wish): Promise<{ user: User; otp: Otp }> {
  const user = await invited(call, email, known);
  const otp = createOtp(call, email);
  const sent = { confirmation_sent_at: user.now, invited_at: user.now };
  await setColumns(call.sql, user.id, { confirmation_token: otp.hash, ...sent });
  return { user, otp };
}

async function prepareRecovery(call: Call, { email, known }: Wish): Promise<{ user: User; otp: Otp }> {
  const user = requireKnown(known);
  const otp = createOtp(call, email);
  await setColumns(call.sql, user.id, { recovery_token: otp.hash, recovery_sent_at: user.now });
  return { user, otp };
}

async function prepareEmailChange(
  call: Call,
  { email, known, type }: Wish,
): Promise<{ user: User; otp: Otp }> {
  const user = requireKnown(known);
  const isCurrent = type === 'email_change_current';
  if (isCurrent && !call.config.doubleConfirmChanges) {
    throw invalid('Enable secure email change to generate link for current email');
  }
  const fresh = checkEmail(call.body.text('new_email'));
  if (await findTaken(call.sql, fresh, user.id)) throw emailExists();
  const otp = createOtp(call, isCurrent ? email : fresh);
  await setColumns(call.sql, user.id, {
    email_change: fresh,
    email_change_sent_at: user.now,
    email_change_confirm_status: 0,
    [isCurrent ? 'email_change_token_current' : 'email_change_token_new']: otp.hash,
  });
  return { user, otp };
}

function requireKnown(user: User | undefined): User {
  if (user) return user;
  throw userNotFound('User with this email not found');
}
