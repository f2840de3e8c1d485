import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { createKeys } from '../../../src/local/keys.ts';
import { LIBRARY, startLibrary } from '../../support/backend-library.ts';
import { spawnBackend } from '../../support/backend-process.ts';
import type { BackendProcess } from '../../support/backend-process.ts';

/** What a data directory consists of. */
const DATA = ['.gitignore', 'backend.json', 'database', 'objects'];

let root: string;
let busy: string;
let dataDir: string;
let running: BackendProcess;

before(async () => {
  root = await mkdtemp(join(tmpdir(), 'nality-ending-'));
  busy = join(root, 'busy');
  await mkdir(join(busy, 'supabase/migrations'), { recursive: true });
  await writeFile(
    join(busy, 'supabase/migrations/20260101000000_busy.sql'),
    `create function public.endless() returns void language plpgsql as $$ begin loop end loop; end $$;
     create table public.kept (id int primary key);
     grant insert, select on public.kept to anon;`,
  );
});
after(() => rm(root, { recursive: true, force: true }));
beforeEach(() => {
  dataDir = join(root, crypto.randomUUID());
});
afterEach(() => running.end('SIGKILL'));

function spawn(project = LIBRARY): BackendProcess {
  running = spawnBackend(['--data', dataDir, '--project', project]);
  return running;
}

test('an interrupt ends it in order, and leaves nothing but the data', async () => {
  const backend = spawn();
  await backend.ready;
  assert.equal(await backend.end('SIGINT'), 0);
  const left = (await readdir(dataDir)).filter((name) => !DATA.includes(name));
  assert.deepEqual(left, []);
  await (await startLibrary({ dataDir })).close();
});

for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
  test(`${signal} ends it as an interrupt does`, async () => {
    const backend = spawn();
    await backend.ready;
    assert.equal(await backend.end(signal), 0);
  });
}

test('an interrupt during the start ends it, and the next start begins where it can', async () => {
  const backend = spawn();
  while (!(await readdir(dataDir).catch((): string[] => [])).includes('backend.json')) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.equal(await backend.end('SIGINT'), 0);
  await (await startLibrary({ dataDir })).close();
});

function answers(url: string): Promise<boolean> {
  return fetch(`${url}/healthz`, { signal: AbortSignal.timeout(500) }).then(
    () => true,
    () => false,
  );
}

/** A backend whose database computes without an end, and holds a row that was answered before. */
async function spawnBusy(): Promise<BackendProcess> {
  const backend = spawn(busy);
  const url = await backend.ready;
  const headers = { apikey: (await createKeys()).publishable, 'content-type': 'application/json' };
  const post = (path: string, body: unknown) =>
    fetch(`${url}/rest/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  assert.equal((await post('kept', { id: 1 })).status, 201);
  post('rpc/endless', {}).catch(() => undefined); // nobody answers
  while (await answers(url));
  return backend;
}

test('an interrupt is heard while a statement runs that never ends', async () => {
  const backend = await spawnBusy();
  assert.equal(await backend.end('SIGINT'), 0);
  const next = await startLibrary({ project: busy, dataDir });
  assert.deepEqual((await next.anonymous().from('kept').select()).data, [{ id: 1 }]);
  await next.close();
});

test('a second interrupt ends it at once, with the code of an interrupt', async () => {
  const backend = await spawnBusy();
  const impatient = setInterval(() => backend.process.kill('SIGINT'), 400);
  assert.equal(await backend.end('SIGINT'), 130);
  clearInterval(impatient);
});

test('nobody listening to what it says does not end it', async () => {
  const backend = spawn();
  const url = await backend.ready;
  backend.process.stdout?.destroy();
  backend.process.stderr?.destroy();
  assert.equal((await fetch(`${url}/healthz`)).status, 200);
  assert.equal(await backend.end('SIGINT'), 0);
});
