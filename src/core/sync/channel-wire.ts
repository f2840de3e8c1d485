import type { RealtimeChannel, RealtimeChannelOptions } from '@supabase/realtime-js';
import type { Change, ChannelEvents, ChannelSpec } from './channel.ts';
import type { Values } from './rows.ts';

/** What is asked for with the join. */
export function configOf({ feed, presenceKey }: ChannelSpec): RealtimeChannelOptions['config'] {
  return {
    private: true,
    broadcast: feed ? { replication_ready: true } : {},
    presence: presenceKey === undefined ? { enabled: false } : { key: presenceKey, enabled: true },
  };
}

/** Hands on what a channel hears. To be called before it is joined: afterwards the library takes no listener. */
export function listen(
  channel: RealtimeChannel,
  { changes, feed, presenceKey }: ChannelSpec,
  events: ChannelEvents,
): void {
  for (const { table, filter } of changes) {
    channel.on('postgres_changes', { event: '*', schema: 'public', table, filter }, (payload) => {
      events.onChange(changeFromPostgres(payload));
    });
  }
  channel.on('broadcast', { event: '*' }, ({ event, payload }: { event: string; payload?: Values }) => {
    const change = feed ? changeFromBroadcast(payload, presenceKey === undefined) : undefined;
    if (change) events.onChange(change);
    else events.onBroadcast(event, payload ?? {});
  });
  if (presenceKey !== undefined) {
    channel.on('presence', { event: 'sync' }, () =>
      events.onPresence(channel.presenceState<Record<string, unknown>>()),
    );
  }
}

/** A change as postgres_changes tells it. With errors in it the record is not whole; of a deletion only the key is told. */
function changeFromPostgres(payload: { table: string; new: object; old?: object; errors?: unknown }): Change {
  const { table, new: row, old } = payload;
  const whole = !(payload.errors as unknown[] | null)?.length && 'id' in row;
  return { table, id: idOf(row) ?? idOf(old), row: whole ? (row as Values) : undefined };
}

/**
 * A change as `realtime.broadcast_changes` tells it; undefined for any other broadcast. Where people speak as well, one of
 * them may have made it up: then it only says which row to read.
 */
function changeFromBroadcast(payload: Values | undefined, trusted: boolean): Change | undefined {
  if (typeof payload?.['operation'] !== 'string' || typeof payload['table'] !== 'string') return undefined;
  const row = (payload['record'] as Values | null) ?? undefined;
  const id = idOf(row) ?? idOf(payload['old_record']);
  return { table: payload['table'], id, row: trusted ? row : undefined };
}

function idOf(record: unknown): string | undefined {
  const id = (record as Values | null | undefined)?.['id'];
  return typeof id === 'string' ? id : undefined;
}
