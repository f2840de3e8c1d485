import type { NalityEvent } from '../../core/host-events.ts';
import { NalityQueueChangeEvent } from './queue-event.ts';

type Detail<Type extends NalityEvent['type']> = Omit<Extract<NalityEvent, { type: Type }>, 'type'>;

/** The link to Supabase changed its state. */
export type RealtimeConnectionEvent = CustomEvent<Detail<'connection'>>;
/** Something went wrong that the page may want to tell. */
export type RealtimeErrorEvent = CustomEvent<Detail<'error'>>;
/** Two people changed the same fields of an event, and `conflict-strategy` asks the person: the page may answer in their place. */
export type TimelineConflictEvent = CustomEvent<Detail<'conflict'>>;
/** A queued change was refused for good. It stays visible on its item, with its reason. */
export type OfflineOperationFailedEvent = CustomEvent<Detail<'operation-failed'>>;

interface RealtimeEventMap {
  'realtime:connection': RealtimeConnectionEvent;
  'realtime:error': RealtimeErrorEvent;
  'timeline:conflict': TimelineConflictEvent;
  'offline:operation_failed': OfflineOperationFailedEvent;
}

declare global {
  interface HTMLElementEventMap extends RealtimeEventMap {}
  interface WindowEventMap extends RealtimeEventMap {}
}

const NAMES = {
  connection: 'realtime:connection',
  error: 'realtime:error',
  conflict: 'timeline:conflict',
  'operation-failed': 'offline:operation_failed',
} as const satisfies Record<Exclude<NalityEvent['type'], 'queue'>, keyof RealtimeEventMap>;

/** What a core tells, as the DOM event that the page hears: bubbling and composed, so that it reaches `window`. */
export function toDomEvent(event: NalityEvent): Event {
  if (event.type === 'queue') return new NalityQueueChangeEvent(event.status);
  const { type, ...detail } = event;
  return new CustomEvent(NAMES[type], { detail, bubbles: true, composed: true });
}
