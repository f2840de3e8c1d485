import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { tryFile } from './files.ts';
import { ROLES, TABLES, TOPICS } from './matrix.ts';
import type { Line, Role, Verb } from './matrix.ts';
import { Room } from './room.ts';
import { tryRow } from './rows.ts';
import { tryTopic } from './speech.ts';
import { topicOf } from './topics.ts';
import { createWorld } from './world.ts';
import type { World } from './world.ts';

describe('the matrix of rights', () => {
  let world: World;
  before(async () => {
    world = await createWorld();
  });
  after(() => world.close());

  it('names every table, with every verb', async () => {
    const tables = await world.sql(
      `select case relnamespace when 'nality'::regnamespace then 'nality.' else '' end || relname as name
       from pg_class where relnamespace in ('public'::regnamespace, 'nality'::regnamespace) and relkind in ('r', 'p', 'v', 'm')`,
    );
    const lines = bySubject(TABLES);
    for (const name of [...tables.map((table) => String(table['name'])), 'storage.objects'])
      assert.deepEqual(
        lines.get(name)?.map((line) => line.verb),
        ['select', 'insert', 'update', 'delete'],
        name,
      );
  });

  describe('of tables and files', () => {
    for (const [subject, lines] of bySubject(TABLES))
      for (const role of ROLES)
        it(`${subject}: ${role}`, async () => {
          await checkCells(lines, role, (verb) => tryTable(world, role, subject, verb as Verb));
        });
  });

  describe('of topics', () => {
    for (const [subject, lines] of bySubject(TOPICS))
      describe(subject, () => {
        let room: Room;
        before(async () => {
          room = await Room.open(world, topicOf(world, subject));
        });
        after(() => room.close(world));

        for (const role of ROLES)
          it(`${subject}: ${role}`, async () => {
            await checkCells(lines, role, (verb) => tryTopic(world, role, room, verb));
          });
      });
  });
});

function tryTable(world: World, role: Role, subject: string, verb: Verb): Promise<boolean> {
  if (subject === 'storage.objects') return tryFile(world, role, world.timeline, verb);
  if (subject === 'storage.objects, public') return tryFile(world, role, world.publicTimeline, verb);
  return tryRow(world, role, subject, verb);
}

/** Tries every cell before it fails, so that one run tells of all that is wrong. */
async function checkCells(
  lines: Line[],
  role: Role,
  attempt: (verb: string) => Promise<boolean>,
): Promise<void> {
  const found: Record<string, boolean> = {};
  for (const { verb } of lines) found[verb] = await attempt(verb);
  assert.deepEqual(found, Object.fromEntries(lines.map(({ verb, allowed }) => [verb, allowed[role]])));
}

function bySubject(lines: Line[]): Map<string, Line[]> {
  const groups = new Map<string, Line[]>();
  for (const line of lines) groups.set(line.subject, [...(groups.get(line.subject) ?? []), line]);
  return groups;
}
