import type { Sql } from '../database/database.ts';
import { AuthError, userNotFound } from './errors.ts';

/** What an administrator may say of a user. */
export interface UserAttributes {
  id?: string;
  email?: string;
  phone?: string;
  password?: string;
  password_hash?: string;
  email_confirm?: boolean;
  phone_confirm?: boolean;
  user_metadata?: Record<string, unknown>;
  app_metadata?: Record<string, unknown>;
  role?: string;
  /** A duration such as `24h`; `none` ends a ban. */
  ban_duration?: string;
}

/** A user in the form in which GoTrue shows it. */
export interface User {
  id: string;
  aud: string;
  role: string;
  email: string;
  phone: string;
  app_metadata: Record<string, unknown>;
  user_metadata: Record<string, unknown>;
  identities: Record<string, unknown>[];
  is_anonymous: boolean;
  [more: string]: unknown;
}

const stamp = (column: string) => `to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

const USER = `json_strip_nulls(json_build_object(
  'id', u.id, 'aud', coalesce(u.aud, ''), 'role', coalesce(u.role, ''), 'email', coalesce(u.email, ''),
  'email_confirmed_at', ${stamp('u.email_confirmed_at')}, 'phone', coalesce(u.phone, ''),
  'phone_confirmed_at', ${stamp('u.phone_confirmed_at')}, 'confirmed_at', ${stamp('u.confirmed_at')},
  'last_sign_in_at', ${stamp('u.last_sign_in_at')}, 'banned_until', ${stamp('u.banned_until')},
  'app_metadata', coalesce(u.raw_app_meta_data, '{}'), 'user_metadata', coalesce(u.raw_user_meta_data, '{}'),
  'identities', coalesce((
    select json_agg(json_build_object(
      'identity_id', i.id, 'id', i.provider_id, 'user_id', i.user_id, 'identity_data', i.identity_data,
      'provider', i.provider, 'last_sign_in_at', ${stamp('i.last_sign_in_at')},
      'created_at', ${stamp('i.created_at')}, 'updated_at', ${stamp('i.updated_at')}, 'email', i.email))
    from auth.identities i where i.user_id = u.id), '[]'),
  'created_at', ${stamp('u.created_at')}, 'updated_at', ${stamp('u.updated_at')},
  'is_anonymous', u.is_anonymous))`;

export async function findUser(sql: Sql, id: string): Promise<User> {
  const { rows } = await sql.query<{ user: User }>(
    `select ${USER} as user from auth.users u where u.id::text = $1 and u.deleted_at is null`,
    [id],
  );
  if (!rows[0]) throw userNotFound();
  return rows[0].user;
}

/** One page of all users, the newest first, and how many there are. */
export async function listUsers(
  sql: Sql,
  page: number,
  perPage: number,
): Promise<{ users: User[]; total: number }> {
  const { rows } = await sql.query<{ users: User[]; total: number }>(
    `select coalesce(json_agg(${USER}), '[]') as users,
            (select count(*)::int from auth.users where deleted_at is null) as total
     from (select * from auth.users where deleted_at is null
           order by created_at desc, id limit $1::int offset $2::int) u`,
    [perPage, (page - 1) * perPage],
  );
  return rows[0] ?? { users: [], total: 0 };
}

export async function createUser(sql: Sql, attributes: UserAttributes): Promise<User> {
  const { email, phone } = normalized(attributes);
  if (!email && !phone) {
    throw new AuthError(400, 'validation_failed', 'Cannot create a user without either an email or phone');
  }
  await refuseTaken(sql, email);
  const provider = email ? 'email' : 'phone';
  const id = attributes.id ?? crypto.randomUUID();
  await sql.query(
    `insert into auth.users (id, instance_id, aud, role, email, phone, raw_app_meta_data, raw_user_meta_data,
       confirmation_token, recovery_token, email_change, email_change_token_new)
     values ($1, '00000000-0000-0000-0000-000000000000', 'authenticated', 'authenticated', $2, $3, $4, '{}',
       '', '', '', '')`,
    [id, email ?? null, phone ?? null, JSON.stringify({ provider, providers: [provider] })],
  );
  await addIdentity(sql, id, provider);
  return setAttributes(sql, id, attributes);
}

/** Writes down by which provider the user is known. */
export async function addIdentity(sql: Sql, id: string, provider: string): Promise<void> {
  await sql.query(
    `insert into auth.identities (provider, provider_id, user_id, identity_data, last_sign_in_at)
     select $2, id, id, jsonb_strip_nulls(jsonb_build_object('sub', id, 'email', email, 'phone', phone,
       'email_verified', false, 'phone_verified', false)), now()
     from auth.users where id = $1`,
    [id, provider],
  );
}

/** Changes what is given and leaves the rest as it is; metadata is merged. */
export async function updateUser(sql: Sql, id: string, attributes: UserAttributes): Promise<User> {
  const user = await findUser(sql, id);
  const { email } = normalized(attributes);
  if (email && email !== user.email) await refuseTaken(sql, email);
  return setAttributes(sql, id, attributes);
}

/** Removes the user with all that hangs on it; `soft` keeps the row without what tells who it was. */
export async function deleteUser(sql: Sql, id: string, soft: boolean): Promise<void> {
  await findUser(sql, id);
  if (!soft) await sql.query('delete from auth.users where id = $1', [id]);
  else {
    await sql.query('delete from auth.sessions where user_id = $1', [id]);
    await sql.query('delete from auth.identities where user_id = $1', [id]);
    await sql.query(
      `update auth.users set deleted_at = now(), email = encode(extensions.digest(email, 'sha256'), 'hex'),
         phone = null, encrypted_password = null, raw_user_meta_data = '{}', raw_app_meta_data = '{}'
       where id = $1`,
      [id],
    );
  }
}

async function setAttributes(sql: Sql, id: string, attributes: UserAttributes): Promise<User> {
  const { email, phone } = normalized(attributes);
  checkPassword(attributes.password);
  await sql.query(
    `update auth.users set
       email = coalesce($2, email),
       phone = coalesce($3, phone),
       encrypted_password = coalesce(extensions.crypt($4, extensions.gen_salt('bf', 8)), $5, encrypted_password),
       email_confirmed_at = case when $6::boolean then coalesce(email_confirmed_at, now()) else email_confirmed_at end,
       phone_confirmed_at = case when $7::boolean then coalesce(phone_confirmed_at, now()) else phone_confirmed_at end,
       raw_user_meta_data = coalesce(raw_user_meta_data, '{}') || coalesce($8::jsonb, '{}'),
       raw_app_meta_data = coalesce(raw_app_meta_data, '{}') || coalesce($9::jsonb, '{}'),
       role = coalesce($10, role),
       banned_until = case when $11 = 'none' then null else coalesce(now() + $11::interval, banned_until) end,
       updated_at = now()
     where id = $1`,
    [
      ...[id, email, phone, attributes.password, attributes.password_hash],
      ...[attributes.email_confirm, attributes.phone_confirm],
      ...[attributes.user_metadata, attributes.app_metadata].map((data) => data && JSON.stringify(data)),
      ...[attributes.role, attributes.ban_duration],
    ],
  );
  return findUser(sql, id);
}

function normalized({ email, phone }: UserAttributes): { email?: string; phone?: string } {
  return { email: email?.trim().toLowerCase() || undefined, phone: phone?.replace(/^\+/, '') || undefined };
}

function checkPassword(password: string | undefined): void {
  if (password === undefined || password.length >= 6) return;
  throw new AuthError(422, 'weak_password', 'Password should be at least 6 characters.');
}

/** @throws {AuthError} when somebody has the address already */
export async function refuseTaken(sql: Sql, email: string | undefined): Promise<void> {
  const { rows } = await sql.query('select from auth.users where email = $1 and not is_sso_user', [email]);
  if (rows.length === 0) return;
  throw new AuthError(422, 'email_exists', 'A user with this email address has already been registered');
}
