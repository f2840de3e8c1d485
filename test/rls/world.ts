import { randomUUID } from 'node:crypto';
import type { SupabaseClient } from '@supabase/supabase-js';
import { startTestBackend } from '../support/backend.ts';
import type { Person, TestBackend } from '../support/backend.ts';
import { ROLES } from './matrix.ts';
import type { Role } from './matrix.ts';

export type Row = Record<string, unknown>;

/** A timeline and what belongs to its owner. */
export interface Timeline {
  owner: string;
  event: string;
}

/** The people of the matrix, and what is there before any cell is tried. */
export interface World {
  backend: TestBackend;
  clients: Record<Role, SupabaseClient>;
  /** Who each role is; nobody for the anonymous. */
  ids: Record<Role, string | null>;
  /** The owner in a second window: listens while the others try. */
  listener: Person;
  /** Somebody without any part in it all. */
  stranger(): Promise<string>;
  timeline: Timeline;
  publicTimeline: Timeline;
  family: string;
  session: string;
  /** Writes a row past all policies; answers it. */
  put(table: string, row: Row): Promise<Row>;
  /** The row that has these values, past all policies. */
  find(table: string, values: Row): Promise<Row | undefined>;
  /** Removes rows that have these values, for good. */
  drop(table: string, values: Row): Promise<void>;
  sql(text: string, params?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

/** Nothing in the matrix is about rates. */
const LIMITS = {
  joinsPerSecond: 1e6,
  eventsPerSecond: 1e6,
  presenceEventsPerSecond: 1e6,
  presenceCalls: 1e6,
};

export async function createWorld(): Promise<World> {
  const backend = await startTestBackend({ seed: false, realtime: { limits: LIMITS } });
  const rows = rowsOf(backend);
  const people = await createPeople(backend);
  const id = (role: Exclude<Role, 'anonymous'>): string => people[role].id;

  const family = await foundFamily(rows, id('owner'), id('commenter'));
  const timeline = await createTimeline(rows, id('owner'));
  for (const level of ['viewer', 'editor', 'admin'] as const)
    await rows.share(id('owner'), { grantee_kind: 'user', grantee_id: id(level), level: LEVELS[level] });
  await rows.share(id('owner'), { grantee_kind: 'family', grantee_id: family, level: 'comment' });

  const publicTimeline = await createTimeline(rows, await rows.stranger());
  await rows.share(publicTimeline.owner, { grantee_kind: 'public', level: 'view' });

  const session = (await rows.put('public.chat_sessions', { user_id: id('owner'), title: 'Childhood' }))[
    'id'
  ] as string;
  await rows.put('public.chat_participants', { session_id: session, user_id: id('editor') });

  return {
    backend,
    ...rows,
    clients: { anonymous: backend.anonymous(), ...mapRoles(people, (person) => person.client) },
    ids: { anonymous: null, ...mapRoles(people, (person) => person.id) },
    listener: await backend.signIn(people.owner.email, people.owner.password),
    timeline,
    publicTimeline,
    family,
    session,
    close: () => backend.close(),
  };
}

const LEVELS = { viewer: 'view', editor: 'edit', admin: 'admin' } as const;

type People = Record<Exclude<Role, 'anonymous'>, Person>;

async function createPeople(backend: TestBackend): Promise<People> {
  const people: Partial<People> = {};
  for (const role of ROLES) if (role !== 'anonymous') people[role] = await backend.createPerson(role);
  return people as People;
}

function mapRoles<T>(people: People, map: (person: Person) => T): Record<keyof People, T> {
  return Object.fromEntries(Object.entries(people).map(([role, person]) => [role, map(person)])) as Record<
    keyof People,
    T
  >;
}

function rowsOf(backend: TestBackend) {
  const sql = async (text: string, params: unknown[] = []): Promise<Row[]> =>
    (await backend.backend.database.query(text, params)).rows;
  const put = async (table: string, row: Row): Promise<Row> => {
    const columns = Object.keys(row).join(', ');
    const [written] = await sql(
      `insert into ${table} (${columns}) select ${columns} from jsonb_populate_record(null::${table}, $1::jsonb) returning *`,
      [JSON.stringify(row)],
    );
    return written ?? {};
  };
  const find = async (table: string, values: Row): Promise<Row | undefined> => {
    const [found] = await sql(`select to_jsonb(t) as row from ${table} t where to_jsonb(t) @> $1::jsonb`, [
      JSON.stringify(values),
    ]);
    return found?.['row'] as Row | undefined;
  };
  const drop = async (table: string, values: Row): Promise<void> => {
    await sql(`delete from ${table} t where to_jsonb(t) @> $1::jsonb`, [JSON.stringify(values)]);
  };
  const stranger = async (): Promise<string> => {
    const id = randomUUID();
    await sql(`insert into auth.users (id, email) values ($1, $2)`, [id, `${id}@stranger.test`]);
    return id;
  };
  const share = (owner_id: string, grant: Row) =>
    put('public.timeline_shares', { owner_id, created_by: owner_id, ...grant });
  return { sql, put, find, drop, stranger, share };
}

type Rows = ReturnType<typeof rowsOf>;

async function foundFamily(rows: Rows, owner: string, member: string): Promise<string> {
  const family = (await rows.put('public.families', { name: 'Curie', created_by: owner }))['id'] as string;
  await rows.put('public.family_members', { family_id: family, user_id: member });
  return family;
}

async function createTimeline(rows: Rows, owner: string): Promise<Timeline> {
  const event = await rows.put('public.life_events', {
    user_id: owner,
    created_by: owner,
    title: 'Radium',
    start_date: '1898-12-26',
  });
  return { owner, event: event['id'] as string };
}
