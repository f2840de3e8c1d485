import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { bySubject, checkCells } from './cells.ts';
import { tryFile } from './files.ts';
import { ROLES, TABLES } from './matrix.ts';
import type { Role, Verb } from './matrix.ts';
import { tryRow } from './rows.ts';
import { createWorld } from './world.ts';
import type { World } from './world.ts';

describe('the matrix of rights to rows and files', () => {
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

  for (const [subject, lines] of bySubject(TABLES))
    for (const role of ROLES)
      it(`${subject}: ${role}`, async () => {
        await checkCells(lines, role, (verb) => tryTable(world, role, subject, verb as Verb));
      });
});

function tryTable(world: World, role: Role, subject: string, verb: Verb): Promise<boolean> {
  if (subject === 'storage.objects') return tryFile(world, role, world.timeline, verb);
  if (subject === 'storage.objects, public') return tryFile(world, role, world.publicTimeline, verb);
  return tryRow(world, role, subject, verb);
}
