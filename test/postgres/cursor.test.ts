import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type pg from 'pg';
import { openProjectAt } from '../../src/local/project/open-project.ts';
import { OUR_PROJECT } from '../../src/local/project/project.ts';
import type { Database } from '../../src/local/database/database.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { Writers, testServer } from './writers.ts';

const WRITERS = 8;
const TRANSACTIONS = 125;
const ROWS_EACH = 100;
const ROWS = WRITERS * TRANSACTIONS * ROWS_EACH;
/** Every so many transactions one stays open for a while, and one changes what is there already. */
const HELD_EVERY = 25;
const CHANGING_EVERY = 5;

const OWNER = '00000000-0000-4000-9000-000000000001';

let database: Database;
let writers: Writers;
let close: () => Promise<void>;
before(async () => {
  testServer();
  const content = { folder: OUR_PROJECT, schema: true, seed: false };
  const place = await createTestDatabase(content);
  database = await openProjectAt(place?.url ?? '', content);
  writers = await Writers.at(database);
  close = async () => {
    await writers.close();
    await database.close();
    await place?.drop();
  };
  await database.query(`insert into auth.users (id, email) values ($1, 'owner@people.test')`, [OWNER]);
});
after(() => close());

/** What somebody knows of the rows: the newest version of each that was read. */
class Known {
  readonly versions = new Map<string, number>();

  take(rows: readonly { id: string; rev: number | string }[]): void {
    for (const { id, rev } of rows) this.versions.set(id, Math.max(this.versions.get(id) ?? 0, Number(rev)));
  }

  /** How many rows are missing or known in an old version only. */
  lost(truth: readonly { id: string; rev: string }[]): number {
    return truth.filter(({ id, rev }) => this.versions.get(id) !== Number(rev)).length;
  }
}

async function write(client: pg.Client): Promise<void> {
  for (let transaction = 0; transaction < TRANSACTIONS; transaction++) {
    await client.query('begin');
    await client.query(
      `insert into life_events (user_id, created_by, title, start_date)
       select $1, $1, 'event', '1900-01-01' from generate_series(1, $2)`,
      [OWNER, ROWS_EACH],
    );
    if (transaction % CHANGING_EVERY === 0)
      await client.query(
        `update life_events set title = 'changed' where id in (select id from life_events order by id limit 5 for update skip locked)`,
      );
    const hold = transaction % HELD_EVERY === 0 ? 0.25 : 0.01;
    await client.query('select pg_sleep(random() * $1)', [hold]);
    await client.query('commit');
  }
}

/** Reads what is newer than the newest it knows, as many sync clients do. */
async function readByTime(client: pg.Client, known: Known, cursor: string): Promise<string> {
  const { rows } = await client.query<{ id: string; rev: string; at: string }>(
    `select id, rev, updated_at::text as at from life_events where user_id = $1 and updated_at > $2 order by updated_at`,
    [OWNER, cursor],
  );
  known.take(rows);
  return rows.at(-1)?.at ?? cursor;
}

interface Page {
  rows: { id: string; rev: number }[];
  next: object | null;
  cursor: string;
}

/** Reads all pages of what has changed; the cursor of the first is where the next reading begins. */
async function readChanges(client: pg.Client, known: Known, since: string | null): Promise<string> {
  let first: string | undefined;
  let next: object | null = null;
  do {
    const page: Page = await readPage(client, since, next);
    first ??= page.cursor;
    known.take(page.rows);
    next = page.next;
  } while (next);
  return first;
}

async function readPage(client: pg.Client, since: string | null, next: object | null): Promise<Page> {
  await client.query('begin; set local role authenticated');
  await client.query(`select set_config('request.jwt.claims', $1, true)`, [
    JSON.stringify({ sub: OWNER, role: 'authenticated' }),
  ]);
  const { rows } = await client.query<{ page: Page }>(
    `select nality_changes('life_events', $1, $2, $3::jsonb) as page`,
    [OWNER, since, next && JSON.stringify(next)],
  );
  await client.query('commit');
  return rows[0]!.page;
}

test('of 100,000 rows by eight writers a cursor on updated_at loses some, that of nality_changes none', async () => {
  const [byTime, byChanges] = [new Known(), new Known()];
  let writing = true;
  const poll = async <C>(begin: C, read: (client: pg.Client, cursor: C) => Promise<C>): Promise<void> => {
    const client = await writers.connect();
    let cursor = begin;
    while (writing) cursor = await read(client, cursor);
    await read(client, cursor);
  };
  const readers = [
    poll('-infinity', (client, cursor) => readByTime(client, byTime, cursor)),
    poll<string | null>(null, (client, cursor) => readChanges(client, byChanges, cursor)),
  ];
  await Promise.all(Array.from({ length: WRITERS }, async () => write(await writers.connect()))).finally(
    () => (writing = false),
  );
  await Promise.all(readers);

  const { rows: truth } = await (
    await writers.connect()
  ).query<{ id: string; rev: string }>('select id, rev from life_events where user_id = $1', [OWNER]);
  assert.equal(truth.length, ROWS);
  const [naive, ours] = [byTime.lost(truth), byChanges.lost(truth)];
  console.log(`of ${ROWS} rows a cursor on updated_at lost ${naive}, that of nality_changes ${ours}`);
  assert.ok(naive > 0, `lost by updated_at: ${naive}`);
  assert.equal(ours, 0);
});
