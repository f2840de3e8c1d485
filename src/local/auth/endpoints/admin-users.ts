import { json } from '../../gateway/json.ts';
import { nothingToSay } from '../call.ts';
import type { Call } from '../call.ts';
import { requireAdministrator } from '../caller.ts';
import { checkEmail, checkPassword, checkPhone, isUuid } from '../checks.ts';
import { parseDuration } from '../duration.ts';
import { AuthError, databaseError, emailExists, invalid } from '../errors.ts';
import { ban, confirmEmail, confirmPhone, mergeMetadata, setColumns } from '../users/change.ts';
import { createUser, unknownPassword } from '../users/create.ts';
import { deleteUser, softDeleteUser } from '../users/delete.ts';
import { findByPhone, findTaken, listUsers, loadUser } from '../users/find.ts';
import { setIdentity } from '../users/identities.ts';
import { setPassword } from '../users/password.ts';
import { showUser } from '../users/user.ts';
import type { User } from '../users/user.ts';

const DEFAULT_PAGE = 50;
const NIL = '00000000-0000-0000-0000-000000000000';

/** What an administrator may say of a user; empty where nothing is said. */
interface Attributes {
  email: string;
  phone: string;
  password: string | undefined;
  role: string;
  emailConfirm: boolean;
  phoneConfirm: boolean;
  userMetadata: Record<string, unknown> | undefined;
  appMetadata: Record<string, unknown> | undefined;
  /** Seconds; 0 ends a ban. */
  banSeconds: number | undefined;
}

function readAttributes({ body, config }: Call): Attributes {
  const password = body.optionalText('password') || undefined;
  if (password !== undefined) checkPassword(password, config);
  return {
    email: body.text('email') && checkEmail(body.text('email')),
    phone: body.text('phone') && checkPhone(body.text('phone')),
    password,
    role: body.text('role'),
    emailConfirm: body.flag('email_confirm'),
    phoneConfirm: body.flag('phone_confirm'),
    userMetadata: body.object('user_metadata'),
    appMetadata: body.object('app_metadata'),
    banSeconds: readBan(body.text('ban_duration')),
  };
}

function readBan(text: string): number | undefined {
  if (text === '') return undefined;
  const seconds = text === 'none' ? 0 : parseDuration(text);
  if (seconds !== undefined) return seconds;
  throw invalid(`invalid format for ban duration: time: invalid duration "${text}"`);
}

/** `POST /admin/users` */
export async function adminCreateUser(call: Call): Promise<Response> {
  await requireAdministrator(call);
  const { body, sql } = call;
  if (!body.text('email') && !body.text('phone')) {
    throw invalid('Cannot create a user without either an email or phone');
  }
  const passwordHash = body.text('password_hash') || undefined;
  if (passwordHash && body.optionalText('password') !== undefined) {
    throw invalid('Only a password or a password hash should be provided');
  }
  if (passwordHash && !/^\$2[aby]\$\d\d\$.{53}$/.test(passwordHash)) {
    throw databaseError('Error creating user', new Error('password_hash is not a bcrypt digest'));
  }
  const attributes = readAttributes(call);
  await refuseTaken(call, attributes);
  const password = passwordHash ? undefined : (attributes.password ?? unknownPassword());
  const { email, phone, role, userMetadata: metadata } = attributes;
  const id = readId(body.text('id'));
  const failure = 'Database error creating new user';
  const fresh = { id, email, phone, password, passwordHash, metadata, role: role || undefined };
  const user = await createUser(sql, fresh, failure);
  await applyMarks(call, user.id, attributes);
  return json(200, showUser(await loadUser(sql, user.id)));
}

function readId(id: string): string | undefined {
  if (id === '') return undefined;
  if (!isUuid(id)) throw invalid('ID must conform to the uuid v4 format');
  if (id === NIL) throw invalid('ID cannot be a nil uuid');
  return id;
}

async function refuseTaken({ sql }: Call, { email, phone }: Attributes): Promise<void> {
  if (email && (await findTaken(sql, email))) throw emailExists();
  if (!phone || !(await findByPhone(sql, phone))) return;
  throw new AuthError(422, 'phone_exists', 'Phone number already registered by another user');
}

/** What is set in the same way for a new user and for one that exists. */
async function applyMarks({ sql }: Call, id: string, attributes: Attributes): Promise<void> {
  const { appMetadata, emailConfirm, phoneConfirm, banSeconds } = attributes;
  if (appMetadata) await mergeMetadata(sql, id, 'raw_app_meta_data', appMetadata);
  if (emailConfirm) await confirmEmail(sql, id);
  if (phoneConfirm) await confirmPhone(sql, id);
  if (banSeconds !== undefined) await ban(sql, id, banSeconds);
}

/** `GET /admin/users/:id` */
export async function adminReadUser(call: Call): Promise<Response> {
  return json(200, showUser(await loadSubject(call)));
}

/** `PUT /admin/users/:id`: changes what is given and leaves the rest as it is; metadata is merged. */
export async function adminUpdateUser(call: Call): Promise<Response> {
  const { sql } = call;
  const user = await loadSubject(call);
  const attributes = readAttributes(call);
  try {
    if (attributes.role) await setColumns(sql, user.id, { role: attributes.role });
    if (attributes.password !== undefined) await setPassword(sql, user.id, attributes.password);
    await changeContact(call, user, attributes);
    await applyMarks(call, user.id, attributes);
    if (attributes.userMetadata) {
      await mergeMetadata(sql, user.id, 'raw_user_meta_data', attributes.userMetadata);
    }
  } catch (error) {
    throw databaseError('Error updating user', error);
  }
  return json(200, showUser(await loadUser(sql, user.id)));
}

/** What was sent to the old address opens nothing any more. */
const VOID = {
  confirmation_token: '',
  recovery_token: '',
  email_change: '',
  email_change_token_current: '',
  email_change_token_new: '',
  reauthentication_token: '',
};

async function changeContact({ sql }: Call, user: User, attributes: Attributes): Promise<void> {
  const { email, phone, emailConfirm, phoneConfirm } = attributes;
  const named = user.is_anonymous && !(emailConfirm || phoneConfirm);
  if (email) {
    await setIdentity(sql, user.id, 'email', { email, email_verified: emailConfirm });
    await setColumns(sql, user.id, { email, ...VOID, is_anonymous: named });
  }
  if (phone) {
    await setIdentity(sql, user.id, 'phone', { phone, phone_verified: phoneConfirm });
    await setColumns(sql, user.id, { phone, ...VOID, is_anonymous: named });
  }
}

/** `DELETE /admin/users/:id` */
export async function adminDeleteUser(call: Call): Promise<Response> {
  const { id } = await loadSubject(call);
  const isSoft = !call.body.empty && call.body.flag('should_soft_delete');
  await (isSoft ? softDeleteUser(call.sql, id) : deleteUser(call.sql, id));
  return nothingToSay();
}

/** The user whom the path names, for an administrator. */
export async function loadSubject(call: Call): Promise<User> {
  await requireAdministrator(call);
  const id = /\/admin\/users\/([^/]+)/.exec(call.url.pathname)?.[1] ?? '';
  if (!isUuid(id)) throw new AuthError(404, 'validation_failed', 'user_id must be an UUID');
  return loadUser(call.sql, id);
}

/** `GET /admin/users`: a page of all users, with links to the others. */
export async function adminListUsers(call: Call): Promise<Response> {
  await requireAdministrator(call);
  const { searchParams } = call.url;
  const page = readNumber(searchParams.get('page'), 1);
  const perPage = readNumber(searchParams.get('per_page'), DEFAULT_PAGE);
  const { users, total } = await listUsers(call.sql, page, perPage, searchParams.get('filter') ?? '');
  const headers = { 'x-total-count': String(total), link: linksOf(searchParams, page, perPage, total) };
  return json(200, { users: users.map(showUser), aud: 'authenticated' }, headers);
}

function readNumber(text: string | null, absent: number): number {
  if (!text) return absent;
  if (/^\d{1,9}$/.test(text)) return Math.max(1, Number(text));
  const reason = `strconv.ParseUint: parsing "${text}": invalid syntax`;
  throw invalid(`Bad Pagination Parameters: ${reason}`);
}

function linksOf(searchParams: URLSearchParams, page: number, perPage: number, total: number): string {
  const last = Math.ceil(total / perPage);
  const link = (to: number, rel: string) => {
    const query = new URLSearchParams(searchParams);
    query.set('page', String(to));
    query.sort();
    return `</admin/users?${query}>; rel="${rel}"`;
  };
  return [...(page < last ? [link(page + 1, 'next')] : []), link(last, 'last')].join(', ');
}
