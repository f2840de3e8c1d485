export { browserEnvironment } from './browser/environment.ts';
export type { Environment, PushDevice, RecordStore } from './core/environment.ts';
export { NalityError, type NalityErrorCode } from './core/errors.ts';
export type { Category, DatePrecision, LifeEvent, LifeEventDraft } from './core/features/life-event.ts';
export type { Presence, PresentPerson } from './core/features/presence.ts';
export type { Profile, Profiles } from './core/features/profiles.ts';
export type { Push, PushOptions, PushStatus } from './core/features/push.ts';
export type { Editor, Level, Timeline } from './core/features/timeline.ts';
export type { NalityEvent } from './core/host-events.ts';
export type { Subscribable } from './core/lib/emitter.ts';
export type { Readable } from './core/lib/signal.ts';
export { createNality, type HostOutbox, type Nality, type NalityOptions } from './core/nality.ts';
export type { QueuedOperation } from './core/queued-operation.ts';
export type { AuthMode } from './core/sync/auth.ts';
export type { ChannelStats } from './core/sync/channels.ts';
export type { SupabaseLike } from './core/sync/client.ts';
export type { ConflictStrategy } from './core/sync/conflict.ts';
export type { ConnectionState } from './core/sync/connection-state.ts';
export type { Identity } from './core/sync/identity.ts';
export type { Choice as ConflictChoice, Conflict } from './core/sync/kept-conflicts.ts';
export type { OutboxStatus } from './core/sync/outbox-status.ts';
export type { Phase } from './core/sync/phase.ts';
export type { RowChange } from './core/sync/row-view.ts';
export type { Operation, OperationState, RowState, Tracked } from './core/sync/rows.ts';
export type { Cursor, Selection } from './core/sync/signals.ts';
export { NalityPresence } from './elements/nality-presence/nality-presence.ts';
export { NalityProvider } from './elements/nality-provider/nality-provider.ts';
export { NalityTimeline } from './elements/nality-timeline/nality-timeline.ts';
export { NalityQueueChangeEvent } from './elements/shared/queue-event.ts';
export type {
  OfflineOperationFailedEvent,
  RealtimeConnectionEvent,
  RealtimeErrorEvent,
  TimelineConflictEvent,
} from './elements/shared/realtime-events.ts';
