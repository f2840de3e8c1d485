import type { Database } from '../database/database.ts';

/**
 * A database that begins with a snapshot is a backup restored: where the sync kit is in it, clients that knew
 * another database of this project have to load everything again.
 */
export async function beginEpoch(database: Database): Promise<void> {
  await database.exec(`
    do $$ begin
      if to_regprocedure('public.nality_new_epoch()') is not null then
        perform public.nality_new_epoch();
      end if;
    end $$;
  `);
}
