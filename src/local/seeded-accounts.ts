import type { Database } from './database/database.ts';

/** The password of everyone in this package's own seed. */
export const SEED_PASSWORD = 'radium-1898';

/** Its digest, as the seed has it: who has changed the password since is no longer known by it. */
const DIGEST = '$2a$10$XKCxL2KZZA958SYdQ7fNkusAEo9DEevVR029WofeRUxqZCcbCS2YC';

/** The people of this package's own seed who can still sign in with its password. */
export async function seededAccounts(database: Database): Promise<{ name: string; email: string }[]> {
  const { rows } = await database.query<{ name: string; email: string }>(
    `select coalesce(raw_user_meta_data ->> 'display_name', '') as name, email
     from auth.users where encrypted_password = $1 order by id`,
    [DIGEST],
  );
  return rows;
}
