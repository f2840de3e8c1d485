import assert from 'node:assert/strict';
import type { SupabaseClient } from '@supabase/supabase-js';
import type { Role, Verb } from './matrix.ts';
import { SUBJECTS } from './subjects.ts';
import type { Subject } from './subject.ts';
import type { Row, World } from './world.ts';

/** What PostgREST says when a right is missing, or a schema is not exposed. Anything else is a fault of the attempt. */
const REFUSALS = ['42501', 'PGRST106'];

/** Tries one cell over REST and looks into the database whether it had an effect. */
export async function tryRow(world: World, role: Role, name: string, verb: Verb): Promise<boolean> {
  const subject = SUBJECTS[name];
  assert.ok(subject, `the matrix names ${name}, subjects.ts does not`);
  const row =
    verb === 'insert'
      ? await subject.insertion(world, world.ids[role] ?? world.timeline.owner)
      : await subject.make(world);
  const key = pick(row, subject.key);
  const worked = await ATTEMPTS[verb]({
    world,
    subject,
    key,
    row,
    table: tableOf(world.clients[role], subject),
  });
  if (!PERMANENT.has(subject.table)) await world.drop(subject.table, key);
  return worked;
}

/** Rows of the world itself, which outlive the cell. */
const PERMANENT = new Set(['public.users', 'public.profiles', 'nality.sources', 'nality.epoch']);

type Table = ReturnType<SupabaseClient['from']>;

interface Attempt {
  world: World;
  subject: Subject;
  key: Row;
  row: Row;
  table: Table;
}

const ATTEMPTS: Record<Verb, (attempt: Attempt) => Promise<boolean>> = {
  async select({ table, key }) {
    const { data, error } = await table.select('*').match(key);
    assertRefusal(error);
    return (data ?? []).length > 0;
  },
  async insert({ world, subject, table, key, row }) {
    const { error } = await table.insert(row);
    assertRefusal(error);
    return (await world.find(subject.table, key)) !== undefined;
  },
  async update({ world, subject, table, key }) {
    const { error } = await table.update(subject.change).match(key);
    assertRefusal(error);
    return (await world.find(subject.table, { ...key, ...subject.change })) !== undefined;
  },
  async delete({ world, subject, table, key }) {
    const before = await world.find(subject.table, key);
    const { error } = await table.delete().match(key);
    assertRefusal(error);
    const left = await world.find(subject.table, key);
    return left === undefined || left['deleted_at'] !== before?.['deleted_at'];
  },
};

function tableOf(client: SupabaseClient, subject: Subject): Table {
  const [schema = '', table = ''] = subject.table.split('.');
  return client.schema(schema).from(table) as Table;
}

function assertRefusal(error: { code: string; message: string } | null): void {
  assert.ok(error === null || REFUSALS.includes(error.code), `${error?.code}: ${error?.message}`);
}

function pick(row: Row, columns: string[]): Row {
  return Object.fromEntries(columns.map((column) => [column, row[column]]));
}
