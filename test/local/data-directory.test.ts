import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { startBackend } from '../../src/local/backend.ts';
import { createKeys } from '../../src/local/keys.ts';
import { LIBRARY, startLibrary } from '../support/backend-library.ts';
import { spawnBackend } from '../support/backend-process.ts';
import type { BackendProcess } from '../support/backend-process.ts';

let root: string;
let dataDir: string;
const running: BackendProcess[] = [];

before(async () => {
  root = await mkdtemp(join(tmpdir(), 'nality-data-'));
});
after(() => rm(root, { recursive: true, force: true }));
beforeEach(() => {
  dataDir = join(root, crypto.randomUUID());
});
afterEach(() => Promise.all(running.splice(0).map((backend) => backend.end('SIGKILL'))));

function spawnLibrary(): BackendProcess {
  const backend = spawnBackend(['--data', dataDir, '--project', LIBRARY]);
  running.push(backend);
  return backend;
}

async function insertGenre(url: string, id: number): Promise<number> {
  const keys = await createKeys();
  const response = await fetch(`${url}/rest/v1/genres`, {
    method: 'POST',
    headers: { apikey: keys.secret, 'content-type': 'application/json' },
    body: JSON.stringify({ id, label: `genre ${id}` }),
  });
  return response.status;
}

test('rows, people, sessions and files are there after a restart, under the same keys', async () => {
  const first = await startLibrary({ dataDir });
  const ada = await first.createPerson('Ada');
  await ada.client.from('notes').insert({ body: 'kept' });
  await ada.client.storage
    .from('shelf')
    .upload(`${ada.id}/kept.txt`, new Blob(['kept'], { type: 'text/plain' }));
  const { data: before } = await ada.client.auth.getSession();
  await first.close();

  const second = await startLibrary({ dataDir });
  try {
    assert.deepEqual(second.keys, first.keys);
    const again = await second.signIn(ada.email, ada.password);
    assert.equal(again.id, ada.id);
    assert.deepEqual((await again.client.from('notes').select('body')).data, [{ body: 'kept' }]);
    const file = await again.client.storage.from('shelf').download(`${ada.id}/kept.txt`);
    assert.equal(await file.data?.text(), 'kept');
    const refreshed = await second
      .anonymous()
      .auth.refreshSession({ refresh_token: before.session?.refresh_token ?? '' });
    assert.equal(refreshed.data.user?.id, ada.id);
    const { rows } = await second.backend.database.query('select count(*)::int as n from public.books');
    assert.deepEqual(rows, [{ n: 3 }]);
  } finally {
    await second.close();
  }
});

test('a backend that is killed again and again loses nothing that it answered', async () => {
  const answered: number[] = [];
  for (let kill = 1; kill <= 5; kill++) {
    const backend = spawnLibrary();
    const url = await backend.ready;
    let stopped = false;
    const write = async (id: number): Promise<void> => {
      if (stopped) return;
      if ((await insertGenre(url, id)) === 201) answered.push(id);
      return write(id + 1);
    };
    const writers = [1, 2, 3, 4].map((writer) =>
      write(kill * 100_000 + writer * 10_000).catch(() => undefined),
    );
    while (answered.length < kill * 40) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(await backend.end('SIGKILL'), null);
    stopped = true;
    await Promise.all(writers);
  }

  const next = await startLibrary({ dataDir });
  try {
    const { rows } = await next.backend.database.query<{ id: number }>('select id from public.genres');
    const kept = new Set(rows.map(({ id }) => id));
    assert.deepEqual(
      answered.filter((id) => !kept.has(id)),
      [],
    );
    assert.equal((await next.admin.from('genres').insert({ id: 300, label: 'after' })).status, 201);
  } finally {
    await next.close();
  }
});

test('two backends do not share a directory, by whatever path they come', async () => {
  const first = await startLibrary({ dataDir });
  const link = join(root, crypto.randomUUID());
  await symlink(dataDir, link, 'junction');
  for (const path of [dataDir, link]) {
    await assert.rejects(
      startBackend({ dataDir: path, project: LIBRARY }),
      /data directory .* is in use by process \d+/,
    );
  }
  await first.close();
  await (await startLibrary({ dataDir })).close();
});

test('a directory of another version is left alone, with a clear message', async () => {
  await (await startLibrary({ dataDir })).close();
  const mark = join(dataDir, 'backend.json');
  const original = await readFile(mark, 'utf8');
  await writeFile(mark, JSON.stringify({ platform: 'older' }));
  await assert.rejects(
    startBackend({ dataDir, project: LIBRARY }),
    /made by another version of the local backend/,
  );
  await writeFile(mark, original);
  await (await startLibrary({ dataDir })).close();
});
