import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { SupabaseClient } from '@supabase/supabase-js';
import { startLibrary } from '../../support/backend-library.ts';
import type { TestBackend } from '../../support/backend.ts';

let library: TestBackend;
let client: SupabaseClient;

before(async () => {
  library = await startLibrary();
  client = library.anonymous();
});
after(() => library.close());

test('functions take their arguments by name and fill in defaults', async () => {
  assert.equal((await client.rpc('add', { a: 2, b: 3 })).data, 5);
  assert.equal((await client.rpc('add', { a: 2 })).data, 3);
  assert.equal((await client.rpc('add', { a: 2, b: 3 }, { get: true })).data, 5);
});

test('jsonb comes as it is', async () => {
  const { data } = await client.rpc('whoami');
  assert.deepEqual(data, { role: 'anon', uid: null, claims: { role: 'anon' } });
});

test('a function without a result answers 204', async () => {
  const { status, data } = await client.rpc('nothing');
  assert.deepEqual([status, data], [204, null]);
});

test('rows of a table can be filtered, chosen from and embedded into', async () => {
  const { data } = await client
    .rpc('longer_than', { pages: 10 })
    .select('title,authors!author_id(name)')
    .lt('pages', 100)
    .order('pages');
  assert.deepEqual(data, [
    { title: 'Notes', authors: { name: 'Ada' } },
    { title: 'Cycloid, a "curve"', authors: { name: 'Blaise' } },
  ]);
  const counted = await client
    .rpc('longer_than', { pages: 10 }, { get: true, count: 'exact' })
    .select('id')
    .limit(1);
  assert.deepEqual([counted.status, counted.count], [206, 3]);
});

test('a set of values is a list', async () => {
  assert.deepEqual((await client.rpc('labels')).data, ['science', 'essay']);
});

test('a row is an object', async () => {
  const person = await library.createPerson();
  const { data } = await person.client.rpc('make_note', { body: 'hello' });
  assert.deepEqual([data.owner, data.body], [person.id, 'hello']);
});

test('a GET cannot write', async () => {
  const person = await library.createPerson();
  const { status, error } = await person.client.rpc('make_note', { body: 'x' }, { get: true });
  assert.deepEqual([status, error?.code], [405, '25006']);
});

test('an unknown function or wrong names of arguments are not found', async () => {
  const { status, error } = await client.rpc('add', { a: 1, c: 2 });
  assert.equal(status, 404);
  assert.equal(error?.code, 'PGRST202');
  assert.equal(error?.message, 'Could not find the function public.add(a, c) in the schema cache');
});

test('a function can choose the answer to its error', async () => {
  const response = await fetch(`${library.url}/rest/v1/rpc/teapot`, {
    method: 'POST',
    headers: { apikey: library.keys.publishable },
  });
  assert.equal(response.status, 418);
  assert.equal(response.headers.get('x-pot'), 'yes');
  assert.deepEqual(await response.json(), {
    code: 'TEA',
    details: null,
    hint: 'pour',
    message: 'short and stout',
  });
});

test('settings end with the request', async () => {
  const { data } = await client.rpc('keep_setting');
  assert.equal(data, 'here');
  const { rows } = await library.backend.database.query(
    `select current_setting('library.kept', true) as kept`,
  );
  assert.deepEqual(rows, [{ kept: '' }]);
});

test('what is created later is there at once', async () => {
  const { database } = library.backend;
  assert.equal((await client.from('later').select()).error?.code, 'PGRST205');
  await database.exec(
    'create table public.later (id int); insert into public.later values (1); grant select on public.later to anon',
  );
  assert.deepEqual((await client.from('later').select()).data, [{ id: 1 }]);
});
