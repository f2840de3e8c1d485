import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
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

test('a backend that was killed leaves a directory that opens again with everything that was answered', async () => {
  const killed = spawnLibrary();
  const url = await killed.ready;
  for (let id = 100; id < 130; id++) assert.equal(await insertGenre(url, id), 201);
  const unanswered = Array.from({ length: 20 }, (_, index) => insertGenre(url, 200 + index).catch(() => 0));
  assert.equal(await killed.end('SIGKILL'), null);
  await Promise.all(unanswered);

  const next = await startLibrary({ dataDir });
  try {
    const { data } = await next.admin.from('genres').select('id').gte('id', 100).lt('id', 200);
    assert.equal(data?.length, 30);
    assert.equal((await next.admin.from('genres').insert({ id: 300, label: 'after' })).status, 201);
  } finally {
    await next.close();
  }
});

test('an interrupt ends it in order, without a lock or a process left', async () => {
  const backend = spawnLibrary();
  await backend.ready;
  assert.equal(await backend.end('SIGINT'), 0);
  assert.deepEqual((await readdir(dataDir)).includes('lock'), false);
});

test('two backends do not share a directory', async () => {
  const first = await startLibrary({ dataDir });
  await assert.rejects(
    startBackend({ dataDir, project: LIBRARY }),
    /data directory .* is in use by process \d+/,
  );
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

test('a port in use is named', async () => {
  const first = await startLibrary();
  await assert.rejects(
    startBackend({ port: first.backend.port, project: LIBRARY }),
    new RegExp(`Port ${first.backend.port} is in use`),
  );
  await first.close();
});

test('a broken migration ends the command with file and line', async () => {
  const project = join(root, 'broken');
  await mkdir(join(project, 'supabase/migrations'), { recursive: true });
  await writeFile(
    join(project, 'supabase/migrations/20260101000000_bad.sql'),
    'select 1;\n\ncreate tabel x ();\n',
  );
  const backend = spawnBackend(['--memory', '--project', project]);
  running.push(backend);
  await assert.rejects(
    backend.ready,
    /supabase\/migrations\/20260101000000_bad\.sql:3: syntax error at or near "tabel"/,
  );
  assert.equal(await backend.end('SIGTERM'), 1);
});
