import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createRest } from '../../../src/local/rest/rest.ts';
import { signToken } from '../../../src/local/gateway/token.ts';
import { startStudio } from '../../support/backend-studio.ts';
import type { Studio } from '../../support/backend-studio.ts';

let studio: Studio;

before(async () => {
  studio = await startStudio();
});
after(() => studio.close());

/** Changes the service's configuration as projects do, for one piece of work. */
async function configured(settings: Record<string, string>, work: () => Promise<void>): Promise<void> {
  const { database } = studio.backend;
  const each = (make: (name: string) => string) => Object.keys(settings).map(make).join(';');
  const reload = `notify pgrst, 'reload config'`;
  await database.exec(
    `${each((name) => `alter role authenticator set pgrst.${name} = '${settings[name]}'`)}; ${reload}`,
  );
  try {
    await work();
  } finally {
    await database.exec(`${each((name) => `alter role authenticator reset pgrst.${name}`)}; ${reload}`);
  }
}

test('only the schemas that are exposed can be asked for', async () => {
  const { status, body } = await studio.ask('boxes', { headers: { 'accept-profile': 'archive' } });
  assert.deepEqual(
    [status, body],
    [
      406,
      {
        code: 'PGRST106',
        details: null,
        hint: 'Only the following schemas are exposed: public, graphql_public',
        message: 'Invalid schema: archive',
      },
    ],
  );
});

test('schemas, search path and length of lists are options', async () => {
  const rest = await createRest({
    database: studio.backend.database,
    schemas: ['archive', 'public'],
    extraSearchPath: ['extensions'],
    maxRows: 2,
  });
  const caller = { role: 'anon', claims: { role: 'anon' } };
  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await rest.handle(
      new Request(`http://localhost${path}`, init),
      path.split('?')[0] ?? '',
      caller,
    );
    return { response, body: (await response.json()) as unknown };
  };
  try {
    const first = await ask('/boxes');
    assert.deepEqual(first.body, [{ id: 1, label: 'old' }]);
    assert.equal(first.response.headers.get('content-profile'), 'archive');
    const other = await ask('/films?select=id&order=id', { headers: { 'accept-profile': 'public' } });
    assert.deepEqual(other.body, [{ id: 1 }, { id: 2 }]);
    const embedded = await ask('/directors?select=films(id)&id=eq.1', {
      headers: { 'accept-profile': 'public' },
    });
    assert.deepEqual(embedded.body, [{ films: [{ id: 1 }, { id: 2 }] }]);
    const written = await ask('/boxes', {
      method: 'POST',
      body: '{"id":2}',
      headers: {
        'content-type': 'application/json',
        'content-profile': 'archive',
        prefer: 'return=representation',
      },
    });
    assert.deepEqual(written.body, [{ id: 2, label: null }]);
  } finally {
    await rest.close();
  }
});

test('the client names a schema', async () => {
  await configured({ db_schemas: 'public, archive' }, async () => {
    const { data } = await studio.anonymous().schema('archive').from('boxes').select('label').eq('id', 1);
    assert.deepEqual(data, [{ label: 'old' }]);
  });
});

test('a project may allow plans', async () => {
  const client = studio.anonymous();
  await configured({ db_plan_enabled: 'true' }, async () => {
    const { data, status } = await client.from('films').select().eq('id', 1).explain();
    assert.equal(status, 200);
    assert.match(String(data), /^Aggregate.*\n.*Scan/s);
    const json = await client.from('films').select().explain({ format: 'json', verbose: true });
    assert.ok('Plan' in (json.data as unknown as object[])[0]!);
  });
});

test('a project may allow aggregates', async () => {
  const client = studio.anonymous();
  assert.equal((await client.from('films').select('count()')).error?.code, 'PGRST123');
  await configured({ db_aggregates_enabled: 'true' }, async () => {
    const all = await client.from('films').select('count(),oldest:year.min(),total:seen.count()::text');
    assert.deepEqual(all.data, [{ count: 4, oldest: 1920, total: '2' }]);
    const groups = await client
      .from('films')
      .select('tint,count(),directors(first_name)')
      .eq('director_id', 1)
      .order('tint');
    assert.deepEqual(groups.data, [
      { tint: 'red', count: 1, directors: { first_name: 'Agnès' } },
      { tint: 'blue', count: 1, directors: { first_name: 'Agnès' } },
    ]);
    const inside = await client.from('directors').select('first_name,films(year.max())').eq('id', 1);
    assert.deepEqual(inside.data, [{ first_name: 'Agnès', films: [{ max: 2000 }] }]);
  });
});

test('a project may let clients take everything back', async () => {
  await configured({ db_tx_end: 'commit-allow-override' }, async () => {
    const { data } = await studio.admin
      .from('actors')
      .insert({ id: 50, name: 'Nobody' })
      .select('id')
      .rollback();
    assert.deepEqual(data, [{ id: 50 }]);
    assert.deepEqual((await studio.admin.from('actors').select().eq('id', 50)).data, []);
  });
});

test('a project may look at each request before it is done', async () => {
  await studio.backend.database.exec(`
    create function public.look() returns void language plpgsql as $$
    begin
      if current_setting('request.headers')::json ->> 'x-forbidden' = 'yes' then
        raise exception using errcode = 'PT403', message = 'not today';
      end if;
    end $$`);
  await configured({ db_pre_request: 'public.look' }, async () => {
    const { status, body } = await studio.ask('films', { headers: { 'x-forbidden': 'yes' } });
    assert.deepEqual([status, (body as { message: string }).message], [403, 'not today']);
    assert.equal((await studio.ask('films')).status, 200);
  });
});

test('a role that nobody has, or that may not be taken, is refused', async () => {
  const ask = async (role: string) => {
    const token = await signToken({ role, exp: Math.floor(Date.now() / 1000) + 60 }, studio.keys.jwtSecret);
    return studio.ask('films', { headers: { authorization: `Bearer ${token}` } });
  };
  const unknown = await ask('nobody');
  assert.deepEqual(
    [unknown.status, unknown.body],
    [401, { code: '22023', details: null, hint: null, message: 'role "nobody" does not exist' }],
  );
  assert.equal(unknown.headers.get('www-authenticate'), 'Bearer');
  const forbidden = await ask('supabase_admin');
  assert.deepEqual([forbidden.status, (forbidden.body as { code: string }).code], [403, '42501']);
});

test('a token that has run out or was signed by others is refused', async () => {
  const ask = (token: string) => studio.ask('films', { headers: { authorization: `Bearer ${token}` } });
  const claims = (exp: number) => ({ role: 'authenticated', exp: Math.floor(Date.now() / 1000) + exp });
  const expired = await ask(await signToken(claims(-60), studio.keys.jwtSecret));
  assert.deepEqual(
    [expired.status, expired.body],
    [401, { code: 'PGRST303', details: null, hint: null, message: 'JWT expired' }],
  );
  assert.equal(
    expired.headers.get('www-authenticate'),
    'Bearer error="invalid_token", error_description="JWT expired"',
  );
  const foreign = await ask(await signToken(claims(60), 'another-secret-with-at-least-32-characters'));
  assert.deepEqual(
    [foreign.status, foreign.body],
    [
      401,
      {
        code: 'PGRST301',
        details: 'None of the keys was able to decode the JWT',
        hint: null,
        message: 'No suitable key or wrong key type',
      },
    ],
  );
  assert.equal((await ask(await signToken(claims(-10), studio.keys.jwtSecret))).status, 200);
});

test('what changes in the database is known at once', async () => {
  const { database } = studio.backend;
  await database.exec('create table public.awards (id int primary key, film_id int references public.films)');
  const fresh = await studio.ask('films?select=awards(id)&id=eq.1');
  assert.deepEqual([fresh.status, fresh.body], [200, [{ awards: [] }]]);
  await database.exec('drop table public.awards');
  assert.equal((await studio.ask('films?select=awards(id)')).status, 400);
});
