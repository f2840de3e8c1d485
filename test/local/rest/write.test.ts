import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { SupabaseClient } from '@supabase/supabase-js';
import { startLibrary } from '../../support/backend-library.ts';
import type { Person, TestBackend } from '../../support/backend.ts';

let library: TestBackend;
let admin: SupabaseClient;
let ada: Person;
let bob: Person;

before(async () => {
  library = await startLibrary();
  admin = library.admin;
  ada = await library.createPerson('Ada');
  bob = await library.createPerson('Bob');
});
after(() => library.close());

test('insert answers 201, without a body unless one is asked for', async () => {
  const bare = await admin.from('genres').insert({ id: 10, label: 'ten' });
  assert.deepEqual([bare.status, bare.data], [201, null]);
  const shown = await admin
    .from('genres')
    .insert([
      { id: 11, label: 'a' },
      { id: 12, label: 'b' },
    ])
    .select('label');
  assert.deepEqual([shown.status, shown.data], [201, [{ label: 'a' }, { label: 'b' }]]);
});

test('an insert can be read back together with related rows', async () => {
  const { data } = await admin
    .from('books')
    .insert({
      title: 'New',
      author_id: '20000000-0000-4000-8000-000000000001',
      tags: ['x', 'y,"z'],
      details: { a: [1] },
    })
    .select('title,tags,details,price,authors!author_id(name)')
    .single();
  assert.deepEqual(data, {
    title: 'New',
    tags: ['x', 'y,"z'],
    details: { a: [1] },
    price: 9.9,
    authors: { name: 'Ada' },
  });
});

test('what a bulk insert leaves out is null, or the default where that is preferred', async () => {
  const rows = [{ title: 'p', price: 1 }, { title: 'q' }];
  const nulls = await admin.from('books').insert(rows).select('price');
  assert.deepEqual(nulls.data, [{ price: 1 }, { price: null }]);
  const others = rows.map((row) => ({ ...row, title: `${row.title}2` }));
  const defaults = await admin.from('books').insert(others, { defaultToNull: false }).select('price');
  assert.deepEqual(defaults.data, [{ price: 1 }, { price: 9.9 }]);
});

test('all rows of a large write come back', async () => {
  const rows = Array.from({ length: 1200 }, (_, index) => ({ id: 5000 + index, label: 'many' }));
  assert.equal((await admin.from('genres').insert(rows).select('id')).data?.length, 1200);
  assert.equal((await admin.from('genres').delete().eq('label', 'many').select('id')).data?.length, 1200);
});

test('a guarded update touches the row only while the guard holds', async () => {
  const update = () =>
    admin.from('books').update({ pages: 21, version: 2 }).eq('id', 1).eq('version', 1).select('id,version');
  assert.deepEqual((await update()).data, [{ id: 1, version: 2 }]);
  const late = await update();
  assert.deepEqual([late.status, late.data, late.error], [200, [], null]);
  const bare = await admin.from('books').update({ pages: 20 }).eq('id', 1);
  assert.deepEqual([bare.status, bare.data], [204, null]);
});

test('upsert merges or ignores, by primary key or by other columns', async () => {
  const merged = await admin
    .from('genres')
    .upsert([
      { id: 1, label: 'Science' },
      { id: 20, label: 'new' },
    ])
    .select();
  assert.deepEqual(
    [merged.status, merged.data],
    [
      201,
      [
        { id: 1, label: 'Science' },
        { id: 20, label: 'new' },
      ],
    ],
  );
  assert.equal((await admin.from('genres').upsert({ id: 1, label: 'science' })).status, 200);
  const ignored = await admin
    .from('genres')
    .upsert({ id: 1, label: 'other' }, { ignoreDuplicates: true })
    .select();
  assert.deepEqual(ignored.data, []);
  const byTitle = await admin
    .from('books')
    .upsert({ title: 'Notes', pages: 22 }, { onConflict: 'title' })
    .select('id,pages');
  assert.deepEqual(byTitle.data, [{ id: 1, pages: 22 }]);
});

test('delete answers what it removed when asked', async () => {
  await admin.from('genres').insert({ id: 30, label: 'gone' });
  const { data } = await admin.from('genres').delete().eq('id', 30).select();
  assert.deepEqual(data, [{ id: 30, label: 'gone' }]);
  assert.equal((await admin.from('genres').delete().eq('id', 30)).status, 204);
});

test('exact counts come with writes, too', async () => {
  const { count } = await admin
    .from('books')
    .update({ available: true }, { count: 'exact' })
    .in('id', [1, 2]);
  assert.equal(count, 2);
});

test('a write without a filter is refused, as hosted projects do', async () => {
  for (const method of ['PATCH', 'DELETE']) {
    const response = await fetch(`${library.url}/rest/v1/genres`, {
      method,
      headers: { apikey: library.keys.secret, 'content-type': 'application/json' },
      body: method === 'PATCH' ? '{"label":"x"}' : null,
    });
    assert.equal(response.status, 400);
    assert.equal(((await response.json()) as { code: string }).code, '21000');
  }
});

test('a single object is all or nothing', async () => {
  const { status, error } = await admin.from('books').update({ pages: 77 }).gt('id', 0).select().single();
  assert.deepEqual([status, error?.code], [406, 'PGRST116']);
  assert.equal(
    (await admin.from('books').select('*', { count: 'exact', head: true }).eq('pages', 77)).count,
    0,
  );
});

test('more rows than allowed are taken back', async () => {
  const response = await fetch(`${library.url}/rest/v1/books?id=gt.0`, {
    method: 'PATCH',
    headers: {
      apikey: library.keys.secret,
      'content-type': 'application/json',
      prefer: 'handling=strict, max-affected=1',
    },
    body: '{"pages":78}',
  });
  assert.equal(response.status, 400);
  assert.equal(((await response.json()) as { code: string }).code, 'PGRST124');
  assert.equal(
    (await admin.from('books').select('*', { count: 'exact', head: true }).eq('pages', 78)).count,
    0,
  );
});

test('people see and change their own rows only', async () => {
  const { data } = await ada.client.from('notes').insert({ body: 'mine' }).select().single();
  assert.equal(data.owner, ada.id);
  assert.deepEqual((await bob.client.from('notes').select()).data, []);
  assert.deepEqual(
    (await bob.client.from('notes').update({ body: 'his' }).eq('id', data.id).select()).data,
    [],
  );
  assert.deepEqual((await bob.client.from('notes').delete().eq('id', data.id).select()).data, []);
  assert.deepEqual((await library.anonymous().from('notes').select()).data, []);
  assert.equal((await admin.from('notes').select()).data?.length, 1);
  const stolen = await bob.client.from('notes').insert({ body: 'x', owner: ada.id });
  assert.deepEqual([stolen.status, stolen.error?.code], [403, '42501']);
  assert.equal(stolen.error?.message, 'new row violates row-level security policy for table "notes"');
});

test('many requests at once never see the role or the claims of another', async () => {
  const people = [ada, bob];
  const asked = Array.from({ length: 60 }, (_, index) => people[index % 2] as Person);
  const answers = await Promise.all(asked.map((person) => person.client.rpc('whoami')));
  answers.forEach(({ data }, index) => assert.equal(data.uid, asked[index]?.id));
  const nobody = await library.anonymous().rpc('whoami');
  assert.deepEqual([nobody.data.role, nobody.data.uid], ['anon', null]);
});
