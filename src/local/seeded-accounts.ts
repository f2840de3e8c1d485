import type { Database } from './database/database.ts';

/** The people of this package's own seed who are in the database, for those who want to sign in as one of them. */
export async function seededAccounts(database: Database): Promise<{ name: string; email: string }[]> {
  const { rows } = await database.query<{ name: string; email: string }>(
    `select coalesce(raw_user_meta_data ->> 'display_name', '') as name, email
     from auth.users where id::text like '00000000-0000-4000-8000-%' order by id`,
  );
  return rows;
}
