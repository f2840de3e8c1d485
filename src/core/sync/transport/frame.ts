import { toJson } from '../../lib/to-json.ts';
import type { Values } from '../rows.ts';

/** A message of Realtime's protocol, version 2.0.0. */
export interface Frame {
  /** Which join it belongs to; null for what goes to every member of a topic alike. */
  readonly joinRef: string | null;
  /** Its number, or that of the message it answers. */
  readonly ref: string | null;
  readonly topic: string;
  readonly event: string;
  readonly payload: Values;
}

/** Longer frames are not even looked into: the server takes none of that length either. Bytes, or UTF-16 units. */
const MAX_LENGTH = 5_000_000;
/** The one kind of binary frame that the server sends, a broadcast; and the only encoding in which it is for us. */
const BROADCAST = 4;
const JSON_TEXT = 1;
/** Kind, three lengths, encoding. */
const HEAD_LENGTH = 5;

/** Writes a message as text. The server takes broadcasts so, too, beside the bytes that its own client makes of them. */
export function encodeFrame({ joinRef, ref, topic, event, payload }: Frame): string {
  return toJson([joinRef, ref, topic, event, payload]);
}

/** Reads what came through a socket, text or an `ArrayBuffer`. Undefined for what is no message, or too long for one. */
export function decodeFrame(data: unknown): Frame | undefined {
  try {
    if (typeof data === 'string') return data.length > MAX_LENGTH ? undefined : fromText(data);
    if (data instanceof ArrayBuffer && data.byteLength <= MAX_LENGTH) return fromBytes(new Uint8Array(data));
  } catch {
    // Neither JSON nor a list, or no text where text has to be.
  }
  return undefined;
}

/** Whether it is what JSON calls an object: no list, no null. */
export function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fromText(text: string): Frame | undefined {
  const [joinRef, ref, topic, event, payload] = JSON.parse(text) as unknown[];
  const isWhole = isReference(joinRef) && isReference(ref) && isObject(payload);
  if (!isWhole || typeof topic !== 'string' || typeof event !== 'string') return undefined;
  return { joinRef, ref, topic, event, payload };
}

function isReference(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}

/** `4, topic's length, event's length, metadata's length, encoding`, each a byte, then these and the payload. */
function fromBytes(bytes: Uint8Array): Frame | undefined {
  const [kind, topicLength = 0, eventLength = 0, metadataLength = 0, encoding] = bytes;
  if (kind !== BROADCAST || encoding !== JSON_TEXT) return undefined;
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  const read = (start: number, end?: number): string => utf8.decode(bytes.subarray(start, end));
  const topicEnd = HEAD_LENGTH + topicLength;
  const eventEnd = topicEnd + eventLength;
  const payload: unknown = JSON.parse(read(eventEnd + metadataLength));
  const event = read(topicEnd, eventEnd);
  return {
    joinRef: null,
    ref: null,
    topic: read(HEAD_LENGTH, topicEnd),
    event: 'broadcast',
    payload: { type: 'broadcast', event, payload },
  };
}
