import { json } from '../../gateway/json.ts';
import type { Call } from '../call.ts';
import { checkEmail } from '../checks.ts';
import { AuthError, invalid } from '../errors.ts';
import { PKCE_PREFIX, hashOf } from '../mail/send.ts';
import { redirectTarget } from '../redirects.ts';
import { issueCode } from '../sessions/flow-state.ts';
import { openSession } from '../sessions/session.ts';
import { adoptEmail, confirmEmail, setColumns } from '../users/change.ts';
import { unknownPassword } from '../users/create.ts';
import { findByEmail, findByToken } from '../users/find.ts';
import { noteProviders, verifyIdentityEmail } from '../users/identities.ts';
import { setPassword } from '../users/password.ts';
import { isBanned, isOlder } from '../users/user.ts';
import type { User } from '../users/user.ts';
import { errorRedirect, messageRedirect, sessionRedirect, toCode } from './verify-redirects.ts';

type Place = 'confirmation' | 'recovery' | 'email_change';
type TokenColumn =
  'confirmation_token' | 'recovery_token' | 'email_change_token_current' | 'email_change_token_new';

/** Where the tokens of a type of mail are. */
const PLACES = new Map<string, Place[]>([
  ['signup', ['confirmation']],
  ['invite', ['confirmation']],
  ['recovery', ['recovery']],
  ['magiclink', ['recovery']],
  ['email', ['confirmation', 'recovery']],
  ['email_change', ['email_change']],
]);
const COLUMNS: Record<Place, TokenColumn[]> = {
  confirmation: ['confirmation_token'],
  recovery: ['recovery_token'],
  email_change: ['email_change_token_current', 'email_change_token_new'],
};

const HALF_WAY = 'Confirmation link accepted. Please proceed to confirm link sent to the other email';

/** A token that was found with the user to whom it was sent. */
interface Proof {
  user: User;
  place: Place;
  column: TokenColumn;
  type: string;
}

/** `POST /verify`: exchanges a code, or the hash of a link, for a session. */
export async function verify(call: Call): Promise<Response> {
  const { body } = call;
  const type = body.text('type');
  if (type === '') throw invalid('Verify requires a verification type');
  const [token, hash] = [body.text('token'), body.text('token_hash')];
  if ((token === '') === (hash === '')) throw invalid('Verify requires either a token or a token hash');
  const proof = hash ? await findByHash(call, hash, type) : await findByCode(call, token, type);
  if (!(await accept(call, proof))) return json(200, { code: '200', msg: HALF_WAY });
  return json(200, await openSession(call, proof.user.id, 'otp'));
}

/** `GET /verify`: what the link of a mail opens; sends the person on, with a session, a code or the reason why not. */
export async function followLink(call: Call): Promise<Response> {
  const { searchParams } = call.url;
  const [hash, type] = [searchParams.get('token') ?? '', searchParams.get('type') ?? ''];
  if (type === '') throw invalid('Verify requires a verification type');
  if (hash === '') throw invalid('Verify requires a token or a token hash');
  const target = redirectTarget(call.request, call.config);
  const pkce = hash.startsWith(PKCE_PREFIX);
  try {
    const proof = await findByHash(call, hash, type);
    if (!(await accept(call, proof))) return messageRedirect(target, HALF_WAY, pkce);
    if (pkce) return toCode(target, await issueCode(call, proof.user.id, type));
    return sessionRedirect(target, await openSession(call, proof.user.id, 'otp'), type);
  } catch (error) {
    if (error instanceof AuthError) throw new RefusedLink(error, errorRedirect(target, error, pkce));
    throw error;
  }
}

/** A refusal that sends the person on. */
class RefusedLink extends AuthError {
  readonly #redirect: Response;

  constructor({ status, code, message }: AuthError, redirect: Response) {
    super(status, code, message);
    this.#redirect = redirect;
  }

  override toResponse(): Response {
    return this.#redirect;
  }
}

async function findByHash(call: Call, hash: string, type: string): Promise<Proof> {
  const { body, config, sql } = call;
  const places = PLACES.get(type);
  if (!places) throw invalid('Invalid email verification type');
  if (!body.empty && (body.text('email') || body.text('phone') || body.text('redirect_to'))) {
    throw invalid('Only the token_hash and type should be provided');
  }
  const columns = places.flatMap((place) => COLUMNS[place]);
  const user = await findByToken(sql, columns, [hash]);
  const proof = user && provenBy(user, places, [hash], type);
  if (proof && isBanned(proof.user)) throw new AuthError(403, 'user_banned', 'User is banned');
  if (proof && !isOlder(proof.user, sentAt(proof), config.otpExpiry)) return proof;
  throw new AuthError(403, 'otp_expired', 'Email link is invalid or has expired');
}

async function findByCode(call: Call, code: string, type: string): Promise<Proof> {
  const { body, config, sql } = call;
  if (body.text('phone') || !body.text('email')) {
    const isSms = body.text('phone') && !body.text('email');
    if (isSms) throw new AuthError(403, 'otp_expired', 'Token has expired or is invalid');
    throw invalid('Only an email address or phone number should be provided on verify');
  }
  const email = checkVerifiedEmail(body.text('email'));
  const hash = hashOf(email, code);
  const hashes = [hash, PKCE_PREFIX + hash];
  const places = PLACES.get(type);
  const user =
    type === 'email_change'
      ? await findByToken(sql, COLUMNS.email_change, hashes)
      : await findByEmail(sql, email);
  if (user && isBanned(user)) throw new AuthError(403, 'user_banned', 'User is banned');
  const proof = user && places && provenBy(user, places, hashes, type);
  if (proof && !isOlder(proof.user, sentAt(proof), config.otpExpiry)) return proof;
  throw new AuthError(403, 'otp_expired', 'Token has expired or is invalid');
}

function checkVerifiedEmail(email: string): string {
  try {
    return checkEmail(email);
  } catch {
    throw new AuthError(422, 'validation_failed', 'Invalid email format');
  }
}

/** The place at which the user has one of the hashes; says of type `email` what it was. */
function provenBy(user: User, places: Place[], hashes: string[], type: string): Proof | undefined {
  for (const place of places) {
    const column = COLUMNS[place].find((name) => hashes.includes(user[name]));
    if (!column) continue;
    const actual = type !== 'email' ? type : place === 'recovery' ? 'magiclink' : 'signup';
    return { user, place, column, type: actual };
  }
  return undefined;
}

function sentAt({ user, place }: Proof): string | null {
  return user[`${place}_sent_at`];
}

/** Does what the token was sent for; false when the other address still has to agree. */
async function accept(call: Call, proof: Proof): Promise<boolean> {
  const { sql } = call;
  const { user, place } = proof;
  await useUp(call, proof);
  if (place === 'email_change') {
    if (!(await acceptEmailChange(call, user))) return false;
  } else if (place === 'recovery') {
    if (!user.email_confirmed_at) await confirmEmail(sql, user.id);
  } else {
    if (!user.encrypted_password && user.invited_at) await setPassword(sql, user.id, unknownPassword());
    await confirmEmail(sql, user.id);
    await verifyIdentityEmail(sql, user.id);
  }
  await noteProviders(sql, user.id);
  return true;
}

/** Of two that come with the same token at once, one is refused. */
async function useUp({ sql }: Call, { user, column }: Proof): Promise<void> {
  const { rows } = await sql.query(
    `update auth.users set ${column} = '' where id = $1::uuid and ${column} = $2 returning id`,
    [user.id, user[column]],
  );
  if (rows.length === 0) throw new AuthError(403, 'otp_expired', 'Token has expired or is invalid');
}

async function acceptEmailChange({ sql, config }: Call, user: User): Promise<boolean> {
  const isFirstOfTwo =
    config.emailConfirmations &&
    config.doubleConfirmChanges &&
    user.email_change_confirm_status === 0 &&
    Boolean(user.email);
  if (isFirstOfTwo) await setColumns(sql, user.id, { email_change_confirm_status: 1 });
  else await adoptEmail(sql, user, user.email_change);
  return !isFirstOfTwo;
}
