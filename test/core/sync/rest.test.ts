import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { RestQuery } from '../../../src/core/sync/client.ts';
import { restClient } from '../../../src/core/sync/rest.ts';
import { startTestBackend, type Person, type TestBackend } from '../../support/backend.ts';

let backend: TestBackend;
let person: Person;
before(async () => {
  backend = await startTestBackend({ seed: false });
  person = await backend.createPerson('Marie');
});
after(() => backend.close());

const TITLES = ['plain', 'with, comma', 'with (brackets)', 'with "quotes" and \\', 'ünïcödé & = ?'];

const authorized: typeof fetch = (input, init) => {
  const headers = new Headers(init?.headers);
  headers.set('apikey', backend.keys.publishable);
  headers.set('authorization', `Bearer ${person.accessToken}`);
  return fetch(input, { ...init, headers });
};
const client = () => restClient(`${backend.url}/rest/v1`, authorized, Date.now);
const select = (columns: string): RestQuery => client().from('life_events').select(columns) as RestQuery;
const titles = ({ data }: { data: unknown }): string[] =>
  (data as { title: string }[]).map(({ title }) => title).sort();

test('it reads what postgrest-js reads, whatever characters the values have', async () => {
  for (const title of TITLES)
    await person.client.from('life_events').insert({ title, start_date: '1898-12-26' }).throwOnError();
  assert.deepEqual(titles(await select('title').in('title', TITLES)), [...TITLES].sort());
  assert.deepEqual(titles(await select('title').eq('title', TITLES[4]!)), [TITLES[4]]);
  const paged = await select('id,title').is('deleted_at', null).order('id').limit(2);
  const theirs = await person.client.from('life_events').select('id,title').order('id').limit(2);
  assert.deepEqual(paged.data, theirs.data);
  const [first, second] = theirs.data as { id: string; title: string }[];
  assert.deepEqual(titles(await select('title').gt('id', first!.id).order('id').limit(1)), [second!.title]);
  assert.deepEqual(titles(await select('title').gte('id', first!.id).order('id').limit(1)), [first!.title]);
});

test('it calls functions, and tells of refusals as PostgREST does', async () => {
  const info = (await (client().rpc('nality_info') as RestQuery)) as { data: { schema: number } };
  assert.equal(info.data.schema, 4);
  const missing = await (client().rpc('no_such_function', { a: 1 }) as RestQuery);
  assert.deepEqual([missing.status, missing.error?.code, missing.data], [404, 'PGRST202', null]);
});

test('what does not come from PostgREST, or not at all, is told and not thrown', async () => {
  const answering = (text: string | null, status: number) =>
    restClient('https://x.test', async () => new Response(text, { status }), Date.now).rpc('f') as RestQuery;
  assert.deepEqual(await answering('<html>Bad gateway</html>', 502), {
    data: null,
    error: { message: '<html>Bad gateway</html>' },
    status: 502,
  });
  assert.deepEqual(
    await answering(null, 204)
      .abortSignal(AbortSignal.timeout(1_000))
      .then(({ status }) => status),
    204,
  );
  const broken = restClient(
    'https://x.test',
    () => Promise.reject(new TypeError('Failed to fetch')),
    Date.now,
  );
  assert.equal((await (broken.rpc('f') as RestQuery)).status, 0);
});

test('how long the server asks to be left in peace is told with its refusal', async () => {
  const headers = { 'retry-after': '3' };
  const busy = restClient(
    'https://x.test',
    async () => new Response('Slow down', { status: 429, headers }),
    Date.now,
  );
  const { status, retryAfterMs } = await (busy.rpc('f') as RestQuery);
  assert.deepEqual([status, retryAfterMs], [429, 3_000]);
});

test('a call that is given up is told as not answered', async () => {
  const never: typeof fetch = (_input, init) =>
    new Promise((_resolve, reject) =>
      init?.signal?.addEventListener('abort', () => reject(new Error('Aborted.'))),
    );
  const end = new AbortController();
  const answer = (restClient('https://x.test', never, Date.now).rpc('f') as RestQuery).abortSignal(
    end.signal,
  );
  const answered = answer.then(({ status }) => status);
  end.abort();
  assert.equal(await answered, 0);
});
