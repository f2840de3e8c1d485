import type { Delivery, Frame, Way } from '../../support/message-proxy.ts';
import type { FaultId } from '../catalogue.ts';
import type { Chance } from '../random.ts';

/** A Realtime message of protocol version 2.0.0: `[join_ref, ref, topic, event, payload]`. */
type Message = [string | null, string | null, string, string, Record<string, unknown>];

/** How one fault treats a frame; undefined: not at all. */
type FrameFault = (frame: Frame, way: Way, chance: Chance) => readonly Delivery[] | undefined;

const CHANGES = new Set(['postgres_changes', 'broadcast']);
/** The kind of binary frame by which the server broadcasts, and where the length of the event's name is. */
const BROADCAST = 4;

/** Faults of Realtime, message by message. */
export const FRAME_FAULTS: Readonly<Partial<Record<FaultId, FrameFault>>> = {
  F11: (frame, way) => (isChange(frame, way) ? [] : undefined),
  F12: (frame, way) => (isChange(frame, way) ? [{ frame }, { frame, after: 30 }] : undefined),
  F13: (frame, way, chance) =>
    isChange(frame, way) ? [{ frame, after: chance.between(1, 150) }] : undefined,
  F14: (frame, way) => (way === 'down' && eventOf(frame) === 'system' ? [{ frame, after: 400 }] : undefined),
  F15: (frame, way) => (way === 'up' && eventOf(frame) === 'phx_join' ? refuse(frame) : undefined),
  F17: (frame, way) => {
    if (isChange(frame, way)) return [];
    return way === 'down' && eventOf(frame) === 'system' ? [{ frame: withError(frame) }] : undefined;
  },
  F18: (frame, way) => {
    const message = parse(frame);
    return way === 'down' && message?.[3] === 'postgres_changes' ? [{ frame: emptied(message) }] : undefined;
  },
};

/** What a server that speaks another language might say, or a line might make of it. None is a message that there is. */
export const STRANGE_FRAMES: readonly string[] = [
  '[null,null,"realtime:nowhere","phx_unheard_of",{"what":1}]',
  '[null,null,"phoenix","system",{}]',
  '[null,null,"realtime:nowhere","postgres_changes",{"ids":[],"data":{}}]',
  '["1","1","realtime:nowhere","phx_close",{}]',
  'no JSON at all',
  '{"ref":null,"event":"phx_close","topic":"realtime:nowhere","payload":{}}',
  '[null,null,"realtime:nowhere","broadcast"]',
];

function isChange(frame: Frame, way: Way): boolean {
  return way === 'down' && CHANGES.has(eventOf(frame) ?? '');
}

function eventOf(frame: Frame): string | undefined {
  if (typeof frame !== 'string') return frame[0] === BROADCAST ? 'broadcast' : undefined;
  return parse(frame)?.[3];
}

function parse(frame: Frame): Message | undefined {
  if (typeof frame !== 'string') return undefined;
  const message: unknown = JSON.parse(frame);
  return Array.isArray(message) && message.length === 5 ? (message as Message) : undefined;
}

/** The server's words when it cannot take a join at the moment. */
function refuse(frame: Frame): readonly Delivery[] {
  const [joinRef, ref, topic] = parse(frame)!;
  const reason = 'IncreaseConnectionPool: Please increase your connection pool size';
  const reply = [joinRef, ref, topic, 'phx_reply', { status: 'error', response: { reason } }];
  return [{ frame: JSON.stringify(reply), back: true }];
}

function withError(frame: Frame): string {
  const message = parse(frame)!;
  message[4] = { ...message[4], status: 'error', message: 'Unable to subscribe to changes' };
  return JSON.stringify(message);
}

/** How the server tells of a row that is too large to be told. */
function emptied(message: Message): string {
  const payload = message[4] as { data?: object };
  const data = { ...payload.data, record: {}, errors: ['Error 413: Payload Too Large'] };
  return JSON.stringify([...message.slice(0, 4), { ...payload, data }]);
}
