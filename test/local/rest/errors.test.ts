import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startLibrary } from '../../support/backend-library.ts';
import type { Person, TestBackend } from '../../support/backend.ts';

let library: TestBackend;
let person: Person;

before(async () => {
  library = await startLibrary();
  person = await library.createPerson();
});
after(() => library.close());

interface Answer {
  status: number;
  body: Record<string, unknown>;
}

async function ask(path: string, init: RequestInit & { token?: string } = {}): Promise<Answer> {
  const headers = new Headers(init.headers);
  headers.set('apikey', library.keys.publishable);
  if (init.token) headers.set('authorization', `Bearer ${init.token}`);
  const response = await fetch(`${library.url}/rest/v1/${path}`, { ...init, headers });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const post = (body: unknown): RequestInit => ({
  method: 'POST',
  body: typeof body === 'string' ? body : JSON.stringify(body),
  headers: { 'content-type': 'application/json' },
});

test('real violations carry what PostgreSQL says of them', async () => {
  const check = await ask('books', post({ title: 'x', pages: 0 }));
  assert.deepEqual([check.status, check.body.code], [400, '23514']);
  assert.match(String(check.body.message), /violates check constraint "books_pages_check"/);
  assert.match(String(check.body.details), /^Failing row contains/);
  const unique = await ask('books', post({ title: 'Notes' }));
  assert.deepEqual(unique, {
    status: 409,
    body: {
      code: '23505',
      details: 'Key (title)=(Notes) already exists.',
      hint: null,
      message: 'duplicate key value violates unique constraint "books_title_key"',
    },
  });
  const reference = await ask('book_genres', post({ book_id: 1, genre_id: 99 }));
  assert.deepEqual([reference.status, reference.body.code], [409, '23503']);
  const missing = await ask('books', post({ pages: 1 }));
  assert.deepEqual([missing.status, missing.body.code], [400, '23502']);
});

test('a value of the wrong type', async () => {
  const { status, body } = await ask('authors?id=eq.nonsense');
  assert.deepEqual([status, body.code], [400, '22P02']);
  assert.equal(body.message, 'invalid input syntax for type uuid: "nonsense"');
});

test('a right that is missing: 401 for nobody, 403 for somebody', async () => {
  const nobody = await ask('secrets?select=*');
  assert.deepEqual([nobody.status, nobody.body.code], [401, '42501']);
  assert.equal(nobody.body.message, 'permission denied for table secrets');
  const somebody = await ask('secrets?select=*', { token: person.accessToken });
  assert.deepEqual([somebody.status, somebody.body.code], [403, '42501']);
});

test('unknown tables, columns, relationships and schemas', async () => {
  const table = await ask('boks');
  assert.deepEqual([table.status, table.body.code], [404, 'PGRST205']);
  assert.equal(table.body.message, "Could not find the table 'public.boks' in the schema cache");
  assert.equal(table.body.hint, "Perhaps you meant the table 'public.books'");
  const column = await ask('books?select=nope');
  assert.deepEqual(
    [column.status, column.body.code, column.body.message],
    [400, '42703', 'column books.nope does not exist'],
  );
  const written = await ask('books', post({ nope: 1 }));
  assert.deepEqual([written.status, written.body.code], [400, 'PGRST204']);
  assert.equal(written.body.message, "Could not find the 'nope' column of 'books' in the schema cache");
  const related = await ask('books?select=notes(*)');
  assert.deepEqual([related.status, related.body.code], [400, 'PGRST200']);
  const several = await ask('books?select=authors(*)');
  assert.deepEqual([several.status, several.body.code], [300, 'PGRST201']);
  const schema = await ask('users', { headers: { 'accept-profile': 'auth' } });
  assert.deepEqual([schema.status, schema.body.code], [406, 'PGRST106']);
});

test('requests that cannot be read', async () => {
  assert.equal((await ask('books?pages=nope.1')).body.code, 'PGRST100');
  assert.equal((await ask('books?select=a(')).body.code, 'PGRST100');
  assert.deepEqual((await ask('%zz')).status, 404);
  assert.equal((await ask('books', post('{'))).body.code, 'PGRST102');
  assert.equal((await ask('books', post([{ title: 'a' }, { pages: 1 }]))).body.code, 'PGRST102');
  assert.equal((await ask('books', { headers: { accept: 'text/html' } })).status, 406);
  assert.equal((await ask('books?select=count()')).body.code, 'PGRST123');
  const strict = await ask('books', { headers: { prefer: 'handling=strict, nonsense=1' } });
  assert.deepEqual([strict.status, strict.body.code], [400, 'PGRST122']);
});

test('what clients send never becomes SQL', async () => {
  const evil = `x'; drop table public.books; --`;
  assert.deepEqual((await ask(`books?title=eq.${encodeURIComponent(evil)}`)).body, []);
  for (const path of [
    `books?select=${evil}`,
    `books?order=${evil}`,
    `books?${evil}=eq.1`,
    `${evil}`,
    `rpc/${evil}`,
  ]) {
    assert.ok((await ask(encodeURI(path))).status >= 400, path);
  }
  assert.ok((await ask(`books?select=title::text%3B%20drop`)).status >= 400);
  assert.equal((await ask('books?select=id')).status, 200);
});
