import type { Sql } from '../../database/database.ts';

/** SQL for the digest of a password given as the parameter; null for null. */
export function bcrypt(parameter: string): string {
  return `extensions.crypt(${parameter}::text, extensions.gen_salt('bf', 10))`;
}

/** pgcrypto knows bcrypt by its oldest name; the digests are the same. */
const DIGEST = `regexp_replace(encrypted_password, '^\\$2[aby]\\$', '$2a$')`;

/** Whether it is the user's password; nothing is while they have none. */
export async function isPassword(sql: Sql, userId: string, password: string): Promise<boolean> {
  const { rows } = await sql.query<{ same: boolean }>(
    `select case when encrypted_password ~ '^\\$2[aby]\\$\\d\\d\\$.{53}$'
       then ${DIGEST} = extensions.crypt($2::text, ${DIGEST}) else false end as same
     from auth.users where id = $1::uuid`,
    [userId, password],
  );
  return rows[0]?.same === true;
}

/** Gives the user a password. What was sent to them before is void, and other sessions than `keep` end. */
export async function setPassword(sql: Sql, userId: string, password: string, keep?: string): Promise<void> {
  await sql.query(
    `update auth.users set encrypted_password = ${bcrypt('$2')}, updated_at = now(),
       confirmation_token = '', confirmation_sent_at = null, recovery_token = '', recovery_sent_at = null,
       email_change_token_current = '', email_change_token_new = '', email_change_sent_at = null,
       phone_change_token = '', phone_change_sent_at = null,
       reauthentication_token = '', reauthentication_sent_at = null
     where id = $1::uuid`,
    [userId, password],
  );
  await sql.query(`delete from auth.sessions where user_id = $1::uuid and id::text is distinct from $2`, [
    userId,
    keep ?? null,
  ]);
}
