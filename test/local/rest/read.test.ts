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

/** The answer to a plain request with the publishable key. */
function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${library.url}/rest/v1/${path}`, {
    headers: { apikey: library.keys.publishable, ...headers },
  });
}

async function titles(query: string): Promise<string[]> {
  const response = await get(`books?select=title&order=id&${query}`);
  assert.equal(response.status, 200, await response.clone().text());
  return ((await response.json()) as { title: string }[]).map((book) => book.title);
}

const NOTES = 'Notes';
const THOUGHTS = 'Thoughts';
const CYCLOID = 'Cycloid, a "curve"';

test('every type looks as PostgreSQL writes it in JSON', async () => {
  const text = await (await get('books?id=eq.1&select=*')).text();
  assert.equal(
    text,
    '[{"id":1,"author_id":"20000000-0000-4000-8000-000000000001","editor_id":"20000000-0000-4000-8000-000000000002",' +
      '"title":"Notes","pages":20,"price":1.10,"tags":["engine","notes"],"details":{"by": {"name": "Ada"}, "year": 1843},' +
      '"mood":"calm","available":true,"big":9007199254740993,"version":1,"added_at":"2026-11-22T14:35:11.373+00:00"}]',
  );
});

test('columns can be renamed, cast and taken out of JSON', async () => {
  const { data } = await client
    .from('books')
    .select('called:title,pages::text,details->by->>name,year:details->year')
    .eq('id', 1);
  assert.deepEqual(data, [{ called: 'Notes', pages: '20', name: 'Ada', year: 1843 }]);
});

const FILTERS: [query: string, expected: string[]][] = [
  ['pages=eq.20', [NOTES]],
  ['pages=neq.20', [THOUGHTS, CYCLOID]],
  ['pages=gt.50', [THOUGHTS]],
  ['pages=gte.50', [THOUGHTS, CYCLOID]],
  ['pages=lt.50', [NOTES]],
  ['pages=lte.50', [NOTES, CYCLOID]],
  ['pages=not.eq.20', [THOUGHTS, CYCLOID]],
  ['pages=gt.20&pages=lt.300', [CYCLOID]],
  ['title=like.*ought*', [THOUGHTS]],
  ['title=ilike.n*', [NOTES]],
  ['title=match.^[NT]', [NOTES, THOUGHTS]],
  ['title=imatch.^n', [NOTES]],
  ['id=in.(1,3)', [NOTES, CYCLOID]],
  ['id=in.()', []],
  ['title=in.("Cycloid, a \\"curve\\"",Notes)', [NOTES, CYCLOID]],
  ['price=is.null', [CYCLOID]],
  ['price=not.is.null', [NOTES, THOUGHTS]],
  ['available=is.true', [NOTES, THOUGHTS, CYCLOID]],
  ['available=eq.false', []],
  ['mood=isdistinct.calm', [THOUGHTS, CYCLOID]],
  ['tags=cs.{engine}', [NOTES]],
  ['tags=cd.{curve,engine,notes}', [NOTES, THOUGHTS, CYCLOID]],
  ['tags=ov.{curve,engine}', [NOTES, CYCLOID]],
  ['details=cs.{"year":1670}', [THOUGHTS]],
  ['details->>year=eq.1843', [NOTES]],
  ['details->by->>name=eq.Ada', [NOTES]],
  ['title=fts.thought', [THOUGHTS]],
  ['title=wfts(english).thoughts', [THOUGHTS]],
  ['title=like(any).{N*,T*}', [NOTES, THOUGHTS]],
  ['title=like(all).{N*,T*}', []],
  ['title=eq(any).{Notes,Thoughts}', [NOTES, THOUGHTS]],
  ['or=(pages.eq.20,pages.eq.50)', [NOTES, CYCLOID]],
  ['or=(title.eq.Notes,and(pages.gt.100,mood.eq.stormy))', [NOTES, THOUGHTS]],
  ['not.or=(id.eq.1,id.in.(2,7))', [CYCLOID]],
  ['and=(pages.gt.10,not.or(id.eq.1,tags.cs.{curve}))', [THOUGHTS]],
  ['or=(title.eq."Cycloid, a \\"curve\\"",id.eq.1)', [NOTES, CYCLOID]],
];
for (const [query, expected] of FILTERS) {
  test(`filter ${query}`, async () => assert.deepEqual(await titles(query.replaceAll('"', '%22')), expected));
}

test('rows come in the order that is asked for', async () => {
  const { data } = await client
    .from('books')
    .select('id')
    .order('price', { ascending: false, nullsFirst: true });
  assert.deepEqual(data, [{ id: 3 }, { id: 2 }, { id: 1 }]);
});

test('limit, offset and exact count', async () => {
  const answer = await client.from('books').select('id', { count: 'exact' }).order('id').range(1, 1);
  assert.deepEqual([answer.status, answer.count, answer.data], [206, 3, [{ id: 2 }]]);
  const response = await get('books?select=id&order=id&limit=2', { prefer: 'count=exact' });
  assert.equal(response.headers.get('content-range'), '0-1/3');
  assert.equal((await get('books?id=eq.99')).headers.get('content-range'), '*/*');
});

test('HEAD counts without a body', async () => {
  const { count, data } = await client.from('books').select('*', { count: 'exact', head: true });
  assert.deepEqual([count, data], [3, null]);
});

test('an offset beyond the end is refused when the end is known', async () => {
  const { error, status } = await client.from('books').select('id', { count: 'exact' }).range(10, 20);
  assert.deepEqual([status, error?.code], [416, 'PGRST103']);
});

test('no list is longer than 1,000 rows', async () => {
  await library.backend.database.exec(
    `insert into public.genres select n, 'g' || n from generate_series(100, 1200) n`,
  );
  const { data } = await client.from('genres').select('id');
  assert.equal(data?.length, 1000);
  assert.equal((await client.from('genres').select('id').limit(5000)).data?.length, 1000);
  await library.backend.database.exec('delete from public.genres where id >= 100');
});

test('related rows are embedded along foreign keys, in both directions', async () => {
  const { data } = await client
    .from('authors')
    .select('name,books!author_id(title,genres(label))')
    .eq('name', 'Blaise');
  assert.deepEqual(data, [
    {
      name: 'Blaise',
      books: [
        { title: 'Thoughts', genres: [{ label: 'science' }, { label: 'essay' }] },
        { title: CYCLOID, genres: [] },
      ],
    },
  ]);
  const one = await client
    .from('books')
    .select('title,author:authors!author_id(name),editor:authors!books_editor_id_fkey(name)');
  assert.deepEqual(one.data?.[1], { title: 'Thoughts', author: { name: 'Blaise' }, editor: null });
});

test('a table finds itself by the column that points back', async () => {
  const { data } = await client.from('authors').select('name,mentor:mentor_id(name)').order('name');
  assert.deepEqual(data, [
    { name: 'Ada', mentor: null },
    { name: 'Blaise', mentor: { name: 'Ada' } },
  ]);
});

test('embedded rows are filtered, ordered and limited on their own', async () => {
  const { data } = await client
    .from('authors')
    .select('name,books!author_id(title)')
    .eq('name', 'Blaise')
    .order('pages', { referencedTable: 'books', ascending: true })
    .limit(1, { referencedTable: 'books' });
  assert.deepEqual(data, [{ name: 'Blaise', books: [{ title: CYCLOID }] }]);
});

test('an inner embedding leaves out rows without related rows', async () => {
  const { data } = await client.from('books').select('title,genres!inner(label)').eq('genres.label', 'essay');
  assert.deepEqual(data, [{ title: 'Thoughts', genres: [{ label: 'essay' }] }]);
  const without = await get('books?select=title,genres()&genres=is.null');
  assert.deepEqual(await without.json(), [{ title: CYCLOID }]);
});

test('a to-one row can be spread into its parent and give the order', async () => {
  const { data } = await client
    .from('books')
    .select('title,...authors!author_id(writer:name)')
    .order('id')
    .limit(1);
  assert.deepEqual(data, [{ title: 'Notes', writer: 'Ada' }]);
  const ordered = await client
    .from('books')
    .select('id,authors!author_id(name)')
    .order('authors(name)', { ascending: false })
    .order('id');
  assert.deepEqual(
    ordered.data?.map((book) => book.id),
    [2, 3, 1],
  );
});

test('single rows are objects, anything else is an error', async () => {
  assert.deepEqual((await client.from('books').select('title').eq('id', 1).single()).data, {
    title: 'Notes',
  });
  const none = await client.from('books').select('title').eq('id', 99).single();
  assert.equal(none.status, 406);
  assert.deepEqual(
    { ...none.error },
    {
      code: 'PGRST116',
      message: 'Cannot coerce the result to a single JSON object',
      details: 'The result contains 0 rows',
      hint: null,
    },
  );
  assert.equal((await client.from('books').select('title').eq('id', 99).maybeSingle()).data, null);
});

test('null values can be left out of the answer', async () => {
  const { data } = await client.from('books').select('title,price').eq('id', 3).stripNulls();
  assert.deepEqual(data, [{ title: CYCLOID }]);
});
