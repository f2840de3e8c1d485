import type { Faults } from '../world/faults.ts';
import type { ServerFrame } from './feed.ts';
import { sent } from './operations.ts';
import type { Change } from './transaction.ts';

/** A change as postgres_changes tells it. */
export function changeOf({ before, after }: Change, faults: Faults): Readonly<Record<string, unknown>> {
  const eventType = before ? 'UPDATE' : 'INSERT';
  const shared = {
    schema: 'public',
    table: 'life_events',
    eventType,
    commit_timestamp: after!['updated_at'],
  };
  if (faults.strikes('F18', undefined, 0.4))
    return { ...shared, new: {}, old: {}, errors: ['Error 413: Payload Too Large'] };
  return { ...shared, new: sent(after!), old: before ? { id: before.id } : {}, errors: null };
}

/** A hard deletion carries the key alone and is sent to everybody who follows the table. */
export function deletionOf(id: string): Readonly<Record<string, unknown>> {
  return { schema: 'public', table: 'life_events', eventType: 'DELETE', new: {}, old: { id }, errors: null };
}

/** A change as the database broadcasts it. */
export function broadcastOf({ before, after }: Change, faults: Faults): ServerFrame {
  const operation = before ? 'UPDATE' : 'INSERT';
  const record = faults.strikes('F18', undefined, 0.4) ? null : sent(after!);
  const payload = { operation, table: 'life_events', schema: 'public', record, old_record: null };
  return { type: 'broadcast', event: operation, payload };
}
