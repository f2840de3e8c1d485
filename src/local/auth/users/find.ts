import type { Sql } from '../../database/database.ts';
import { databaseError, userNotFound } from '../errors.ts';
import type { User } from './user.ts';

/** Only rows of this instance are seen, as on the platform. */
const INSTANCE = `u.instance_id = '00000000-0000-0000-0000-000000000000'`;
const KNOWN = `${INSTANCE} and u.aud = 'authenticated'`;

const ROW = `to_jsonb(u) || jsonb_build_object('now', now(), 'identities', coalesce(
  (select jsonb_agg(to_jsonb(i) order by i.created_at, i.id) from auth.identities i where i.user_id = u.id), '[]'))`;

/** GoTrue cannot read a row in which one of these is null: whoever writes users by SQL has to fill them. */
const NEVER_NULL = ['confirmation_token', 'recovery_token', 'email_change_token_new', 'email_change'];

type Found = Promise<User | undefined>;

async function findOne(sql: Sql, condition: string, params: readonly unknown[]): Found {
  const { rows } = await sql.query<{ user: string }>(
    `select (${ROW})::text as user from auth.users u where ${condition} limit 1`,
    params,
  );
  return rows[0] && readRow(rows[0].user);
}

function readRow(text: string): User {
  const row = JSON.parse(text) as Record<string, unknown>;
  const unreadable = NEVER_NULL.find((column) => row[column] === null);
  if (unreadable) throw databaseError('Database error querying schema', new Error(`${unreadable} is null`));
  return row as unknown as User;
}

export function findUser(sql: Sql, id: string): Found {
  return findOne(sql, `${INSTANCE} and u.id = $1::uuid`, [id]);
}

/** @throws {AuthError} user_not_found */
export async function loadUser(sql: Sql, id: string): Promise<User> {
  const user = await findUser(sql, id);
  if (!user) throw userNotFound();
  return user;
}

export function findByEmail(sql: Sql, email: string): Found {
  return findOne(sql, `${KNOWN} and lower(u.email) = $1 and not u.is_sso_user`, [email.toLowerCase()]);
}

export function findByPhone(sql: Sql, phone: string): Found {
  return findOne(sql, `${KNOWN} and u.phone = $1 and not u.is_sso_user`, [phone]);
}

/** The user who has the address, be it by an identity alone; `except` is not asked. */
export function findTaken(sql: Sql, email: string, except?: string): Found {
  return findOne(
    sql,
    `${KNOWN} and u.id::text is distinct from $2 and (lower(u.email) = $1 and not u.is_sso_user
       or u.id in (select user_id from auth.identities where email = $1 and provider not like 'sso:%'))`,
    [email.toLowerCase(), except ?? null],
  );
}

/** The user to whom a token was sent whose hash is one of `hashes`, in one of the columns. */
export function findByToken(sql: Sql, columns: readonly string[], hashes: readonly string[]): Found {
  const places = columns.map((column) => `u.${column} in ($1, $2)`);
  return findOne(sql, `${KNOWN} and (${places.join(' or ')})`, [hashes[0], hashes[1] ?? hashes[0]]);
}

/** One page of users, the newest first, without their identities, and how many there are. */
export async function listUsers(
  sql: Sql,
  page: number,
  perPage: number,
  filter: string,
): Promise<{ users: User[]; total: number }> {
  const where = `${KNOWN} and ($1 = '' or u.email like '%' || $1 || '%'
    or u.raw_user_meta_data ->> 'full_name' ilike '%' || $1 || '%')`;
  const { rows } = await sql.query<{ user: string }>(
    `select (to_jsonb(u) || jsonb_build_object('now', now(), 'identities', null))::text as user from auth.users u
     where ${where} order by u.created_at desc, u.id limit $2::int offset $3::int`,
    [filter, perPage, (page - 1) * perPage],
  );
  const count = await sql.query<{ total: number }>(
    `select count(*)::int as total from auth.users u where ${where}`,
    [filter],
  );
  return { users: rows.map(({ user }) => readRow(user)), total: count.rows[0]?.total ?? 0 };
}
