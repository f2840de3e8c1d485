import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { age } from './fixtures.ts';
import { openProject, refusal } from './project.ts';
import type { Person, Row, TestProject } from './project.ts';

const KEYS = JSON.stringify({ p256dh: 'k', auth: 'a' });
const endpoint = (): string => `https://push.test/${randomUUID()}`;

describe('web push in the database', () => {
  let project: TestProject;
  let marie: Person;
  let irene: Person;
  before(async () => {
    project = await openProject();
    [marie, irene] = [await project.person('Marie'), await project.person('Irène')];
  });
  after(() => project.close());

  /** Notes a browser as the page does; answers its id. */
  const note = async (who: Person, at = endpoint(), instead: string | null = null): Promise<string> => {
    const id = randomUUID();
    await project.rows(who, 'select nality_push_on($1, $2, $3, $4, $5)', [id, who.id, at, KEYS, instead]);
    return id;
  };
  const idsOf = async (who: Person): Promise<unknown[]> =>
    (await project.rows(who, 'select id from push_subscriptions order by created_at, id')).map(
      ({ id }) => id,
    );
  const notify = (who: Person): Promise<string> =>
    project.value(
      'service_role',
      `insert into user_notifications (user_id, title) values ($1, 'News') returning id`,
      [who.id],
    );

  it('has one row per browser: the same address again, or one in its place', async () => {
    const at = endpoint();
    await note(marie, at);
    const again = await note(marie, at);
    assert.deepEqual(await idsOf(marie), [again]);
    const next = await note(marie, endpoint(), again);
    assert.deepEqual(await idsOf(marie), [next]);
    await project.rows(marie, 'select nality_push_off($1)', [next]);
    assert.deepEqual(await idsOf(marie), []);
  });

  it('lets the oldest browser go for a twenty-first', async () => {
    const person = await project.person();
    await age(project, 'push_subscriptions', 'created_at', ['id', await note(person)]);
    const ids: string[] = [];
    for (let n = 0; n < 20; n++) ids.push(await note(person));
    assert.deepEqual(new Set(await idsOf(person)), new Set(ids));
  });

  it('notes nobody’s browser for somebody else, and ends none', async () => {
    const id = await note(irene);
    const forge = 'select nality_push_on($1, $2, $3, $4, $5)';
    await assert.rejects(
      project.rows(marie, forge, [randomUUID(), irene.id, endpoint(), KEYS, id]),
      refusal('42501'),
    );
    await project.rows(marie, forge, [randomUUID(), marie.id, endpoint(), KEYS, id]);
    await project.rows(marie, 'select nality_push_off($1)', [id]);
    assert.deepEqual(await idsOf(irene), [id]);
    await assert.rejects(project.rows('anon', 'select nality_push_off($1)', [id]), refusal('42501'));
  });

  it('makes a notification where there is no pg_net, no vault, or no secret in it', async () => {
    await note(marie);
    assert.ok(await notify(marie));
    await project.as('supabase_admin', (sql) => sql.exec(HOSTED));
    assert.ok(await notify(marie));
    assert.deepEqual(await project.rows('supabase_admin', 'select * from net.sent'), []);
  });

  it('hands a notification to the function by its id alone, for who has a browser', async () => {
    await project.as('supabase_admin', (sql) => sql.exec(SECRETS));
    await note(irene);
    const nobody = await project.person();
    await notify(nobody);
    const id = await notify(irene);
    assert.deepEqual(await project.rows<Row>('supabase_admin', 'select url, body, headers from net.sent'), [
      {
        url: 'https://x.supabase.co/functions/v1/push',
        body: { type: 'INSERT', schema: 'public', table: 'user_notifications', record: { id } },
        headers: { 'content-type': 'application/json', apikey: 'sb_secret_x' },
      },
    ]);
  });

  it('keeps a notification that cannot be handed on', async () => {
    await project.as('supabase_admin', (sql) => sql.exec('drop function net.http_post'));
    assert.ok(await notify(irene));
  });
});

/** The parts of Supabase's vault and of pg_net (0.14) that the trigger needs, by their names and parameters. */
const HOSTED = `
  create schema vault;
  create table vault.decrypted_secrets (name text, decrypted_secret text);
  create schema net;
  create table net.sent (url text, body jsonb, headers jsonb);
  create function net.http_post(url text, body jsonb default '{}', params jsonb default '{}',
    headers jsonb default '{"Content-Type": "application/json"}', timeout_milliseconds int default 5000) returns bigint
  language sql as $$ insert into net.sent values (url, body, headers) returning 1::bigint $$;
  grant usage on schema vault, net to postgres;
  grant select on vault.decrypted_secrets to postgres;
  grant insert on net.sent to postgres;
  grant execute on function net.http_post to postgres;
`;

const SECRETS = `
  insert into vault.decrypted_secrets values
    ('nality_push_url', 'https://x.supabase.co/functions/v1/push'), ('nality_push_key', 'sb_secret_x');
`;
