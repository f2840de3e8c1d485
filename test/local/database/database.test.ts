import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Database, Sql } from '../../../src/local/database/database.ts';
import { PLATFORM_ONLY, openTestDatabase } from '../../support/test-database.ts';
import { waitFor } from '../realtime/wait-for.ts';

// What holds for every database under the backend: PGlite here, PostgreSQL in `npm run test:postgres`.

let database: Database;
let close: () => Promise<void>;
before(async () => {
  ({ database, close } = await openTestDatabase(PLATFORM_ONLY));
  await database.exec('create table public.t (n int primary key)');
});
after(() => close());

async function numbers(): Promise<number[]> {
  return (await database.query<{ n: number }>('select n from public.t order by n')).rows.map((row) => row.n);
}

async function value(expression: string, ...params: unknown[]): Promise<unknown> {
  return (await database.query<{ value: unknown }>(`select ${expression} as value`, params)).rows[0]?.value;
}

test('a transaction that fails leaves nothing, and the next one is whole', async () => {
  const failing = database.transaction(async (sql) => {
    await sql.exec('insert into public.t values (1)');
    throw new Error('changed my mind');
  });
  await assert.rejects(failing, /changed my mind/);
  assert.deepEqual(await numbers(), []);
  await database.transaction((sql) => sql.exec('insert into public.t values (2)'));
  assert.deepEqual(await numbers(), [2]);
});

test('what a function sets for its session is gone with the transaction', async () => {
  await database.exec(`create function public.poison() returns void language plpgsql as $$
    begin
      perform set_config('app.tenant', 'mine', false), set_config('statement_timeout', '7777', false);
      set role anon;
    end $$`);
  await database.transaction((sql) => sql.query('select public.poison()'));
  await database.query('select public.poison()');
  assert.equal(await value('current_user'), 'supabase_admin');
  assert.equal(await value(`coalesce(current_setting('app.tenant', true), '')`), '');
  assert.notEqual(await value(`current_setting('statement_timeout')`), '7777ms');
  await database.exec('drop function public.poison()');
});

test('nobody speaks into a transaction after its end', async () => {
  let kept: Sql | undefined;
  await database.transaction(async (sql) => {
    kept = sql;
  });
  await assert.rejects(kept?.query('select 1') ?? Promise.resolve(), /already ended/);
});

test('a deferred violation fails the transaction at its end', async () => {
  await database.exec(`create table public.u (n int references public.t deferrable initially deferred)`);
  await assert.rejects(
    database.transaction((sql) => sql.exec('insert into public.u values (99)')),
    { code: '23503' },
  );
});

test('statements are one each with parameters or without, many in exec, all or nothing', async () => {
  await assert.rejects(database.query('select 1; select 2'), { code: '42601' });
  await assert.rejects(database.exec('insert into public.t values (7); insert into public.t values (7)'), {
    code: '23505',
  });
  assert.equal((await numbers()).includes(7), false);
  await database.exec('insert into public.t values (7); delete from public.t where n = 7');
});

test('statements of a transaction may be asked for at once and run in that order', async () => {
  const seen = await database.transaction((sql) =>
    Promise.all([1, 2, 3].map((n) => sql.query('select $1::int as n', [n]))),
  );
  assert.deepEqual(
    seen.flatMap(({ rows }) => rows),
    [{ n: 1 }, { n: 2 }, { n: 3 }],
  );
});

test('notifications come after the commit, in order, and not after a rollback', async () => {
  const heard: (string | undefined)[] = [];
  const stop = await database.listen('news', (payload) => heard.push(payload));
  await database.transaction(async (sql) => {
    await sql.exec(`notify news, 'one'; notify news, 'two'`);
    assert.deepEqual(heard, []);
  });
  await database
    .transaction(async (sql) => {
      await sql.exec(`notify news, 'never'`);
      throw new Error('no');
    })
    .catch(() => undefined);
  await database.exec(`notify news, ''`);
  await waitFor(() => heard.includes(''), 'the last notification');
  assert.deepEqual(heard, ['one', 'two', '']);

  await stop();
  const others: (string | undefined)[] = [];
  const stopOthers = await database.listen('others', (payload) => others.push(payload));
  await database.exec(`notify news, 'late'; notify others, 'last'`);
  await waitFor(() => others[0], 'the notification of others');
  assert.deepEqual(heard, ['one', 'two', '']);
  await stopOthers();
});

test('text is taken for every type, lists for arrays', async () => {
  const { rows } = await database.query(
    `select $1::boolean as yes, $2::int[] as list, $3::jsonb as json, $4::timestamptz as at, encode($5::bytea, 'hex') as bytes`,
    ['true', '{1,2}', '{"a":1}', '2026-11-22 14:35:11.373+00', '\\x0aff'],
  );
  assert.deepEqual(rows, [
    { yes: true, list: [1, 2], json: { a: 1 }, at: '2026-11-22T14:35:11.373Z', bytes: '0aff' },
  ]);
  assert.deepEqual(await value('$1::text[]', ['a,b', '"c"', '']), ['a,b', '"c"', '']);
  assert.deepEqual(await value('$1::bigint[]', [1, '2']), [1, 2]);
  assert.equal(await value(`encode($1::bytea, 'hex')`, new Uint8Array([0, 255])), '00ff');
  assert.deepEqual(
    (await database.query('select $1::int as a, $2::boolean as b, $3::text as c', [1, true, null])).rows,
    [{ a: 1, b: true, c: null }],
  );
});

const VALUES: [sql: string, value: unknown][] = [
  [`true`, true],
  [`'\\x0aff'::bytea`, new Uint8Array([10, 255])],
  [`5::smallint`, 5],
  [`5::bigint`, 5],
  [`9007199254740993::bigint`, 9007199254740993n],
  [`1.5::float4`, 1.5],
  [`'NaN'::float8`, NaN],
  [`1.50::numeric`, '1.50'],
  [`'{"a": [1, null]}'::json`, { a: [1, null] }],
  [`'"x"'::jsonb`, 'x'],
  [`date '2024-02-29'`, '2024-02-29'],
  [`timestamp '2024-02-29 10:00:00.123456'`, '2024-02-29 10:00:00.123456'],
  [`timestamptz '2024-02-29 10:00:00.123456+02'`, '2024-02-29T08:00:00.123456Z'],
  [`interval '1 day 2 hours'`, '1 day 02:00:00'],
  [`'pg_class'::regclass`, 'pg_class'],
  [`5::oid`, 5],
  [`'12'::xid8`, '12'],
  [`null::int`, null],
  [`'name'::name`, 'name'],
  [`array[1, 2]`, [1, 2]],
  [`array['a', 'b,c', '']`, ['a', 'b,c', '']],
  [
    `array[[1, 2], [3, 4]]`,
    [
      [1, 2],
      [3, 4],
    ],
  ],
  [`array[true, false]`, [true, false]],
  [`array[timestamptz '2024-02-29 10:00:00+00']`, ['2024-02-29T10:00:00Z']],
  [`array['{"a": 1}'::jsonb]`, [{ a: 1 }]],
  [`'{}'::text[]`, []],
  [`array['7a1f2b40-0000-4000-8000-000000000000'::uuid]`, ['7a1f2b40-0000-4000-8000-000000000000']],
];

test('values are read alike, whatever the engine', async () => {
  for (const [sql, expected] of VALUES) assert.deepEqual(await value(sql), expected, sql);
  assert.deepEqual((await database.query('select from generate_series(1, 2)')).rows, [{}, {}]);
  assert.deepEqual((await database.query('create temp table gone () on commit drop')).rows, []);
});

test('an error says what the server said', async () => {
  await database.exec(`
    create table public.checked (n int constraint positive check (n > 0));
    create function public.complain() returns void language plpgsql as $$ begin
      raise exception 'no' using errcode = 'P0042', detail = 'the detail', hint = 'the hint';
    end $$;
  `);
  await assert.rejects(database.query('select nope'), { code: '42703', position: '8' });
  await assert.rejects(database.query('insert into public.checked values ($1)', [-1]), {
    code: '23514',
    constraint: 'positive',
    table: 'checked',
    schema: 'public',
  });
  await assert.rejects(database.query('select public.complain()'), {
    code: 'P0042',
    message: 'no',
    detail: 'the detail',
    hint: 'the hint',
  });
  await assert.rejects(database.exec('select 1; selct 2'), { code: '42601', position: '11' });
});

test('a transaction sets what it likes; nobody after it sees any of that', async () => {
  const state = `select current_user::text as who, session_user::text as session,
    current_setting('request.jwt.claims', true) as claims, current_setting('search_path') as path,
    current_setting('timezone') as zone, current_setting('statement_timeout') as timeout`;
  const clean = {
    ...{ who: 'supabase_admin', session: 'supabase_admin', zone: 'UTC', timeout: '0' },
    path: '"$user", public, extensions',
  };
  const soil = [
    'set local session authorization authenticator; set local role anon',
    `set local request.jwt.claims to '{"sub":"a"}'; set local search_path to extensions`,
    `set local timezone to 'Asia/Tokyo'; set local statement_timeout to 1234`,
  ];
  const rounds = Array.from({ length: 30 }, async (_, round) => {
    await database
      .transaction(async (sql) => {
        for (const statement of soil) await sql.exec(statement);
        assert.deepEqual((await sql.query<{ who: string }>('select current_user::text as who')).rows, [
          { who: 'anon' },
        ]);
        if (round % 3 === 0) throw new Error('rolled back');
        if (round % 3 === 1) await sql.query('select 1 / 0');
      })
      .catch(() => undefined);
    const { rows } = await database.query<Record<string, unknown>>(state);
    const { claims, ...rest } = rows[0] ?? {};
    assert.deepEqual([claims ?? '', rest], ['', clean]);
  });
  await Promise.all(rounds);
});

test('the roles are those of a hosted project', async () => {
  const { rows } = await database.query(
    `select rolname, rolsuper, rolbypassrls, rolcanlogin from pg_roles
     where rolname in ('supabase_admin', 'postgres', 'anon', 'authenticated', 'service_role', 'authenticator') order by 1`,
  );
  const role = (rolname: string, rolsuper: boolean, rolbypassrls: boolean, rolcanlogin: boolean) => ({
    ...{ rolname, rolsuper, rolbypassrls, rolcanlogin },
  });
  assert.deepEqual(rows, [
    role('anon', false, false, false),
    role('authenticated', false, false, false),
    role('authenticator', false, false, true),
    role('postgres', false, true, true),
    role('service_role', false, true, false),
    role('supabase_admin', true, true, true),
  ]);
});
