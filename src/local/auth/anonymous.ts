import type { Sql } from '../database/database.ts';
import { addIdentity, refuseTaken } from './users.ts';

/** Makes a person without a name and opens a session; answers the token with which it is first refreshed. */
export async function createAnonymousUser(sql: Sql, metadata: Record<string, unknown>): Promise<string> {
  const [user, session, token] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
  await sql.query(
    `insert into auth.users (id, instance_id, aud, role, is_anonymous, raw_app_meta_data, raw_user_meta_data)
     values ($1, '00000000-0000-0000-0000-000000000000', 'authenticated', 'authenticated', true, '{}', $2)`,
    [user, JSON.stringify(metadata)],
  );
  await sql.query(`insert into auth.sessions (id, user_id, aal) values ($1, $2, 'aal1')`, [session, user]);
  await sql.query(
    'insert into auth.refresh_tokens (id, token, user_id, session_id) values ($1, $2, $3, $4)',
    [...[crypto.randomUUID(), token, user, session]],
  );
  return token;
}

/** Gives somebody without a name an address; the same person from then on signs in by it. */
export async function giveEmail(sql: Sql, userId: string, email: string): Promise<void> {
  const address = email.trim().toLowerCase();
  await refuseTaken(sql, address);
  await sql.query(
    `update auth.users set email = $2, email_confirmed_at = now(), is_anonymous = false, updated_at = now(),
       raw_app_meta_data = raw_app_meta_data || '{"provider": "email", "providers": ["email"]}'
     where id = $1`,
    [userId, address],
  );
  await addIdentity(sql, userId, 'email');
}
