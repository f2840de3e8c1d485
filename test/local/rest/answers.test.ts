import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { SupabaseClient } from '@supabase/supabase-js';
import { startStudio } from '../../support/backend-studio.ts';
import type { Studio } from '../../support/backend-studio.ts';

let studio: Studio;
let client: SupabaseClient;

before(async () => {
  studio = await startStudio();
  client = studio.anonymous();
});
after(() => studio.close());

test('values keep all their digits and their own forms', async () => {
  const { text } = await studio.ask('films?id=eq.1&select=gross,seen,runs,code,picture,facts,tint');
  assert.equal(
    text,
    '[{"gross":123456789012345678.90,"seen":9007199254740993,"runs":"[1,5)","code":"ab   ",' +
      '"picture":"\\\\x00ff","facts":{"tags": ["city", "day"], "score": {"press": 9}},"tint":"red"}]',
  );
  const times = await studio.ask('screenings?select=starts_at&order=id');
  assert.deepEqual(times.body, [
    { starts_at: '2026-11-22T14:35:11.373+00:00' },
    { starts_at: '2026-11-22T14:35:11+00:00' },
  ]);
});

test('a wish for another timezone is granted', async () => {
  const { body, headers } = await studio.ask('screenings?select=starts_at&id=eq.1', {
    headers: { prefer: 'timezone=Europe/Paris' },
  });
  assert.deepEqual(body, [{ starts_at: '2026-11-22T15:35:11.373+01:00' }]);
  assert.equal(headers.get('preference-applied'), 'timezone=Europe/Paris');
});

test('an answer says what it is', async () => {
  const { headers } = await studio.ask('films?select=id&order=id&limit=1');
  assert.equal(headers.get('content-type'), 'application/json; charset=utf-8');
  assert.equal(headers.get('content-profile'), 'public');
  assert.equal(headers.get('content-location'), '/films?limit=1&order=id&select=id');
  assert.equal(headers.get('content-range'), '0-0/*');
});

/** Query and header → status and range. Four films are there. */
const RANGES: [path: string, headers: Record<string, string>, status: number, range: string][] = [
  ['films?order=id', {}, 200, '0-3/*'],
  ['films?order=id', { prefer: 'count=exact' }, 200, '0-3/4'],
  ['films?order=id&limit=2', { prefer: 'count=exact' }, 206, '0-1/4'],
  ['films?order=id&offset=3', { prefer: 'count=exact' }, 206, '3-3/4'],
  ['films?order=id&offset=4', { prefer: 'count=exact' }, 206, '*/4'],
  ['films?order=id&offset=9', { prefer: 'count=exact' }, 416, '*/4'],
  ['films?order=id&offset=9', {}, 200, '*/*'],
  ['films?order=id&limit=0', {}, 200, '*/*'],
  ['films?order=id&limit=two', {}, 200, '0-3/*'],
  ['films?order=id&id=gt.9', { prefer: 'count=exact' }, 200, '*/0'],
  ['films?order=id', { range: '1-2' }, 200, '1-2/*'],
  ['films?order=id', { range: '2-' }, 200, '2-3/*'],
  ['films?order=id&limit=3', { range: '1-9' }, 200, '1-2/*'],
  ['films?order=id&limit=1', { prefer: 'count=estimated' }, 206, '0-0/4'],
];
for (const [path, headers, status, range] of RANGES) {
  test(`${path} with ${JSON.stringify(headers)} is ${status}, ${range}`, async () => {
    const answer = await studio.ask(path, { headers });
    assert.deepEqual([answer.status, answer.headers.get('content-range')], [status, range]);
  });
}

test('a planned count is a guess of PostgreSQL', async () => {
  const { status, count } = await client
    .from('films')
    .select('id', { count: 'planned' })
    .gt('id', 0)
    .limit(1);
  assert.equal(status, 206);
  assert.ok(count !== null && count > 4, 'tables that were never analysed look larger than they are');
});

test('ranges that cannot be are refused', async () => {
  const backwards = await studio.ask('films', { headers: { range: '3-1' } });
  assert.deepEqual(
    [backwards.status, backwards.body],
    [
      416,
      {
        code: 'PGRST103',
        details: 'The lower boundary must be lower than or equal to the upper boundary in the Range header.',
        hint: null,
        message: 'Requested range not satisfiable',
      },
    ],
  );
  const negative = await studio.ask('films?limit=-1');
  assert.deepEqual(
    [negative.status, (negative.body as { details: string }).details],
    [416, 'Limit should be greater than or equal to zero.'],
  );
});

test('HEAD answers like GET, without a body', async () => {
  const { status, text, headers } = await studio.ask('films?limit=1', {
    method: 'HEAD',
    headers: { prefer: 'count=exact' },
  });
  assert.deepEqual([status, text, headers.get('content-range')], [206, '', '0-0/4']);
});

test('rows can come as CSV', async () => {
  const { data } = await client.from('films').select('id,title,picture,tint').order('id').limit(2).csv();
  assert.equal(data, 'id,title,picture,tint\n1,Cléo,"\\\\x00ff",red\n2,Gleaners,,blue');
  const { headers } = await studio.ask('films', { headers: { accept: 'text/csv' } });
  assert.equal(headers.get('content-type'), 'text/csv; charset=utf-8');
});

test('one row comes as an object, without its nulls if they are not wanted', async () => {
  const { headers, text } = await studio.ask('films?id=eq.2&select=id,code', {
    headers: { accept: 'application/vnd.pgrst.object+json;nulls=stripped' },
  });
  assert.equal(text, '{"id":2}');
  assert.equal(
    headers.get('content-type'),
    'application/vnd.pgrst.object+json;nulls=stripped; charset=utf-8',
  );
});

test('the best form that is there is taken', async () => {
  const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
  assert.equal((await studio.ask('films', { headers: { accept: browser } })).status, 200);
  const none = await studio.ask('films', { headers: { accept: 'text/html, image/png' } });
  assert.deepEqual(
    [none.status, none.body],
    [
      406,
      {
        code: 'PGRST107',
        details: null,
        hint: null,
        message: 'None of these media types are available: text/html, image/png',
      },
    ],
  );
});

test('plans are not shown unless the project allows it', async () => {
  const { status, error } = await client.from('films').select().explain({ analyze: true });
  assert.deepEqual(
    [status, error?.code, error?.message],
    [
      406,
      'PGRST107',
      'None of these media types are available: application/vnd.pgrst.plan+text; for="application/json"; options=analyze',
    ],
  );
});

test('the description of the API is for the secret key alone', async () => {
  const refused = await client.getOpenApiSpec();
  assert.deepEqual([refused.status, refused.error?.message], [401, 'Access to schema is forbidden']);
  const { data, status } = await studio.admin.getOpenApiSpec();
  assert.equal(status, 200);
  const api = data as unknown as {
    swagger: string;
    paths: Record<string, object>;
    definitions: Record<string, { properties: Record<string, object>; required?: string[] }>;
  };
  assert.equal(api.swagger, '2.0');
  assert.deepEqual(Object.keys(api.paths['/films'] ?? {}), ['get', 'post', 'delete', 'patch']);
  assert.deepEqual(Object.keys(api.paths['/rpc/films_of'] ?? {}), ['get', 'post']);
  assert.deepEqual(api.definitions['films']?.required, ['id', 'title']);
  assert.deepEqual(api.definitions['films']?.properties['director_id'], {
    description: "Note:\nThis is a Foreign Key to `directors.id`.<fk table='directors' column='id'/>",
    format: 'integer',
    type: 'integer',
  });
  assert.deepEqual(api.definitions['films']?.properties['tint'], {
    default: 'red',
    enum: ['red', 'blue'],
    format: 'public.colour',
    type: 'string',
  });
});
