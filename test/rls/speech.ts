import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Role } from './matrix.ts';
import { join } from './room.ts';
import type { Room } from './room.ts';
import type { World } from './world.ts';

/** Tries one cell of a topic. */
export async function tryTopic(world: World, role: Role, room: Room, verb: string): Promise<boolean> {
  if (verb === 'select') return listen(world, role, room);
  if (verb === 'broadcast') return broadcast(world, role, room);
  if (verb === 'presence') return speak(world, role, room, 'presence');
  return tamper(world, role, room, verb);
}

async function listen(world: World, role: Role, room: Room): Promise<boolean> {
  const channel = await join(world.clients[role], room.topic);
  if (channel) await world.clients[role].removeChannel(channel);
  return channel !== undefined;
}

/** By the socket and by HTTP: the two ways have to agree, where the socket is open to the role. */
async function broadcast(world: World, role: Role, room: Room): Promise<boolean> {
  const byHttp = await broadcastByHttp(world, role, room);
  if (await listen(world, role, room))
    assert.equal(await speak(world, role, room, 'broadcast'), byHttp, 'socket and HTTP disagree');
  return byHttp;
}

async function broadcastByHttp(world: World, role: Role, room: Room): Promise<boolean> {
  const client = world.clients[role];
  const word = randomUUID();
  const channel = client.channel(room.topic, { config: { private: true } });
  const accepted = await channel.httpSend('word', { word }).then(
    () => true,
    (error: Error) => {
      assert.equal(error.message, 'Unauthorized');
      return false;
    },
  );
  await client.removeChannel(channel);
  if (room.hasListener)
    assert.equal(await room.heard(word), accepted, 'the answer and what was heard disagree');
  return accepted;
}

/** The server says nothing to whom it does not let speak, so nobody waits for an answer here. */
async function speak(
  world: World,
  role: Role,
  room: Room,
  extension: 'broadcast' | 'presence',
): Promise<boolean> {
  const client = world.clients[role];
  const channel = await join(client, room.topic);
  if (!channel) return false;
  const word = randomUUID();
  if (extension === 'presence') void channel.track({ word });
  else void channel.send({ type: 'broadcast', event: 'word', payload: { word } });
  await channel.untrack(); // is answered after what was said before it
  const heard = await room.heard(word);
  await client.removeChannel(channel);
  return heard;
}

/** Messages on the way are rows of realtime.messages; the API does not show that schema. */
async function tamper(world: World, role: Role, room: Room, verb: string): Promise<boolean> {
  const id = randomUUID();
  await world.sql(`select realtime.send(jsonb_build_object('id', $1::text), 'original', $2, true)`, [
    id,
    room.topic,
  ]);
  const messages = world.clients[role].schema('realtime').from('messages');
  const { error } = await (verb === 'update' ? messages.update({ event: 'forged' }) : messages.delete()).eq(
    'topic',
    room.topic,
  );
  assert.ok(error === null || ['42501', 'PGRST106'].includes(error.code), error?.message);
  return (
    (await world.find('realtime.messages', { topic: room.topic, event: 'original', payload: { id } })) ===
    undefined
  );
}
