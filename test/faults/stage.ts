import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startBackend, type Backend } from '../../src/local/backend.ts';
import { signAccessToken } from '../../src/local/gateway/token.ts';
import type { Cluster } from '../postgres/cluster.ts';
import type { Row, Version } from './evidence.ts';

/** The server under a run, and the ways past the core by which it is checked. */
export interface Stage {
  port(): number;
  /** The publishable key. */
  readonly key: string;
  /** The database as its owner sees it. */
  sql<T extends object>(text: string, values?: unknown[]): Promise<T[]>;
  /** A connection of one's own to the database, where it takes several. */
  connect(): Promise<pg.Client>;
  /** A token of a person that is valid for so many seconds from now on; less than 0: that has expired. */
  token(person: string, seconds: number): Promise<string>;
  /** An owner of a timeline and somebody who may edit it. */
  createPair(): Promise<Pair>;
  /** The live rows of a timeline as a fresh reading of that person gives them. */
  readAs(person: string, owner: string): Promise<readonly Row[]>;
  /** Every version that the rows of these people's timelines ever had, in the order of their making. */
  versions(owners: readonly string[]): Promise<readonly Version[]>;
  /** Which of these operations the ledger holds, and for whom. */
  ledger(operations: readonly string[]): Promise<readonly { actor: string; op_id: string }[]>;
  /** Breaks off everything and starts again, with what was committed. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Two people on one timeline. */
export interface Pair {
  readonly owner: string;
  readonly editor: string;
}

/**
 * Every version of every event, noted by a trigger of our own: what happened is told by the database and by nobody
 * who is tested. A tombstone keeps no content, so the row it was made from is looked up before.
 */
const NOTE_VERSIONS = `
  create schema if not exists faults;
  create table if not exists faults.versions (
    place bigint generated always as identity primary key,
    owner uuid not null, row_id uuid not null, actor uuid, kind text not null, content jsonb not null,
    at timestamptz not null default clock_timestamp());
  create index if not exists versions_owner on faults.versions (owner);
  create or replace function faults.note() returns trigger language plpgsql security definer set search_path = '' as $$
  begin
    insert into faults.versions (owner, row_id, actor, kind, content)
    values (coalesce(old.user_id, new.user_id), coalesce(new.id, old.id), auth.uid(), tg_op, to_jsonb(coalesce(new, old)));
    return null;
  end $$;
  create or replace trigger faults_note after insert or update or delete on public.life_events
    for each row execute function faults.note();`;

const NO_PAUSES = {
  connectError: 0,
  channelError: 0,
  resubscribe: 0,
  resubscribeSpread: 50,
  retry: 200,
  recovery: 200,
};

/** One server serves many runs, each of which stands for a project with limits of its own. */
const LIMITS = {
  connections: 10_000,
  joinsPerSecond: 10_000,
  eventsPerSecond: 100_000,
  presenceEventsPerSecond: 100_000,
};

/** Starts a backend on PGlite, or on a server of its own. */
export async function openStage(cluster?: Cluster): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'nality-faults-'));
  const place = cluster ? { databaseUrl: cluster.url } : { dataDir: join(folder, 'data') };
  const options = { ...place, seed: false, realtime: { pauses: NO_PAUSES, limits: LIMITS } };
  let backend: Backend = await startBackend(options);
  const { keys, port } = backend;
  const { pass, alone } = createGate();
  const sql = <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
    pass(async () => (await backend.database.query<T>(text, values)).rows);
  const token = (person: string, seconds: number): Promise<string> => {
    const now = Math.floor(Date.now() / 1000);
    const times = { iat: now - 3600, exp: now + seconds };
    return signAccessToken({ sub: person, role: 'authenticated', aud: 'authenticated', ...times }, keys);
  };
  const readAs = async (person: string, owner: string): Promise<readonly Row[]> => {
    const query = `user_id=eq.${owner}&deleted_at=is.null&order=id`;
    const headers = { apikey: keys.publishable, authorization: `Bearer ${await token(person, 600)}` };
    const answer = await fetch(`http://127.0.0.1:${port}/rest/v1/life_events?${query}`, { headers });
    if (!answer.ok) throw new Error(`A fresh reading was refused: ${await answer.text()}`);
    return (await answer.json()) as Row[];
  };
  const restart = async (): Promise<void> => {
    if (cluster) return cluster.restart();
    await backend.close();
    backend = await startBackend({ ...options, port });
  };
  await backend.database.exec(NOTE_VERSIONS);
  return {
    port: () => port,
    key: keys.publishable,
    sql,
    connect: () => pass(() => connect(cluster?.url)),
    token,
    createPair: () => createPair(sql),
    readAs: (person, owner) => pass(() => readAs(person, owner)),
    versions: (owners) => sql(VERSIONS, [owners]),
    ledger: (operations) =>
      sql('select actor, op_id from nality.ledger where op_id = any ($1::uuid[])', [operations]),
    restart: () => alone(restart),
    async close() {
      await backend.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function connect(url: string | undefined): Promise<pg.Client> {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

const VERSIONS = `select row_id, actor, kind, content, (extract(epoch from at) * 1000)::float8 as at
  from faults.versions where owner = any ($1::uuid[]) order by place`;

/** What checks the runs is not to be hurt by a restart, as the people in them are: either the one or the other. */
function createGate() {
  const passing = new Set<Promise<unknown>>();
  let closed: Promise<void> = Promise.resolve();
  return {
    async pass<T>(work: () => Promise<T>): Promise<T> {
      await closed;
      const done = work();
      const settled = done.catch(() => undefined).finally(() => passing.delete(settled));
      passing.add(settled);
      return done;
    },
    async alone(work: () => Promise<void>): Promise<void> {
      closed = closed.then(async () => {
        while (passing.size > 0) await Promise.all(passing);
        await work();
      });
      await closed;
    },
  };
}

async function createPair(sql: Stage['sql']): Promise<Pair> {
  const [owner, editor] = [randomUUID(), randomUUID()];
  await sql(
    `insert into auth.users (id, email, raw_user_meta_data)
     select id, id || '@faults.test', jsonb_build_object('display_name', name)
     from unnest($1::uuid[], array['Marie', 'Irène']) people (id, name)`,
    [[owner, editor]],
  );
  await sql(
    `insert into public.timeline_shares (owner_id, grantee_kind, grantee_id, level, created_by)
     values ($1, 'user', $2, 'edit', $1)`,
    [owner, editor],
  );
  return { owner, editor };
}
