import { randomUUID } from 'node:crypto';
import type { RunRecord } from './record.ts';
import type { Pair, Stage } from './stage.ts';

/** Three rows that are there from the beginning; the first is the one that everybody aims at. */
export async function plant(stage: Stage, { owner }: Pair, record: RunRecord): Promise<string> {
  const rows = [0, 1, 2].map((number) => ({ id: randomUUID(), title: `seed ${number}` }));
  await stage.sql(
    `insert into life_events (id, user_id, created_by, title, start_date)
     select id, $1, $1, title, '1900-01-01' from unnest($2::uuid[], $3::text[]) rows (id, title)`,
    [owner, rows.map(({ id }) => id), rows.map(({ title }) => title)],
  );
  for (const { id, title } of rows) record.note(id, { title });
  return rows[0]!.id;
}
