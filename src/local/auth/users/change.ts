import type { Sql } from '../../database/database.ts';
import { setIdentity } from './identities.ts';
import type { User } from './user.ts';

/** Sets columns of the user; the columns' names are the service's own, never a request's. */
export async function setColumns(sql: Sql, userId: string, columns: Record<string, unknown>): Promise<void> {
  const assignments = Object.keys(columns).map((column, index) => `${column} = $${index + 2}`);
  await sql.query(
    `update auth.users set ${[...assignments, 'updated_at = now()'].join(', ')} where id = $1::uuid`,
    [userId, ...Object.values(columns)],
  );
}

type Metadata = 'raw_user_meta_data' | 'raw_app_meta_data';

/** Merges the changes into the metadata; null removes a key. */
export async function mergeMetadata(
  sql: Sql,
  userId: string,
  column: Metadata,
  changes: Record<string, unknown>,
): Promise<void> {
  await sql.query(
    `update auth.users set updated_at = now(), ${column} = (
       select coalesce(jsonb_object_agg(key, value), '{}')
       from jsonb_each(coalesce(${column}, '{}') || $2::jsonb)
       where value <> 'null' or not $2::jsonb ? key)
     where id = $1::uuid`,
    [userId, JSON.stringify(changes)],
  );
}

/** The address is the user's: they may sign in by it. */
export async function confirmEmail(sql: Sql, userId: string): Promise<void> {
  await sql.query(
    `update auth.users set confirmation_token = '', email_confirmed_at = now(), updated_at = now() where id = $1::uuid`,
    [userId],
  );
  await mergeMetadata(sql, userId, 'raw_user_meta_data', { email_verified: true });
}

export async function confirmPhone(sql: Sql, userId: string): Promise<void> {
  await sql.query(
    `update auth.users set confirmation_token = '', phone_confirmed_at = now(), updated_at = now() where id = $1::uuid`,
    [userId],
  );
}

/** Takes the new address for the user's; somebody who had none is anonymous no longer. */
export async function adoptEmail(sql: Sql, user: User, email: string): Promise<void> {
  await setIdentity(sql, user.id, 'email', { email, email_verified: true });
  await setColumns(sql, user.id, {
    email,
    email_change: '',
    email_change_token_current: '',
    email_change_token_new: '',
    email_change_confirm_status: 0,
    is_anonymous: false,
  });
  if (user.email_confirmed_at === null) await confirmEmail(sql, user.id);
}

/** Bars the user for so many seconds; 0 ends a bar. */
export async function ban(sql: Sql, userId: string, seconds: number): Promise<void> {
  await sql.query(
    `update auth.users set updated_at = now(),
       banned_until = case when $2::float8 = 0 then null else now() + make_interval(secs => $2::float8) end
     where id = $1::uuid`,
    [userId, seconds],
  );
}
