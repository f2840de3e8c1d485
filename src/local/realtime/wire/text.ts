import { isObject } from './json.ts';
import type { ClientMessage, Reference, ServerMessage, Version } from './message.ts';

/** Reads a text frame; undefined when it is no message of that version. */
export function decodeText(version: Version, text: string): ClientMessage | undefined {
  const value = parse(text);
  return version === '2.0.0' ? fromArray(value) : fromObject(value);
}

/** Writes a text frame. Version 1.0.0 has no place for the join reference. */
export function encodeText(version: Version, message: ServerMessage): string {
  const topic = JSON.stringify(message.topic);
  const event = JSON.stringify(message.event);
  const ref = JSON.stringify(message.ref);
  if (version === '1.0.0')
    return `{"ref":${ref},"event":${event},"topic":${topic},"payload":${message.payload}}`;
  return `[${JSON.stringify(message.joinRef)},${ref},${topic},${event},${message.payload}]`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fromArray(value: unknown): ClientMessage | undefined {
  if (!Array.isArray(value) || value.length < 5) return undefined;
  const [joinRef, ref, topic, event, payload] = value as unknown[];
  return message(joinRef, ref, topic, event, payload);
}

function fromObject(value: unknown): ClientMessage | undefined {
  if (!isObject(value) || !('payload' in value) || !('ref' in value)) return undefined;
  return message(value['join_ref'] ?? null, value['ref'], value['topic'], value['event'], value['payload']);
}

function message(
  joinRef: unknown,
  ref: unknown,
  topic: unknown,
  event: unknown,
  payload: unknown,
): ClientMessage | undefined {
  if (!isReference(joinRef) || !isReference(ref)) return undefined;
  if (typeof topic !== 'string' || typeof event !== 'string') return undefined;
  return { joinRef, ref, topic, event, payload };
}

function isReference(value: unknown): value is Reference {
  return value === null || typeof value === 'string' || typeof value === 'number';
}
