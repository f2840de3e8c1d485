import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStudio } from '../../support/backend-studio.ts';
import type { AskOptions, Studio } from '../../support/backend-studio.ts';

let studio: Studio;

before(async () => {
  studio = await startStudio();
});
after(() => studio.close());

const post = (body: unknown, headers?: Record<string, string>): AskOptions => ({
  method: 'POST',
  body,
  headers,
});
const as = (contentType: string) => ({ 'content-type': contentType });

/** A call → the text of its answer. */
const CALLS: [rule: string, path: string, options: AskOptions, text: string][] = [
  [
    'rows of a table are chosen from, filtered and embedded into',
    'rpc/films_of?director=1&select=title,directors(full_name)&year=gt.1990',
    {},
    '[{"title":"Gleaners","directors":{"full_name":"Agnès Varda"}}]',
  ],
  ['one row is an object', 'rpc/film?film_id=1&select=title', {}, '{"title":"Cléo"}'],
  ['values are a list with limits', 'rpc/numbers?limit=2&offset=1', {}, '[2, 3]'],
  ['a table of its own columns can be filtered', 'rpc/pairs?select=b&a=gt.1', {}, '[{"b":"y"}]'],
  ['an output parameter makes an object', 'rpc/next_number?n=4', {}, '{"n":5}'],
  ['what is repeated in an address is a list', 'rpc/sum_of?terms=1&terms=2&terms=3', {}, '6'],
  ['a variadic parameter takes a list', 'rpc/sum_of', post({ terms: [4, 5] }), '9'],
  ['forms are calls', 'rpc/sum_of', post('terms=4&terms=5', as('application/x-www-form-urlencoded')), '9'],
  ['JSON goes through as it is', 'rpc/echo', post('{"a":  9007199254740993}'), '{"a":  9007199254740993}'],
  ['text goes through as it is', 'rpc/echo_text', post('hällo', as('text/plain')), '"hällo"'],
  ['bytes go through as they are', 'rpc/echo_bytes', post('AB', as('application/octet-stream')), '"4142"'],
  ['no digit of an argument is lost', 'rpc/echo_big', post('{"value":9007199254740993}'), '9007199254740993'],
  ['a function brings its own time', 'rpc/slow', {}, '"7s"'],
];
for (const [rule, path, options, text] of CALLS) {
  test(rule, async () => {
    const answer = await studio.ask(path, options);
    assert.deepEqual([answer.status, answer.text], [200, text]);
  });
}

test('counts, ranges and single objects work as with tables', async () => {
  const counted = await studio.ask('rpc/numbers?limit=2&offset=1', { headers: { prefer: 'count=exact' } });
  assert.deepEqual([counted.status, counted.headers.get('content-range')], [206, '1-2/5']);
  const { data, count } = await studio
    .anonymous()
    .rpc('films_of', { director: 1 }, { head: true, count: 'exact' });
  assert.deepEqual([data, count], [null, 2]);
  const single = await studio.ask('rpc/numbers?upto=3', {
    headers: { accept: 'application/vnd.pgrst.object+json' },
  });
  assert.deepEqual(
    [single.status, (single.body as { details: string }).details],
    [406, 'The result contains 3 rows'],
  );
});

test('nothing is answered with 204 and no form', async () => {
  const { status, text, headers } = await studio.ask('rpc/nobody', post({}));
  assert.deepEqual([status, text, headers.get('content-type')], [204, '', null]);
});

test('a function learns of the request, without cookies among the headers', async () => {
  const { body } = await studio.ask('rpc/request_settings', {
    headers: { cookie: 'a=b; c=d', 'x-mine': '1' },
  });
  const { headers, ...settings } = body as { headers: Record<string, string> };
  assert.deepEqual(settings, {
    method: 'GET',
    path: '/rpc/request_settings',
    cookies: { a: 'b', c: 'd' },
    claims: { role: 'anon' },
    role: 'anon',
    search_path: '"public", "public", "extensions"',
    timeout: '3s',
  });
  assert.deepEqual([headers['x-mine'], headers['cookie']], ['1', undefined]);
});

test('each role has its own time', async () => {
  const { client } = await studio.createPerson();
  assert.equal((await client.rpc('request_settings')).data.timeout, '8s');
});

test('a function chooses status and headers', async () => {
  const headers = '[{"x-a":"1"},{"Content-Type":"text/plain"}]';
  const answer = await studio.ask('rpc/answer', post({ status: '202', headers }));
  assert.deepEqual(
    [answer.status, answer.headers.get('x-a'), answer.headers.get('content-type'), answer.text],
    [202, '1', 'text/plain', '"done"'],
  );
});

test('a function that promised not to write may not', async () => {
  const { status, body } = await studio.ask('rpc/write_some');
  assert.deepEqual([status, (body as { code: string }).code], [405, '25006']);
  const stable = await studio.ask('rpc/write_stable', post({}));
  assert.deepEqual([stable.status, (stable.body as { code: string }).code], [400, '0A000']);
});

/** A call → its refusal. */
const REFUSED: [
  rule: string,
  path: string,
  options: AskOptions,
  status: number,
  error: Record<string, unknown>,
][] = [
  [
    'a name that is almost one',
    'rpc/nobdy',
    post({}),
    404,
    {
      code: 'PGRST202',
      details:
        'Searched for the function public.nobdy without parameters or with a single unnamed json/jsonb parameter, but no matches were found in the schema cache.',
      hint: 'Perhaps you meant to call the function public.nobody',
      message: 'Could not find the function public.nobdy without parameters in the schema cache',
    },
  ],
  [
    'parameters that are almost right',
    'rpc/films_of?directr=1',
    {},
    404,
    {
      code: 'PGRST202',
      details:
        'Searched for the function public.films_of with parameter directr, but no matches were found in the schema cache.',
      hint: 'Perhaps you meant to call the function public.films_of(director)',
      message: 'Could not find the function public.films_of(directr) in the schema cache',
    },
  ],
  [
    'a text for a function that takes bytes',
    'rpc/echo_bytes',
    post('AB', as('text/plain')),
    404,
    {
      code: 'PGRST202',
      details:
        'Searched for the function public.echo_bytes with a single unnamed text parameter, but no matches were found in the schema cache.',
      hint: null,
      message: 'Could not find the function public.echo_bytes in the schema cache',
    },
  ],
  [
    'several functions of that name and those parameters',
    'rpc/overloaded?a=1',
    {},
    300,
    {
      code: 'PGRST203',
      details: null,
      hint: 'Try renaming the parameters or the function itself in the database so function overloading can be resolved',
      message:
        'Could not choose the best candidate function between: public.overloaded(a => integer), public.overloaded(a => text)',
    },
  ],
  [
    'another method',
    'rpc/films_of',
    { method: 'PATCH', body: {} },
    405,
    { code: 'PGRST101', details: null, hint: null, message: 'Cannot use the PATCH method on RPC' },
  ],
  [
    'more rows than were allowed',
    'rpc/write_some',
    post({}, { prefer: 'handling=strict, max-affected=2' }),
    400,
    {
      code: 'PGRST124',
      details: 'The query affects 3 rows',
      hint: null,
      message: 'Query result exceeds max-affected preference constraint',
    },
  ],
  [
    'a limit of rows for what has none',
    'rpc/film',
    post({ film_id: 1 }, { prefer: 'handling=strict, max-affected=2' }),
    400,
    {
      code: 'PGRST128',
      details: null,
      hint: null,
      message:
        'Function must return SETOF or TABLE when max-affected preference is used with handling=strict',
    },
  ],
  [
    'a status that is none',
    'rpc/answer',
    post({ status: 'nope', headers: null }),
    500,
    {
      code: 'PGRST112',
      details: null,
      hint: null,
      message: 'response.status guc must be a valid status code',
    },
  ],
  [
    'headers in another shape',
    'rpc/answer',
    post({ status: null, headers: '{"a":1}' }),
    500,
    {
      code: 'PGRST111',
      details: null,
      hint: null,
      message:
        'response.headers guc must be a JSON array composed of objects with a single key and a string value',
    },
  ],
];
for (const [rule, path, options, status, error] of REFUSED) {
  test(`refused: ${rule}`, async () => {
    const answer = await studio.ask(path, options);
    assert.deepEqual({ status: answer.status, body: answer.body }, { status, body: error });
    assert.equal(answer.headers.get('proxy-status'), `PostgREST; error=${String(error['code'])}`);
  });
}
