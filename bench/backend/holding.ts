import { setTimeout as sleep } from 'node:timers/promises';
import type { Attendance } from './attendance.ts';
import type { Crowd } from './crowd.ts';
import { EVERYBODY, PEOPLE } from './people.ts';
import type { Service } from './services.ts';

/** Longer than a client may be silent. */
const SECONDS = 65;

/** How long a crowd was held, and what came to it meanwhile. */
export interface Held {
  seconds: number;
  appearances: number;
  broadcasts: number;
  changes: number;
}

/** Everybody joins; resolves with the joins per second when all have subscribed to what they asked for. */
export async function assemble(crowd: Crowd, attendance: Attendance): Promise<number> {
  const subscribed = attendance.subscriptions.wait(PEOPLE);
  const joins = await crowd.join(attendance.listen);
  await subscribed;
  return joins;
}

/**
 * Keeps the crowd for more than a minute; at its beginning and its end there is a broadcast to every topic and a change that
 * everybody sees. Throws when something did not come to somebody, came twice, or somebody disappeared.
 */
export async function hold(service: Service, crowd: Crowd, attendance: Attendance): Promise<Held> {
  await Promise.all([attendance.appearances.wait(PEOPLE * PEOPLE), crowd.appear()]);
  const expected = (await stir(service, crowd, attendance)) * 2;
  await sleep(SECONDS * 1000);
  await stir(service, crowd, attendance);
  await crowd.heartbeat(); // its answers come after whatever came too often
  const { broadcasts, changes, appearances, fewestSeen } = attendance;
  if (fewestSeen < PEOPLE) throw new Error(`Somebody sees only ${fewestSeen} of ${PEOPLE} people.`);
  if (broadcasts.count !== expected) throw new Error(`${broadcasts.count} broadcasts came of ${expected}.`);
  if (changes.count !== PEOPLE * 2) throw new Error(`${changes.count} changes came of ${PEOPLE * 2}.`);
  return {
    seconds: SECONDS,
    appearances: appearances.count,
    broadcasts: broadcasts.count,
    changes: changes.count,
  };
}

/** Resolves with the number of broadcasts that came: to all in each topic but the one who sent it. */
async function stir(service: Service, crowd: Crowd, attendance: Attendance): Promise<number> {
  const memberships = crowd.memberships();
  const speakers = new Map(memberships.map(({ topic, peer }) => [topic, peer]));
  const broadcasts = memberships.length - speakers.size;
  const heard = Promise.all([attendance.broadcasts.wait(broadcasts), attendance.changes.wait(PEOPLE)]);
  for (const [topic, peer] of speakers)
    peer.send(topic, 'broadcast', { type: 'broadcast', event: 'hello', payload: { from: topic } });
  await service.insert([{ n: 0, room: EVERYBODY }]);
  await heard;
  return broadcasts;
}
