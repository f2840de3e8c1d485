import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStudio } from '../../support/backend-studio.ts';
import type { AskOptions, RestAnswer, Studio } from '../../support/backend-studio.ts';

let studio: Studio;

before(async () => {
  studio = await startStudio();
});
after(() => studio.close());

const RETURN = { prefer: 'return=representation' };

function send(
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<RestAnswer> {
  return studio.ask(path, { method, body, headers, key: studio.keys.secret } satisfies AskOptions);
}

test('an insert says where the row is, if only that is asked for', async () => {
  const { status, headers, text } = await send(
    'POST',
    'actors',
    { id: 10, name: 'Anna' },
    { prefer: 'return=headers-only' },
  );
  assert.deepEqual([status, text], [201, '']);
  assert.equal(headers.get('location'), '/actors?id=eq.10');
  assert.equal(headers.get('content-range'), '*/*');
  assert.equal(headers.get('preference-applied'), 'return=headers-only');
  const both = await send('POST', 'roles', { film_id: 2, actor_id: 10 }, { prefer: 'return=headers-only' });
  assert.equal(both.headers.get('location'), '/roles?film_id=eq.2&actor_id=eq.10');
});

test('a view takes rows, and knows the key of its table', async () => {
  const { status, headers } = await send(
    'POST',
    'old_films',
    { id: 30, title: 'Via view', year: 1900 },
    { prefer: 'return=headers-only' },
  );
  assert.deepEqual([status, headers.get('location')], [201, '/old_films?id=eq.30']);
  const again = await send(
    'POST',
    'old_films',
    { id: 30, title: 'Via view again', year: 1901 },
    { prefer: 'return=representation, resolution=merge-duplicates' },
  );
  assert.deepEqual(
    [again.status, again.body],
    [200, [{ id: 30, title: 'Via view again', directed_by: null, year: 1901 }]],
  );
});

test('no digit of a body is lost', async () => {
  const body = '{"id":11,"title":"Big","seen":9007199254740993,"gross":0.10}';
  const { text } = await send('POST', 'films?select=seen,gross', body, RETURN);
  assert.equal(text, '[{"seen":9007199254740993,"gross":0.10}]');
  const patched = await send('PATCH', 'films?id=eq.11&select=seen', '{"seen":9007199254740995}', RETURN);
  assert.equal(patched.text, '[{"seen":9007199254740995}]');
});

test('what a body leaves out is null, or the default where that is preferred, of identity columns, too', async () => {
  const nulls = await send(
    'POST',
    'screenings?columns=film_id,note&select=film_id,note',
    [{ film_id: 1 }, { film_id: 2, note: 'x', zzz: 1 }],
    RETURN,
  );
  assert.deepEqual(nulls.body, [
    { film_id: 1, note: null },
    { film_id: 2, note: 'x' },
  ]);
  const { body, headers } = await send(
    'POST',
    'screenings?columns=id,film_id,note&select=note',
    [{ film_id: 1 }],
    {
      prefer: 'return=representation, missing=default',
    },
  );
  assert.deepEqual(body, [{ note: 'none' }]);
  assert.equal(headers.get('preference-applied'), 'missing=default, return=representation');
});

test('bodies may be CSV or a form', async () => {
  const csv = 'id,title,year\n12,"With, ""comma""",NULL\n13,B,1990\n';
  const rows = await send('POST', 'films?select=id,title,year', csv, {
    ...RETURN,
    'content-type': 'text/csv',
  });
  assert.deepEqual(rows.body, [
    { id: 12, title: 'With, "comma"', year: null },
    { id: 13, title: 'B', year: 1990 },
  ]);
  const form = await send('POST', 'films?select=id,title', 'id=14&title=A+form', {
    ...RETURN,
    'content-type': 'application/x-www-form-urlencoded',
  });
  assert.deepEqual(form.body, [{ id: 14, title: 'A form' }]);
});

test('a body of nothing writes nothing', async () => {
  for (const body of ['[]', '5', 'null']) {
    const { status, body: rows } = await send('POST', 'films', body, RETURN);
    assert.deepEqual([status, rows], [201, []], body);
  }
  for (const body of ['{}', '[]']) {
    const { status, body: rows } = await send('PATCH', 'films?id=eq.1', body, RETURN);
    assert.deepEqual([status, rows], [200, []], body);
  }
});

test('empty objects are rows of defaults', async () => {
  const { body } = await send('POST', 'log', [{}, {}], RETURN);
  assert.deepEqual(body, [
    { entry: null, at: null },
    { entry: null, at: null },
  ]);
});

/** Body → why it is refused. */
const REFUSED: [body: string, contentType: string, message: string][] = [
  ['{', 'application/json', 'Empty or invalid json'],
  ['', 'application/json', 'Empty or invalid json'],
  ['[1]', 'application/json', 'All object keys must match'],
  ['[{"id":1},{"title":"x"}]', 'application/json', 'All object keys must match'],
  ['[{"id":1},2]', 'application/json', 'All object keys must match'],
  ['id,title\n1\n', 'text/csv', 'All lines must have same number of fields'],
  ['x', 'text/plain', 'Content-Type not acceptable: text/plain'],
];
for (const [body, contentType, message] of REFUSED) {
  test(`a body ${JSON.stringify(body)} as ${contentType} is refused`, async () => {
    const answer = await send('POST', 'films', body, { 'content-type': contentType });
    assert.deepEqual(
      [answer.status, answer.body],
      [400, { code: 'PGRST102', details: null, hint: null, message }],
    );
  });
}

test('of several bodies an update takes the first', async () => {
  const { body } = await send(
    'PATCH',
    'films?id=in.(1,2)&select=id,year&order=id.desc',
    [{ year: 1950 }, { year: 1951 }],
    RETURN,
  );
  assert.deepEqual(body, [
    { id: 2, year: 1950 },
    { id: 1, year: 1950 },
  ]);
});

test('PUT makes or replaces one row by its whole key', async () => {
  const row = { id: 20, title: 'Put' };
  assert.equal((await send('PUT', 'films?id=eq.20', row, RETURN)).status, 201);
  const again = await send('PUT', 'films?id=eq.20&select=title', { ...row, title: 'Put again' }, RETURN);
  assert.deepEqual([again.status, again.body], [200, [{ title: 'Put again' }]]);
  assert.equal((await send('PUT', 'films?id=eq.20', row)).status, 204);
  const refusals: [path: string, status: number, code: string][] = [
    ['films?id=eq.21', 400, 'PGRST115'],
    ['films?id=gt.20', 405, 'PGRST105'],
    ['films?id=eq.20&title=eq.Put', 405, 'PGRST105'],
    ['films', 405, 'PGRST105'],
    ['films?id=eq.20&limit=1', 400, 'PGRST114'],
  ];
  for (const [path, status, code] of refusals) {
    const answer = await send('PUT', path, row);
    assert.deepEqual([answer.status, (answer.body as { code: string }).code], [status, code], path);
  }
});

test('writes answer with counts and with the preferences that were followed', async () => {
  const { status, headers } = await send(
    'PATCH',
    'films?id=eq.1',
    { year: 1962 },
    {
      prefer: 'count=exact, tx=rollback, handling=strict, max-affected=3, timezone=Europe/Paris',
    },
  );
  assert.deepEqual([status, headers.get('content-range')], [204, '0-0/1']);
  assert.equal(
    headers.get('preference-applied'),
    'count=exact, handling=strict, timezone=Europe/Paris, max-affected=3',
  );
  const { body } = await studio.ask('films?id=eq.1&select=year');
  assert.deepEqual(body, [{ year: 1962 }], 'rolling back is not allowed, and so not done');
});

test('preferences that are not understood are refused where that is asked for', async () => {
  const prefer = 'handling=strict, foo=bar, timezone=Mars/Olympus';
  const strict = await send('PATCH', 'films?id=eq.1', { year: 1962 }, { prefer });
  assert.deepEqual(
    [strict.status, strict.body],
    [
      400,
      {
        code: 'PGRST122',
        details: 'Invalid preferences: foo=bar, timezone=Mars/Olympus',
        hint: null,
        message: 'Invalid preferences given with handling=strict',
      },
    ],
  );
  assert.equal((await send('PATCH', 'films?id=eq.1', { year: 1962 }, { prefer: 'foo=bar' })).status, 204);
});

test('a single object is demanded of writes without a body, too', async () => {
  const accept = 'application/vnd.pgrst.object+json';
  const { status } = await send('DELETE', 'films?id=in.(1,2)', undefined, { accept });
  assert.equal(status, 406);
  assert.equal(((await studio.ask('films?id=in.(1,2)')).body as unknown[]).length, 2);
});

test('upserts say whether rows were made, and cannot be confused by what they leave out', async () => {
  const { client } = await studio.createPerson();
  const merged = await client
    .from('actors')
    .upsert([
      { id: 1, name: 'Corinne M.' },
      { id: 40, name: 'New' },
    ])
    .select('name');
  assert.deepEqual([merged.status, merged.data], [201, [{ name: 'Corinne M.' }, { name: 'New' }]]);
  assert.equal((await client.from('actors').upsert({ id: 40, name: 'Newer' })).status, 200);
  const ignored = await client
    .from('actors')
    .upsert({ id: 40, name: 'x' }, { ignoreDuplicates: true, count: 'exact' });
  assert.deepEqual([ignored.status, ignored.count], [201, 0]);
  const wrong = await client.from('actors').upsert({ id: 40, name: 'x' }, { onConflict: 'name' });
  assert.deepEqual([wrong.status, wrong.error?.code], [400, '42P10']);
});

test('more rows than were allowed are an error of the client', async () => {
  // the client's types know the method only of releases that they are told of
  const update = studio.admin.from('films').update({ year: 1999 }).gt('id', 0) as unknown as {
    maxAffected(
      rows: number,
    ): PromiseLike<{ status: number; error: { code: string; details: string } | null }>;
  };
  const { status, error } = await update.maxAffected(1);
  assert.deepEqual([status, error?.code], [400, 'PGRST124']);
  assert.match(error?.details ?? '', /^The query affects \d+ rows$/);
});
