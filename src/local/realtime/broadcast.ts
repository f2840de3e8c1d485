import { encodeUserBroadcast } from './wire/binary.ts';
import { orderedJson } from './wire/json.ts';
import type { UserBroadcast, Version } from './wire/message.ts';
import { encodeText } from './wire/text.ts';

/** A message for the members of a room: as a client's text frame brought it, or as bytes that nobody parsed. */
export type Broadcast = { form: 'text'; payload: unknown } | ({ form: 'user' } & UserBroadcast);

/** Frames of one broadcast, made once for all receivers of a version. */
export class BroadcastFrames {
  readonly #topic: string;
  readonly #broadcast: Broadcast;
  readonly #frames = new Map<Version, string | Buffer | undefined>();

  constructor(topic: string, broadcast: Broadcast) {
    this.#topic = topic;
    this.#broadcast = broadcast;
  }

  /** Undefined when a client of this version can't receive the message. */
  for(version: Version): string | Buffer | undefined {
    if (!this.#frames.has(version))
      this.#frames.set(version, encodeBroadcast(version, this.#topic, this.#broadcast));
    return this.#frames.get(version);
  }
}

/** True when the payload fits; the server adds 500 bytes for the envelope. */
export function fits(broadcast: Broadcast, kilobytes: number): boolean {
  const size = broadcast.form === 'user' ? broadcast.content.length : jsonSize(broadcast.payload);
  return size <= kilobytes * 1000 + 500;
}

/** Bytes of a value as JSON text. */
export function jsonSize(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '');
}

/** The JSON text with which a broadcast goes into a text frame; undefined for what is no JSON. */
function textPayload(broadcast: Broadcast): string | undefined {
  if (broadcast.form === 'text') return orderedJson(broadcast.payload);
  if (broadcast.encoding === 'binary' || !isJson(broadcast.content)) return undefined;
  const meta = broadcast.meta ? `"meta":${broadcast.meta},` : '';
  return `{"event":${JSON.stringify(broadcast.event)},${meta}"payload":${broadcast.content.toString()},"type":"broadcast"}`;
}

function isJson(content: Buffer): boolean {
  try {
    JSON.parse(content.toString());
    return true;
  } catch {
    return false;
  }
}

function encodeBroadcast(version: Version, topic: string, broadcast: Broadcast): string | Buffer | undefined {
  if (broadcast.form === 'user' && version === '2.0.0') return encodeUserBroadcast(topic, broadcast);
  const payload = textPayload(broadcast);
  if (payload === undefined) return undefined;
  return encodeText(version, { joinRef: null, ref: null, topic, event: 'broadcast', payload });
}
