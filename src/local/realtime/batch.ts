import { jsonSize } from './broadcast.ts';
import { isObject } from './wire/json.ts';

/** One message of `POST /api/broadcast`. */
export interface BatchMessage {
  /** Without the prefix `realtime:`. */
  topic: string;
  event: string;
  payload: Record<string, unknown>;
  private: boolean;
  id?: string;
}

type Errors = Record<string, string[]>;

/** Reads the body of a batch; the errors are worded and placed as the real server's. */
export function readBatch(
  body: unknown,
  kilobytes: number,
): { messages: BatchMessage[] } | { errors: { messages: (string | Errors)[] } } {
  const messages = isObject(body) ? body['messages'] : undefined;
  if (messages === undefined || messages === null) return { errors: { messages: ["can't be blank"] } };
  if (!Array.isArray(messages) || !messages.every(isObject)) return { errors: { messages: ['is invalid'] } };
  if (messages.length === 0) return { errors: { messages: ["can't be blank"] } };
  const errors = messages.map((message) => errorsOf(message, kilobytes));
  if (errors.some((found) => Object.keys(found).length > 0)) return { errors: { messages: errors } };
  return { messages: messages.map(toMessage) };
}

function errorsOf(message: Record<string, unknown>, kilobytes: number): Errors {
  const { event, payload, topic } = message;
  const found: [string, string | undefined][] = [
    ['event', textError(event)],
    ['payload', payloadError(payload, kilobytes)],
    ['topic', textError(topic)],
  ];
  return Object.fromEntries(found.flatMap(([name, error]) => (error ? [[name, [error]]] : [])));
}

function textError(value: unknown): string | undefined {
  if (value === undefined || value === null || value === '') return "can't be blank";
  return typeof value === 'string' ? undefined : 'is invalid';
}

function payloadError(value: unknown, kilobytes: number): string | undefined {
  if (value === undefined || value === null) return "can't be blank";
  if (!isObject(value)) return 'is invalid';
  return jsonSize(value) > kilobytes * 1000 + 500 ? 'Payload size exceeds tenant limit' : undefined;
}

function toMessage(message: Record<string, unknown>): BatchMessage {
  const { id } = message;
  return {
    topic: String(message['topic']),
    event: String(message['event']),
    payload: message['payload'] as Record<string, unknown>,
    private: message['private'] === true || message['private'] === 'true',
    ...(typeof id === 'string' ? { id } : {}),
  };
}
