import { Problem } from './http.ts';
import type { Body } from './http.ts';
import { wellFormed } from './text.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The id that the body has under this name, as the database writes it. */
export function readId(body: Body, name: string): string {
  const value = body[name];
  if (typeof value !== 'string' || !UUID.test(value)) {
    throw new Problem(400, 'invalid', `${name} has to be a UUID.`);
  }
  return value.toLowerCase();
}

/** Text of one to `most` characters that is not only white space. */
export function readText(body: Body, name: string, most: number): string {
  const value = body[name];
  if (typeof value !== 'string') throw new Problem(400, 'invalid', `${name} has to be text.`);
  if (!/\S/.test(value)) throw new Problem(422, 'invalid', `${name} is empty.`);
  if ([...value].length > most) {
    throw new Problem(422, 'too-large', `${name} has more than ${most} characters.`);
  }
  return wellFormed(value.replaceAll('\0', ''));
}

/** Text or an object, of at most `most` bytes as JSON; absent is null. */
export function readContext(body: Body, name: string, most: number): unknown {
  const value = body[name] ?? null;
  if (value !== null && typeof value !== 'string' && (typeof value !== 'object' || Array.isArray(value))) {
    throw new Problem(400, 'invalid', `${name} has to be text or an object.`);
  }
  if (new TextEncoder().encode(JSON.stringify(value)).length > most) {
    throw new Problem(422, 'too-large', `${name} has more than ${most} bytes.`);
  }
  return value;
}
