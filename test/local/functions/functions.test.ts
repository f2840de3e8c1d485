import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { FunctionsHttpError } from '@supabase/supabase-js';
import { SignJWT } from 'jose';
import { startTestBackend } from '../../support/backend.ts';
import type { Person, TestBackend } from '../../support/backend.ts';
import { createProject } from './functions-project.ts';
import type { FunctionsProject } from './functions-project.ts';

const FILES = {
  '_shared/greeting.ts': `export const greeting = 'Hello';`,
  'echo/index.ts': `
    import { greeting } from '../_shared/greeting.ts';
    Deno.serve(async (request: Request) => {
      const { pathname, search } = new URL(request.url);
      if (request.method === 'OPTIONS') return new Response('ok', { headers: { 'access-control-allow-headers': 'x-mine' } });
      const type = request.headers.get('content-type') ?? '';
      if (type.includes('multipart')) {
        const form = await request.formData();
        const file = form.get('file') as File;
        return Response.json({ name: form.get('name'), file: [file.name, await file.text()] });
      }
      if (type.includes('octet-stream')) return new Response(await request.arrayBuffer(), { headers: { 'content-type': 'application/octet-stream' } });
      if (type.includes('text/plain')) return new Response(greeting + ' ' + await request.text());
      const body = request.method === 'POST' ? await request.json() : null;
      return Response.json({ method: request.method, path: pathname + search, body, mine: request.headers.get('x-mine') });
    });`,
  'stream/index.ts': `
    let aborted = 0;
    let release = () => {};
    export default { fetch(request: Request) {
      const { pathname } = new URL(request.url);
      if (pathname.endsWith('/aborted')) return Response.json(aborted);
      if (pathname.endsWith('/release')) { release(); return new Response(); }
      if (pathname.endsWith('/never')) {
        request.signal.addEventListener('abort', () => aborted++);
        return new Promise(() => {});
      }
      const text = new TextEncoder();
      const body = new ReadableStream({
        start(controller) {
          controller.enqueue(text.encode('data: one\\n\\n'));
          release = () => { controller.enqueue(text.encode('data: two\\n\\n')); controller.close(); };
        },
        cancel() { aborted++; },
      });
      return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    } };`,
  'client/index.ts': `
    import { createClient } from 'npm:@supabase/supabase-js@2';
    Deno.serve(async (request) => {
      const client = createClient(Deno.env.get('SUPABASE_URL')!, Deno.env.get('SUPABASE_ANON_KEY')!, {
        global: { headers: { Authorization: request.headers.get('Authorization')! } } });
      const { data } = await client.auth.getUser();
      return Response.json({ id: data.user?.id, env: Deno.env.toObject() });
    });`,
  'mapped/index.ts': `
    import { greeting } from '@shared/greeting.ts';
    Deno.serve(() => {
      const headers = new Headers([['set-cookie', 'a=1'], ['set-cookie', 'b=2']]);
      return new Response(greeting, { headers });
    });`,
  'mapped/deno.json': `{ "imports": { "@shared/": "../_shared/" } }`,
  'rights/index.ts': `
    const outcome = (work: () => unknown) => { try { work(); return 'done'; } catch (error) { return error.name; } };
    Deno.serve(() => Response.json({
      write: outcome(() => Deno.writeTextFileSync(new URL('./x.txt', import.meta.url), 'x')),
      elsewhere: outcome(() => Deno.readTextFileSync('/etc/hostname')),
      run: outcome(() => new Deno.Command('/bin/ls').outputSync()),
      own: outcome(() => Deno.readTextFileSync(new URL('../_shared/greeting.ts', import.meta.url))),
    }));`,
  '.env': 'GREETING="from the file"\nSUPABASE_URL=http://elsewhere\n',
};

let project: FunctionsProject;
let backend: TestBackend;
let ada: Person;
const log: string[] = [];

before(async () => {
  project = await createProject(FILES);
  backend = await startTestBackend({ project: project.folder, log: (line) => log.push(line) });
  ada = await backend.createPerson('Ada');
});
after(async () => {
  await backend.close();
  await project.remove();
});

const address = (path: string) => `${backend.url}/functions/v1/${path}`;
const withKey = () => ({ apikey: backend.keys.publishable });

test('a function is given method, path, headers and body, and its answer is given back', async () => {
  const { data, error } = await ada.client.functions.invoke('echo/deep/er?x=1', {
    body: { a: 1 },
    headers: { 'x-mine': 'yes' },
  });
  assert.equal(error, null);
  assert.deepEqual(data, { method: 'POST', path: '/echo/deep/er?x=1', body: { a: 1 }, mine: 'yes' });
  const got = await ada.client.functions.invoke('echo', { method: 'GET' });
  assert.deepEqual(got.data, { method: 'GET', path: '/echo', body: null, mine: null });
});

test('text, forms and bytes arrive as they were sent', async () => {
  const { functions } = ada.client;
  assert.equal((await functions.invoke('echo', { body: 'Ada' })).data, 'Hello Ada');
  const form = new FormData();
  form.append('name', 'letter');
  form.append('file', new File(['dear'], 'letter.txt'));
  assert.deepEqual((await functions.invoke('echo', { body: form })).data, {
    name: 'letter',
    file: ['letter.txt', 'dear'],
  });
  const bytes = new Uint8Array(300_000).map((_, index) => index % 251);
  const { data } = await functions.invoke<Blob>('echo', {
    body: new Blob([bytes], { type: 'application/octet-stream' }),
  });
  assert.deepEqual(new Uint8Array((await data?.arrayBuffer()) ?? []), bytes);
});

test('an answer arrives bit by bit', async () => {
  const { data } = await ada.client.functions.invoke<Response>('stream');
  const reader = data?.body?.pipeThrough(new TextDecoderStream()).getReader();
  assert.equal((await reader?.read())?.value, 'data: one\n\n');
  await fetch(address('stream/release'), { headers: withKey() });
  assert.equal((await reader?.read())?.value, 'data: two\n\n');
  assert.equal((await reader?.read())?.done, true);
});

test('a client that leaves aborts the request in the function, before the answer and within it', async () => {
  const aborted = async () => (await fetch(address('stream/aborted'), { headers: withKey() })).json();
  const leaving = new AbortController();
  const never = fetch(address('stream/never'), { headers: withKey(), signal: leaving.signal });
  const begun = await fetch(address('stream'), { headers: withKey(), signal: leaving.signal });
  assert.equal(begun.status, 200);
  leaving.abort();
  await assert.rejects(never);
  while ((await aborted()) !== 2) await new Promise((resolve) => setTimeout(resolve, 10));
});

test('a preflight is answered by the function itself, without any key', async () => {
  const response = await fetch(address('echo'), { method: 'OPTIONS' });
  assert.deepEqual(
    [await response.text(), response.headers.get('access-control-allow-headers')],
    ['ok', 'x-mine'],
  );
  assert.equal(response.headers.get('access-control-allow-origin'), null);
});

test('without a valid token or key a function is not called', async () => {
  const call = async (headers: Record<string, string>) => {
    const response = await fetch(address('echo'), { headers });
    const { code, message, msg } = (await response.json()) as Record<string, string>;
    assert.equal(response.headers.get('sb-error-code') ?? undefined, code);
    assert.equal(code === undefined || response.headers.get('access-control-allow-origin') === '*', true);
    return [response.status, code, message, msg];
  };
  const token = (secret: string, expires: string, alg = 'HS256') =>
    new SignJWT({ role: 'authenticated' })
      .setProtectedHeader({ alg })
      .setExpirationTime(expires)
      .sign(new TextEncoder().encode(secret.padEnd(64, '.')));
  const refusals: [Record<string, string>, string, string][] = [
    [{}, 'UNAUTHORIZED_NO_AUTH_HEADER', 'Missing authorization header'],
    [{ authorization: 'Bearer nonsense' }, 'UNAUTHORIZED_INVALID_JWT_FORMAT', 'Invalid JWT format'],
    [
      { authorization: `Bearer ${backend.keys.publishable}` },
      'UNAUTHORIZED_INVALID_JWT_FORMAT',
      'Invalid JWT format',
    ],
    [{ authorization: `Bearer ${await token('other', '1h')}` }, 'UNAUTHORIZED_LEGACY_JWT', 'Invalid JWT'],
    [
      { authorization: `Bearer ${await token('other', '1h', 'HS512')}` },
      'UNAUTHORIZED_UNSUPPORTED_TOKEN_ALGORITHM',
      'Unsupported JWT algorithm HS512',
    ],
  ];
  for (const [headers, code, message] of refusals) {
    assert.deepEqual(await call(headers), [401, code, message, message]);
  }
  for (const headers of [
    withKey(),
    { apikey: backend.keys.secret },
    { authorization: `Bearer ${backend.keys.anonJwt}` },
    { authorization: `Bearer ${ada.accessToken}` },
    { authorization: `Bearer ${backend.keys.publishable}`, ...withKey() },
  ]) {
    assert.equal((await call(headers))[0], 200);
  }
});

test('a function that is not there is not found', async () => {
  for (const name of ['nowhere', '_shared', '../echo', 'toString']) {
    const response = await fetch(`${backend.url}/functions/v1/${encodeURIComponent(name)}`);
    assert.equal(response.status, 404);
    assert.deepEqual(await response.json(), {
      code: 'NOT_FOUND',
      message: 'Requested function was not found',
    });
  }
  const { error } = await ada.client.functions.invoke('nowhere');
  assert.ok(error instanceof FunctionsHttpError);
});

test('a function sees its variables, the platform ones unchanged, and nothing else; npm packages come from node_modules', async () => {
  const { data, error } = await ada.client.functions.invoke('client');
  assert.equal(error, null);
  const { id, env } = data as { id: string; env: Record<string, string> };
  assert.equal(id, ada.id);
  const { SB_EXECUTION_ID, ...fixed } = env;
  assert.match(SB_EXECUTION_ID ?? '', /^[0-9a-f-]{36}$/);
  assert.deepEqual(fixed, {
    GREETING: 'from the file',
    SUPABASE_URL: backend.url,
    SUPABASE_ANON_KEY: backend.keys.anonJwt,
    SUPABASE_SERVICE_ROLE_KEY: backend.keys.serviceRoleJwt,
    SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: backend.keys.publishable }),
    SUPABASE_SECRET_KEYS: JSON.stringify({ default: backend.keys.secret }),
    SUPABASE_FUNCTION_SLUG: 'client',
    SB_REGION: 'local',
  });
  assert.ok(log.includes('Env name cannot start with SUPABASE_, skipping: SUPABASE_URL'));
});

test('a deno.json maps imports, and cookies stay apart', async () => {
  const response = await fetch(address('mapped'), { headers: withKey() });
  assert.equal(await response.text(), 'Hello');
  assert.deepEqual(response.headers.getSetCookie(), ['a=1', 'b=2']);
});

test('a function may read its folder, and neither write, nor start programs, nor read elsewhere', async () => {
  const { data } = await ada.client.functions.invoke('rights');
  assert.deepEqual(data, { write: 'NotCapable', elsewhere: 'NotCapable', run: 'NotCapable', own: 'done' });
});
