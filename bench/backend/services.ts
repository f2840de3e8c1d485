import { CLUB, EVERYBODY, isInClub, keys, PEOPLE, personId, tokenOf } from './people.ts';
import type { Frame } from './peer.ts';

export interface Row {
  n: number;
  room: string;
}

/** Something that takes rows and has sockets on which they arrive. */
export interface Service {
  socket: string;
  /** Resolves when the request with these rows is answered. */
  insert(rows: readonly Row[]): Promise<void>;
}

const BODY =
  'A line of text as long as what people write about an ordinary day of their lives, or a bit longer.';

/** The backend with the tables of `project/`, and the people in it. */
export async function backendService(url: string): Promise<Record<'published' | 'unpublished', Service>> {
  await addMembers(url);
  const headers = await headersOf(tokenOf(0));
  const into = (table: string): Service => ({
    socket: `${url.replace('http', 'ws')}/realtime/v1/websocket?apikey=${keys.publishable}&vsn=2.0.0`,
    insert: (rows) =>
      post(`${url}/rest/v1/${table}`, JSON.stringify(rows.map((row) => ({ ...row, body: BODY }))), headers),
  });
  return { published: into('items'), unpublished: into('unpublished_items') };
}

/** A server that passes on frames; they are made after one that the backend has sent. */
export function bareService(url: string, sample: string): Service {
  return {
    socket: url.replace('http', 'ws'),
    insert: (rows) => post(url, rows.map((row) => frameLike(sample, row)).join('\n')),
  };
}

function frameLike(sample: string, { n, room }: Row): string {
  const frame = JSON.parse(sample) as Frame;
  const { record } = frame[4]['data'] as { record: Record<string, unknown> };
  Object.assign(record, { id: 0, n, room }); // it knows no order
  return JSON.stringify(frame);
}

async function addMembers(url: string): Promise<void> {
  const rows = Array.from({ length: PEOPLE }, (_, person) => [
    { room: EVERYBODY, person: personId(person) },
    ...(isInClub(person) ? [{ room: CLUB, person: personId(person) }] : []),
  ]);
  await post(`${url}/rest/v1/members`, JSON.stringify(rows.flat()), await headersOf(keys.serviceRoleJwt));
}

async function headersOf(token: string | Promise<string>): Promise<Record<string, string>> {
  return {
    apikey: keys.publishable,
    authorization: `Bearer ${await token}`,
    'content-type': 'application/json',
    prefer: 'return=minimal',
  };
}

async function post(url: string, body: string, headers?: Record<string, string>): Promise<void> {
  const response = await fetch(url, { method: 'POST', body, headers });
  const answer = await response.text();
  if (response.status !== 201) throw new Error(`POST ${url}: ${response.status} ${answer}`);
}
