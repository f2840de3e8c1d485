import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { openPglite } from '../../../src/local/database/pglite-database.ts';
import { platformSnapshot } from '../../../src/local/database/platform.ts';
import { cachedSnapshot } from '../../../src/local/database/snapshot-cache.ts';

const CONTENT = 'a snapshot that is longer than its digest, by far enough';

let folder: string;
let built: number;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nality-cache-'));
  built = 0;
});
afterEach(() => rm(folder, { recursive: true }));

async function snapshotOf(key: string): Promise<string> {
  const build = () => {
    built += 1;
    return Promise.resolve(new Blob([CONTENT]));
  };
  return (await cachedSnapshot(key, build, folder)).text();
}

test('a snapshot is made once', async () => {
  assert.deepEqual([await snapshotOf('a'), await snapshotOf('a')], [CONTENT, CONTENT]);
  assert.equal(built, 1);
});

test('a database opens from a snapshot that was kept', async () => {
  await cachedSnapshot('platform', platformSnapshot, folder);
  const kept = await cachedSnapshot('platform', () => Promise.reject(new Error('not kept')), folder);
  const database = await openPglite({ snapshot: kept });
  assert.deepEqual((await database.query('select count(*)::int as n from auth.users')).rows, [{ n: 0 }]);
  await database.close();
});

test('a damaged file is made anew, once', async () => {
  const file = join(folder, 'a.tar');
  const damages = [
    () => truncate(file, 50),
    () => truncate(file, 3),
    () => truncate(file, 0),
    async () => writeFile(file, (await readFile(file, 'latin1')).replace('longer', 'larger'), 'latin1'),
  ];
  await snapshotOf('a');
  for (const damage of damages) {
    await damage();
    built = 0;
    assert.deepEqual([await snapshotOf('a'), await snapshotOf('a')], [CONTENT, CONTENT]);
    assert.equal(built, 1);
  }
});

test('starts at the same time keep one whole file and leave no other', async () => {
  await Promise.all(Array.from({ length: 20 }, () => snapshotOf('a')));
  built = 0;
  assert.equal(await snapshotOf('a'), CONTENT);
  assert.equal(built, 0);
  assert.deepEqual(await readdir(folder), ['a.tar']);
});

test('what a killed process has begun to write is deleted after an hour', async () => {
  const ages = { 'a.tar.old': 3601, 'a.tar.new': 3000, 'foreign.old': 3601 };
  for (const [name, seconds] of Object.entries(ages)) {
    const at = Date.now() / 1000 - seconds;
    await writeFile(join(folder, name), 'half');
    await utimes(join(folder, name), at, at);
  }
  await snapshotOf('b');
  assert.deepEqual((await readdir(folder)).sort(), ['a.tar.new', 'b.tar', 'foreign.old']);
});

test('the snapshots used last are kept', async () => {
  for (let key = 1; key <= 9; key++) {
    await snapshotOf(String(key));
    await utimes(join(folder, `${key}.tar`), key, key);
  }
  assert.deepEqual(
    (await readdir(folder)).sort(),
    [2, 3, 4, 5, 6, 7, 8, 9].map((key) => `${key}.tar`),
  );
});
