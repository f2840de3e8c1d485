import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { access, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { resetDataDirectory } from '../../../src/local/database/data-directory.ts';
import { LIBRARY, startLibrary } from '../../support/backend-library.ts';
import { spawnBackend } from '../../support/backend-process.ts';
import type { BackendProcess } from '../../support/backend-process.ts';

let root: string;
let dataDir: string;
const running: BackendProcess[] = [];

before(async () => {
  root = await mkdtemp(join(tmpdir(), 'nality-cli-'));
});
after(() => rm(root, { recursive: true, force: true }));
beforeEach(() => {
  dataDir = join(root, crypto.randomUUID());
});
afterEach(() => Promise.all(running.splice(0).map((backend) => backend.end('SIGKILL'))));

function spawn(...args: string[]): BackendProcess {
  const backend = spawnBackend(args);
  running.push(backend);
  return backend;
}

/** Asserts that the command ends by itself, with that code and that text, and without a stack. */
async function fails(args: string[], code: number, text: RegExp): Promise<void> {
  const backend = spawn(...args);
  await assert.rejects(backend.ready);
  assert.match(backend.output(), text);
  assert.equal(backend.process.exitCode, code);
  assert.doesNotMatch(backend.output(), /^\s+at .*:\d+:\d+/m);
}

/** A project of its own, with these files below `supabase/`. */
async function createProject(files: Record<string, string>): Promise<string> {
  const folder = join(root, crypto.randomUUID());
  await mkdir(join(folder, 'supabase/migrations'), { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, 'supabase', name), text);
  return folder;
}

async function listen(respond: string): Promise<{ port: number; close(): void }> {
  const server = createServer((_, response) => response.end(respond));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

const FIRST = 'migrations/20260101000000_first.sql';
const SECOND = 'migrations/20260102000000_second.sql';

test('a command line that makes no sense ends with code 2 and one line', async () => {
  await fails(['--port', 'high'], 2, /^\n--port wants a number from 0 to 65535, not "high"\.\n\n$/);
});

test('a port in use is named', async () => {
  const { port, close } = await listen('a page');
  await fails(
    ['--memory', '--project', LIBRARY, '--port', String(port)],
    1,
    new RegExp(`Port ${port} is in use\\. Stop what listens there, or choose another port with --port`),
  );
  close();
});

test('a port that another local backend has leads to that backend', async () => {
  const library = await startLibrary();
  await fails(
    ['--memory', '--project', LIBRARY, '--port', String(library.backend.port)],
    1,
    new RegExp(`A local backend is running already, at ${library.url}: use that one or stop it, or`),
  );
  await library.close();
});

test('a broken migration is told with file, line, reason, statement and what to do', async () => {
  const project = await createProject({ [FIRST]: 'select 1;\n\ncreate tabel x (\n  id int\n);\n' });
  await fails(
    ['--project', project],
    1,
    new RegExp(
      `\nsupabase/${FIRST}:3: syntax error at or near "tabel" \\(SQLSTATE 42601\\)\n\n` +
        '    create tabel x \\(\n      id int\n    \\)\n\nCorrect the file and start again\\.',
    ),
  );
});

test('a broken seed is told in the same way', async () => {
  const project = await createProject({
    [FIRST]: 'create table public.a (id int primary key);',
    'seed.sql': '\ninsert into public.a values (1);\ninsert into public.a values (1);\n',
  });
  await fails(
    ['--memory', '--project', project],
    1,
    /\nsupabase\/seed\.sql:3: duplicate key value[^]*Key \(id\)/,
  );
});

test('a new migration that fails leaves the data as it was, and runs once it is mended', async () => {
  const project = await createProject({ [FIRST]: 'create table public.a (id int);' });
  const first = spawn('--project', project);
  await first.ready;
  assert.equal(await first.end('SIGTERM'), 0);

  const second = join(project, 'supabase', SECOND);
  await writeFile(second, 'insert into public.a values (1);\nselect 1 / 0;');
  await fails(['--project', project], 1, /_second\.sql:2: division by zero/);
  await rm(second);
  await (await startLibrary({ project, dataDir: join(project, '.nality/data') })).close();

  await writeFile(second, 'insert into public.a values (1);\ngrant select on public.a to anon;');
  const mended = await startLibrary({ project, dataDir: join(project, '.nality/data') });
  assert.deepEqual((await mended.anonymous().from('a').select()).data, [{ id: 1 }]);
  await mended.close();
});

test('a folder without a project is named and left as it was', async () => {
  await mkdir(dataDir);
  await fails(
    ['--project', dataDir],
    1,
    /There is no folder supabase\/ in .*Name the folder of a Supabase project/,
  );
  assert.deepEqual(await readdir(dataDir), []);
});

test('a data directory that is a file is named', async () => {
  await writeFile(dataDir, '');
  await fails(['--data', dataDir], 1, /The data directory .* is a file, not a folder\. Choose another/);
  await fails(
    ['--data', join(dataDir, 'below')],
    1,
    /leads through a file that is not a folder\. Choose another/,
  );
});

test('a folder with other things in it is neither used nor reset', async () => {
  const foreign = join(dataDir, 'database', 'notes.txt');
  await mkdir(join(dataDir, 'database'), { recursive: true });
  await writeFile(foreign, 'mine');
  for (const args of [
    ['--data', dataDir],
    ['--data', dataDir, '--reset'],
  ]) {
    await fails(args, 1, /holds something else than data of the local backend\. Choose another directory/);
    await access(foreign);
  }
});

test('--reset says what it deletes, and begins anew', async () => {
  const before = await startLibrary({ dataDir });
  await before.admin.from('genres').insert({ id: 99, label: 'to be deleted' });
  await before.close();
  const backend = spawn('--data', dataDir, '--project', LIBRARY, '--reset');
  await backend.ready;
  assert.ok(backend.output().includes(`Deleted the data in ${dataDir}`));
  assert.equal(await backend.end('SIGTERM'), 0);
  assert.equal(await resetDataDirectory(dataDir), true);
  assert.deepEqual(await readdir(dataDir), []);
  const after = await startLibrary({ dataDir });
  assert.deepEqual((await after.admin.from('genres').select().eq('id', 99)).data, []);
  await after.close();
});

test('a directory of another version is left alone, and reset when that is asked for', async () => {
  await mkdir(dataDir);
  await writeFile(join(dataDir, 'backend.json'), JSON.stringify({ platform: 'older' }));
  const args = ['--data', dataDir, '--project', LIBRARY];
  await fails(
    args,
    1,
    /was made by another version of the local backend.*--data, or delete the data with --reset/,
  );
  const backend = spawn(...args, '--reset');
  await backend.ready;
});

test('data that is damaged is named, with the way to begin anew', async () => {
  await (await startLibrary({ dataDir })).close();
  await rm(join(dataDir, 'database/global/pg_control'));
  await fails(
    ['--data', dataDir, '--project', LIBRARY],
    1,
    /The data in .* cannot be opened.*deleted by --reset/,
  );
});

test('a directory in use is refused with the process that uses it, and not reset', async () => {
  const library = await startLibrary({ dataDir });
  const inUse = new RegExp(`The data directory .* is in use by process ${process.pid}\\. Stop it, or choose`);
  await fails(['--data', dataDir, '--project', LIBRARY], 1, inUse);
  await fails(['--data', dataDir, '--project', LIBRARY, '--reset'], 1, inUse);
  assert.equal((await library.admin.from('genres').select()).error, null);
  await library.close();
});
