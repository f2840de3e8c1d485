import { connect, disconnect, followRaw, type Seat } from './seat.ts';
import { typingField } from './typing.ts';

/** What a sending took, in milliseconds. */
export interface Sending {
  total: number;
  /** The slowest key that was typed meanwhile. */
  slowestKey: number;
}

/** Calls of `nality_apply_ops` that somebody has made, by their bodies. */
export interface Recording {
  readonly owner: string;
  readonly bodies: readonly string[];
}

/**
 * Sends the same operations for another person by one call after the other, over a warm connection, while supabase-js
 * follows the timeline, so that the server has the same work. `size` splits them into calls of so many.
 */
export async function sendStraight({ owner, bodies }: Recording, to: Seat, size?: number): Promise<Sending> {
  const client = connect(to);
  await followRaw(client, to, () => undefined);
  const calls = bodies.map((body) => asAnother(body, owner, to.owner)).flatMap((call) => split(call, size));
  const typing = typingField();
  const start = performance.now();
  for (const call of calls) {
    const { data, error } = await client.rpc('nality_apply_ops', call);
    if (error) throw new Error(error.message);
    const other = (data as { outcome: string }[]).find(({ outcome }) => !TAKEN.includes(outcome));
    if (other) throw new Error(`An operation was not taken: ${JSON.stringify(other)}`);
  }
  const total = performance.now() - start;
  const slowestKey = await typing.end();
  await disconnect(client);
  return { total, slowestKey };
}

const TAKEN = ['applied', 'already'];

interface Call {
  ops: object[];
}

function split(call: Call, size = call.ops.length): Call[] {
  const parts: Call[] = [];
  for (let at = 0; at < call.ops.length; at += size)
    parts.push({ ...call, ops: call.ops.slice(at, at + size) });
  return parts;
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** The same call for another person, with ids of its own. */
function asAnother(body: string, owner: string, other: string): Call {
  const names = new Map([[owner, other]]);
  const renamed = body.replace(UUID, (id) => {
    if (!names.has(id)) names.set(id, crypto.randomUUID());
    return names.get(id)!;
  });
  return JSON.parse(renamed) as Call;
}
