import type { NalityError } from './errors.ts';
import type { LifeEvent } from './features/life-event.ts';
import type { Readable } from './lib/signal.ts';
import { toQueuedOperation, type QueuedOperation } from './queued-operation.ts';
import type { ConnectionState } from './sync/connection-state.ts';
import type { OutboxStatus } from './sync/outbox-status.ts';
import type { Outbox, OutboxEvent } from './sync/outbox.ts';

/** What a host page may want to know. */
export type NalityEvent =
  | ConnectionEvent
  | { readonly type: 'error'; readonly error: NalityError }
  /** The queue of unsent changes is another. */
  | { readonly type: 'queue'; readonly status: OutboxStatus }
  | {
      readonly type: 'operation-failed';
      /** What was to be written. */
      readonly operation: QueuedOperation;
      /** Why it cannot be. */
      readonly error: NalityError;
    }
  | {
      readonly type: 'conflict';
      /** The event as the person here wrote it. */
      readonly localVersion: LifeEvent;
      /** The event as the server has it. */
      readonly serverVersion: LifeEvent;
      /** The fields that both changed. */
      readonly conflictFields: readonly string[];
      /** Settles it: the given version is written. */
      onResolve(row: LifeEvent): void;
    };

/** The line to the server, in the product's words. */
interface ConnectionEvent {
  readonly type: 'connection';
  readonly state: 'connected' | 'connecting' | 'disconnected';
  /** The tries since it was last connected; 0 but for `connecting`. */
  readonly attempts: number;
}

/** A state of the line in the product's words. */
export function connectionEvent(state: ConnectionState): ConnectionEvent {
  if (state.name === 'online') return { type: 'connection', state: 'connected', attempts: 0 };
  if (state.name === 'connecting')
    return { type: 'connection', state: 'connecting', attempts: state.attempt };
  return { type: 'connection', state: 'disconnected', attempts: 0 };
}

/** How line and queue are now, for whoever comes to a core that runs already. */
export function presentState({ connection, outbox }: Present): readonly NalityEvent[] {
  const line = connection.get();
  const queue: NalityEvent = { type: 'queue', status: outbox.status.get() };
  return line.name === 'idle' ? [queue] : [connectionEvent(line), queue];
}

interface Present {
  readonly connection: Readable<ConnectionState>;
  readonly outbox: Pick<Outbox, 'status'>;
}

/** What a host page is told of the outbox: what failed, and what waits for a person. */
export function outboxEvent(event: OutboxEvent, outbox: Outbox): NalityEvent | undefined {
  if (event.type === 'failed') {
    return { type: 'operation-failed', operation: toQueuedOperation(event.operation), error: event.error };
  }
  if (event.type !== 'conflict' || !event.ask) return undefined;
  const { id, server, mine } = event.conflict;
  const conflictFields = Object.keys(mine);
  const serverVersion = server as LifeEvent;
  return {
    type: 'conflict',
    serverVersion,
    localVersion: { ...serverVersion, ...mine },
    conflictFields,
    onResolve: (row) => outbox.resolve(id, pick(row, conflictFields)),
  };
}

function pick(row: object, fields: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).filter(([field]) => fields.includes(field)));
}
