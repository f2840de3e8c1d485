import type { Nality } from '../../src/core/nality.ts';
import { waitUntil } from './wait-until.ts';

/** Says something on a topic. */
export type Say = (event: string, payload: object) => Promise<void>;

/** Says it by HTTP as whoever has `key`, with a token of their own if need be. The server says to nobody what it drops. */
export function broadcaster(url: string, topic: string, key: string, token = key): Say {
  return async (event, payload) => {
    const response = await fetch(`${url}/realtime/v1/api/broadcast`, {
      method: 'POST',
      headers: { apikey: key, authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ messages: [{ topic, event, payload, private: true }] }),
    });
    if (!response.ok) throw new Error(`${response.status}`);
  };
}

/** Waits until these cores, as far as they are in the conversation, hear its answers: what is said before is lost on them. */
export async function hearAnswers(
  cores: readonly Pick<Nality, 'stats'>[],
  session: string,
  say: Say,
): Promise<void> {
  const rooms = cores.flatMap((core) => {
    const room = () => core.stats().find(({ topic }) => topic === `answers:${session}`);
    return room() ? [room] : [];
  });
  const hear = (): boolean => rooms.every((room) => (room()?.messageCount ?? 1) > 0);
  await waitUntil(async () => hear() || (await say('probe', {})), 'they never hear the room of answers');
}
