import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type pg from 'pg';
import type { Database } from '../../src/local/database/database.ts';
import { openProjectAt } from '../../src/local/project/open-project.ts';
import { OUR_PROJECT } from '../../src/local/project/project.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { Writers, testServer } from './writers.ts';

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
});
after(() => close());

async function person(): Promise<string> {
  const id = randomUUID();
  await database.query('insert into auth.users (id, email) values ($1, $2)', [id, `${id}@people.test`]);
  return id;
}

const value = async (sql: string, params: unknown[]): Promise<unknown> =>
  Object.values(((await database.query(sql, params)).rows as object[])[0] ?? {})[0];

/** A connection on which somebody has begun a transaction. */
async function begin(who: string): Promise<pg.Client> {
  const client = await writers.connect();
  await client.query(`begin; set local role authenticated`);
  await client.query(`select set_config('request.jwt.claims', $1, true)`, [JSON.stringify({ sub: who })]);
  return client;
}

/** Waits until another connection waits for a lock. */
async function blocked(): Promise<void> {
  const sql = `select count(*)::int from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`;
  while ((await value(sql, [])) === 0) await new Promise((resolve) => setImmediate(resolve));
}

/** One does this, the other that before the first has committed; then both commit. Rejects as the second does. */
async function overlap(first: pg.Client, one: string, second: pg.Client, other: string): Promise<void> {
  await first.query(one);
  const waiting = second.query(other);
  await Promise.race([blocked(), waiting]);
  await first.query('commit');
  await waiting.finally(() => second.query('commit'));
}

test('a family is handed on when its two owners leave at the same time', async () => {
  const [one, two, child] = [await person(), await person(), await person()];
  const family = randomUUID();
  await database.query('insert into families (id, name, created_by) values ($1, $2, $3)', [family, 'x', one]);
  await database.query(
    `insert into family_members (family_id, user_id, role) values ($1, $2, 'owner'), ($1, $3, 'member')`,
    [family, two, child],
  );
  const leave = `select nality_leave('family:${family}')`;
  await overlap(await begin(one), leave, await begin(two), leave);
  const sql = `select user_id from family_members where family_id = $1 and role = 'owner'`;
  assert.equal(await value(sql, [family]), child);
});

/** A comment by one person whose notification another has deleted. */
async function scene(): Promise<{ author: string; reader: string; comment: string; notification: string }> {
  const [author, reader] = [await person(), await person()];
  const [event, comment] = [randomUUID(), randomUUID()];
  await database.query(
    `insert into timeline_shares (owner_id, grantee_kind, grantee_id, level, created_by) values ($1, 'user', $2, 'comment', $1)`,
    [reader, author],
  );
  await database.query(
    `insert into life_events (id, user_id, created_by, title, start_date) values ($1, $2, $2, 'x', '1900-01-01')`,
    [event, reader],
  );
  await database.query(
    `insert into event_comments (id, event_id, user_id, content) values ($1, $2, $3, 'Secret')`,
    [comment, event, author],
  );
  const found = 'select id from user_notifications where subject_id = $1 and user_id = $2';
  const notification = (await value(found, [comment, reader])) as string;
  const client = await begin(reader);
  await client.query('delete from user_notifications where id = $1', [notification]);
  await client.query('commit');
  return { author, reader, comment, notification };
}

test('a notification is not restored with what is taken back at the same time, whoever comes first', async () => {
  for (const restoresFirst of [true, false]) {
    const { author, reader, comment, notification } = await scene();
    const takeBack = [await begin(author), `delete from event_comments where id = '${comment}'`] as const;
    const restore = [
      await begin(reader),
      `update user_notifications set deleted_at = null where id = '${notification}'`,
    ] as const;
    if (restoresFirst) await overlap(...restore, ...takeBack);
    else await assert.rejects(overlap(...takeBack, ...restore), { code: '42501' });
    assert.equal(await value('select message from user_notifications where id = $1', [notification]), '');
  }
});
