import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../src/local/database/database.ts';
import {
  findObject,
  insertObject,
  lockObject,
  moveObject,
  upsertObject,
} from '../../src/local/storage/objects.ts';
import { PLATFORM_ONLY, openTestDatabase } from '../support/test-database.ts';

// What only several writers at once can show of files.

let database: Database;
let close: () => Promise<void>;
before(async () => {
  ({ database, close } = await openTestDatabase(PLATFORM_ONLY));
  await database.exec(`insert into storage.buckets (id, name) values ('box', 'box')`);
});
after(() => close());

const at = (name: string) => ({ bucket: 'box', name });
const newObject = (name: string) => ({
  ...at(name),
  version: crypto.randomUUID(),
  owner: null,
  metadata: {},
  userMetadata: null,
});

/** Resolves when the work waits for the lock of another session, or is done. */
async function waitsOrEnds(work: Promise<unknown>): Promise<void> {
  const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  let ended = false;
  work.then(
    () => (ended = true),
    () => (ended = true),
  );
  while (!ended && (await database.query(waiting)).rows.length === 0) await sleep(5);
}

test('whoever replaces a file that is being moved away does not take its bytes for those replaced', async () => {
  await insertObject(database, newObject('a'));
  const { replacing } = await database.transaction(async (sql) => {
    await moveObject(sql, at('a'), at('b'), null);
    const replacing = database.transaction((other) => lockObject(other, at('a')));
    await waitsOrEnds(replacing);
    return { replacing };
  });
  assert.equal(await replacing, undefined);
});

test('a move waits for whoever fills its destination, and then finds it taken', async () => {
  const [from, to] = [newObject('from'), newObject('to')];
  await insertObject(database, from);
  const { moving } = await database.transaction(async (sql) => {
    assert.equal(await lockObject(sql, to), undefined);
    const moving = database.transaction((other) => moveObject(other, from, to, null));
    await waitsOrEnds(moving);
    await upsertObject(sql, to);
    return { moving };
  });
  await assert.rejects(moving, { code: '23505' });
  assert.equal((await findObject(database, from)).version, from.version);
});
