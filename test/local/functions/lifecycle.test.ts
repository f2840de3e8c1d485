import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { FunctionsHttpError, FunctionsRelayError } from '@supabase/supabase-js';
import { startTestBackend } from '../../support/backend.ts';
import type { TestBackend } from '../../support/backend.ts';
import { createProject } from './functions-project.ts';
import type { FunctionsProject } from './functions-project.ts';

const serving = (text: string) => `Deno.serve(() => new Response(${JSON.stringify(text)}));`;

const FILES = {
  'broken/index.ts': `import { nothing } from './nowhere.ts';\nnothing();`,
  'unfinished/index.ts': 'export const x = 1;\nexport const y = ;\n',
  'fetching/index.ts': `import 'npm:absent@1';`,
  'idle/index.ts': 'export const x = 1;',
  'failing/index.ts': `
    Deno.serve((request) => {
      if (request.url.endsWith('/later')) setTimeout(() => { throw new Error('from the background'); });
      if (request.url.endsWith('/ok')) return new Response('fine');
      if (request.url.endsWith('/later')) return new Promise(() => {});
      throw new Error('from the handler');
    });`,
  'slow/index.ts': `
    Deno.serve((request) => {
      if (request.url.endsWith('/loop')) for (;;);
      return request.url.endsWith('/wait') ? new Promise(() => {}) : new Response(String(Deno.pid));
    });`,
  'marking/index.ts': `
    console.log('\\u001ebefore');
    console.log('\\u001enull');
    Deno.serve(() => {
      console.log('\\u001eafter');
      console.log('\\u001e{"port":1}');
      return new Response('served');
    });`,
  'changing/index.ts': `
    import { word } from '../_shared/word.ts';
    Deno.serve(async (request) => {
      if (request.url.endsWith('/held')) {
        console.log('held');
        return new Response(await request.text() + word);
      }
      if (request.url.endsWith('/background')) {
        EdgeRuntime.waitUntil(new Promise((resolve) => setTimeout(resolve, 50)).then(() => console.log('background done')));
      }
      return new Response(word + ' ' + Deno.env.get('WORD'));
    });`,
  '_shared/word.ts': `export const word = 'one';`,
  '.env': 'WORD=first',
};

let project: FunctionsProject;
let backend: TestBackend;
let log: string[] = [];

before(async () => {
  project = await createProject(FILES);
  backend = await startTestBackend({
    project: project.folder,
    log: (line) => log.push(line),
  });
});
after(async () => {
  await backend.close();
  await project.remove();
});

const call = (path: string) =>
  fetch(`${backend.url}/functions/v1/${path}`, { headers: { apikey: backend.keys.publishable } });
const textOf = async (path: string) => (await call(path)).text();

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** What a process prints and what it answers come by two ways. */
const logs = (pattern: RegExp): Promise<void> => until(() => pattern.test(log.join('\n')));

test('a function that does not come up is told about with file and line, to the caller and in the log', async () => {
  const expected = {
    broken: /Module not found "supabase\/functions\/broken\/nowhere\.ts"[^]*broken\/index\.ts:1:25/,
    unfinished: /Expression expected[^]*unfinished\/index\.ts:2:18/,
    idle: /Neither Deno\.serve\(\) was called nor/,
  };
  for (const [name, reason] of Object.entries(expected)) {
    log = [];
    const { error } = await backend.anonymous().functions.invoke(name);
    assert.ok(error instanceof FunctionsHttpError);
    const response = error.context as Response;
    const { trace, ...body } = (await response.json()) as Record<string, string>;
    assert.equal(response.status, 503);
    assert.deepEqual(body, {
      code: 'BOOT_ERROR',
      message: 'Function failed to start (please check logs)',
    });
    assert.match(trace ?? '', reason);
    assert.match(log.join('\n'), reason);
  }
});

test('a package that is not in node_modules is fetched', async () => {
  const registry = process.env['NPM_CONFIG_REGISTRY'];
  process.env['NPM_CONFIG_REGISTRY'] = 'http://127.0.0.1:9/';
  const { trace } = (await (await call('fetching')).json()) as { trace: string };
  assert.match(trace, /127\.0\.0\.1:9\/absent/);
  if (registry === undefined) delete process.env['NPM_CONFIG_REGISTRY'];
  else process.env['NPM_CONFIG_REGISTRY'] = registry;
});

test('it is tried again when it has been mended', async () => {
  await project.write('broken/index.ts', serving('mended'));
  assert.equal(await textOf('broken'), 'mended');
});

test('a line that begins as the reports of the runtime do is printed like any other', async () => {
  log = [];
  assert.equal(await textOf('marking'), 'served');
  await until(() => log.length >= 4);
  const lines = ['before', 'null', 'after', '{"port":1}'];
  assert.deepEqual(
    log,
    lines.map((line) => `[marking] \u001e${line}`),
  );
});

test('an error of the handler is a 500, with its stack in the log, and the function lives on', async () => {
  log = [];
  const response = await call('failing');
  assert.deepEqual([response.status, await response.text()], [500, 'Internal Server Error']);
  assert.equal(response.headers.get('sb-error-code'), 'EDGE_FUNCTION_ERROR');
  await logs(/\[failing\].*from the handler\n\[failing\].*failing\/index\.ts:6:13/);
  assert.equal(await textOf('failing/ok'), 'fine');
});

test('an error outside of a handler ends the function, and the next call starts it anew', async () => {
  log = [];
  const response = await call('failing/later');
  assert.deepEqual(
    [response.status, await response.json()],
    [500, { code: 'WORKER_ERROR', message: 'Function exited due to an error (please check logs)' }],
  );
  await logs(/from the background[^]*failing\/index\.ts:3/);
  assert.equal(await textOf('failing/ok'), 'fine');
});

test('a function that is silent for too long is given up and ended, even in an endless loop', async () => {
  const impatient = await startTestBackend({ project: project.folder, functions: { timeout: 5 } });
  const ask = (path: string) =>
    fetch(`${impatient.url}/functions/v1/${path}`, { headers: { apikey: impatient.keys.publishable } });
  const pid = async () => Number(await (await ask('slow')).text());
  try {
    for (const path of ['slow/wait', 'slow/loop']) {
      const before = await pid();
      const response = await ask(path);
      assert.deepEqual(
        [response.status, await response.json()],
        [504, { code: 'IDLE_TIMEOUT', message: 'Request idle timeout limit (5s) reached' }],
      );
      assert.notEqual(await pid(), before);
      await until(() => !isRunning(before));
    }
  } finally {
    await impatient.close();
  }
});

test('a change takes effect at the next call, and calls that run end with what they began with', async () => {
  log = [];
  const body = new TransformStream<Uint8Array, Uint8Array>();
  const held = fetch(`${backend.url}/functions/v1/changing/held`, {
    method: 'POST',
    headers: { apikey: backend.keys.publishable },
    body: body.readable,
    duplex: 'half',
  } as RequestInit);
  const writer = body.writable.getWriter();
  await writer.write(new TextEncoder().encode('began with '));
  await until(() => log.includes('[changing] held'));
  await project.write('_shared/word.ts', `export const word = 'two, in another file';`);
  assert.equal(await textOf('changing'), 'two, in another file first');
  await project.write('.env', 'WORD=second');
  assert.equal(await textOf('changing/background'), 'two, in another file second');
  await project.write('changing/index.ts', serving('three'));
  assert.equal(await textOf('changing'), 'three');
  await until(() => log.includes('[changing] background done'));
  await writer.close();
  assert.equal(await (await held).text(), 'began with one');
});

test('without Deno the caller is told how to get it', async () => {
  const lacking = await startTestBackend({
    project: project.folder,
    functions: { deno: async () => undefined },
  });
  try {
    const { error } = await lacking.anonymous().functions.invoke('slow');
    assert.ok(error instanceof FunctionsRelayError);
    const response = error.context as Response;
    assert.equal(response.status, 503);
    assert.match(((await response.json()) as { message: string }).message, /npm install --save-dev deno/);
  } finally {
    await lacking.close();
  }
});

test('closing ends the processes', async () => {
  const other = await startTestBackend({ project: project.folder });
  const response = await fetch(`${other.url}/functions/v1/slow`, {
    headers: { apikey: other.keys.publishable },
  });
  const pid = Number(await response.text());
  assert.equal(isRunning(pid), true);
  await other.close();
  assert.equal(isRunning(pid), false);
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
