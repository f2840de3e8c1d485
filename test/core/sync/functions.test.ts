import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import type { NalityError } from '../../../src/core/errors.ts';
import { constant } from '../../../src/core/lib/signal.ts';
import type { SupabaseLike } from '../../../src/core/sync/client.ts';
import { IDLE } from '../../../src/core/sync/connection-state.ts';
import { functionsClient } from '../../../src/core/sync/functions.ts';
import { createPatience } from '../../../src/core/sync/patience.ts';
import { createRemote, type Remote } from '../../../src/core/sync/remote.ts';
import { restClient } from '../../../src/core/sync/rest.ts';
import { startTestBackend, type Person, type TestBackend } from '../../support/backend.ts';
import { nodeEnvironment } from '../../support/node-environment.ts';
import { NEVER } from '../../support/never.ts';

const URL_OF = 'https://x.test';
let backend: TestBackend;
before(async () => {
  backend = await startTestBackend({ seed: false });
});
after(() => backend.close());

function remoteOf(client: SupabaseLike): Remote {
  return createRemote(client, createPatience(constant(IDLE), nodeEnvironment(), NEVER));
}

/** What our own client and a page's whole client make of the same answers. */
function remotes(answer: typeof fetch): readonly Remote[] {
  const whole = createClient(URL_OF, 'key', {
    global: { fetch: answer },
    auth: { persistSession: false, autoRefreshToken: false },
  });
  const own = { functions: functionsClient(`${URL_OF}/functions/v1`, answer) } as unknown as SupabaseLike;
  return [own, whole as unknown as SupabaseLike].map(remoteOf);
}

const answering = (status: number, body: string): typeof fetch => {
  return async () => new Response(body, { status, headers: { 'content-type': 'application/json' } });
};

test('a function is called by its name with what it is given, and its answer is handed on', async () => {
  const asked: [string, string, string][] = [];
  const remote = remotes(async (input, init) => {
    asked.push([String(input), String(init?.method), String(init?.body)]);
    return Response.json({ session_id: '1' });
  });
  for (const one of remote)
    assert.deepEqual(await one.invoke('chat/sessions', { a: 1 }), { session_id: '1' });
  assert.deepEqual(asked[0], [`${URL_OF}/functions/v1/chat/sessions`, 'POST', '{"a":1}']);
  assert.deepEqual(asked[0], asked[1]);
});

for (const [status, body, code, retryable] of [
  [401, '{"code":"auth-expired","message":"Late"}', 'auth-expired', false],
  [401, '{"code":"auth-required","message":"Who?"}', 'auth-required', false],
  [403, '{"code":"denied","message":"No"}', 'denied', false],
  [404, '{"code":"not-found","message":"Gone"}', 'not-found', false],
  [409, '{"code":"conflict","message":"Twice"}', 'conflict', false],
  [422, '{"code":"too-large","message":"Long"}', 'too-large', false],
  [429, '{"code":"rate-limited","message":"Slow"}', 'rate-limited', true],
  [503, 'not even JSON', 'server', true],
] as const)
  test(`a function that answers ${status} with ${body} has failed as ${code}`, async () => {
    for (const remote of remotes(answering(status, body)))
      await assert.rejects(remote.invoke('chat/messages', {}), (error: NalityError) => {
        assert.deepEqual([error.code, error.retryable], [code, retryable]);
        return true;
      });
  });

test('how long a function asks to be left in peace goes with the error, for both clients', async () => {
  const busy = async (): Promise<Response> =>
    Response.json(
      { code: 'rate-limited', message: 'Slow' },
      { status: 429, headers: { 'retry-after': '60' } },
    );
  for (const remote of remotes(busy))
    await assert.rejects(remote.invoke('chat/messages', {}), { code: 'rate-limited', retryAfterMs: 60_000 });
  for (const remote of remotes(answering(429, '{"code":"rate-limited","message":"Slow"}')))
    await assert.rejects(remote.invoke('chat/messages', {}), { retryAfterMs: undefined });
});

test('a function that cannot be reached is offline, for both clients', async () => {
  for (const remote of remotes(() => Promise.reject(new TypeError('Failed to fetch'))))
    await assert.rejects(remote.invoke('chat/messages', {}), { code: 'offline', retryable: true });
});

test('a page’s client without functions is a mistake of the page', async () => {
  await assert.rejects(remoteOf({} as SupabaseLike).invoke('chat/messages', {}), { code: 'config' });
});

test('a row is put over the one that is there, or left as it is, by both clients', async () => {
  const person = await backend.createPerson('Marie');
  const session = crypto.randomUUID();
  await person.client.from('chat_sessions').insert({ id: session }).throwOnError();
  const messages = await insertMessages(person.client, session, 2);
  for (const remote of [remoteOf(ownClient(person)), remoteOf(person.client as unknown as SupabaseLike)]) {
    for (const last_read_message_id of messages) {
      const row = { session_id: session, user_id: person.id, last_read_message_id };
      await remote.put('chat_reads', row, 'session_id,user_id');
      const { data } = await person.client.from('chat_reads').select('last_read_message_id');
      assert.deepEqual(data, [{ last_read_message_id }]);
    }
    const part = { session_id: session, user_id: person.id };
    await remote.put('chat_participants', part, 'session_id,user_id', { leave: true });
    const foreign = { session_id: crypto.randomUUID(), user_id: person.id };
    await assert.rejects(remote.put('chat_participants', foreign, 'session_id,user_id', { leave: true }), {
      code: 'denied',
    });
  }
  const { data } = await person.client.from('chat_participants').select('user_id');
  assert.deepEqual(data, [{ user_id: person.id }]);
});

function ownClient(person: Person): SupabaseLike {
  const authorized: typeof fetch = (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('apikey', backend.keys.publishable);
    headers.set('authorization', `Bearer ${person.accessToken}`);
    return fetch(input, { ...init, headers });
  };
  return restClient(`${backend.url}/rest/v1`, authorized, Date.now) as SupabaseLike;
}

async function insertMessages(
  client: SupabaseClient,
  session_id: string,
  count: number,
): Promise<readonly string[]> {
  const rows = Array.from({ length: count }, (_, i) => ({ session_id, content: `Message ${i}` }));
  const { data } = await client.from('chat_messages').insert(rows).select('id').throwOnError();
  return data.map(({ id }) => id as string);
}
