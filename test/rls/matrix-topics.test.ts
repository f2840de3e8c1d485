import { after, before, describe, it } from 'node:test';
import { bySubject, checkCells } from './cells.ts';
import { ROLES, TOPICS } from './matrix.ts';
import { Room } from './room.ts';
import { tryTopic } from './speech.ts';
import { topicOf } from './topics.ts';
import { createWorld } from './world.ts';
import type { World } from './world.ts';

describe('the matrix of rights to topics', () => {
  let world: World;
  before(async () => {
    world = await createWorld();
  });
  after(() => world.close());

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
