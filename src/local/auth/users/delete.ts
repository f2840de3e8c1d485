import type { Sql } from '../../database/database.ts';

/** Removes the user with all that hangs on it. */
export async function deleteUser(sql: Sql, userId: string): Promise<void> {
  await sql.query('delete from auth.users where id = $1::uuid', [userId]);
}

/** A digest in place of what tells who it was; the same for the same value of the same user. */
const veiled = (value: string) =>
  `translate(encode(extensions.digest(${value}, 'sha256'), 'base64'), E'+/=\\n', '-_')`;

/** Keeps the row without what tells who it was, and ends all sessions. */
export async function softDeleteUser(sql: Sql, userId: string): Promise<void> {
  await sql.query(
    `update auth.users set deleted_at = now(), updated_at = now(), email = ${veiled('id::text || email')},
       phone = left(${veiled('id::text || phone')}, 15), encrypted_password = '',
       confirmation_token = '', recovery_token = '', reauthentication_token = '',
       email_change = '', email_change_token_current = '', email_change_token_new = '',
       phone_change = '', phone_change_token = '', raw_user_meta_data = '{}', raw_app_meta_data = '{}'
     where id = $1::uuid and deleted_at is null`,
    [userId],
  );
  await sql.query(
    `update auth.identities set updated_at = now(), identity_data = '{}',
       provider_id = ${veiled('user_id::text || provider_id')}
     where user_id = $1::uuid`,
    [userId],
  );
  await sql.query('delete from auth.sessions where user_id = $1::uuid', [userId]);
}
