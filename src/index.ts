export { browserEnvironment } from './browser/environment.ts';
export type { Environment, RecordStore } from './core/environment.ts';
export { NalityError, type NalityErrorCode } from './core/errors.ts';
export type { LifeEvent, LifeEventDraft } from './core/features/life-event.ts';
export type { Presence, PresentPerson } from './core/features/presence.ts';
export type { Timeline } from './core/features/timeline.ts';
export type { Readable } from './core/lib/signal.ts';
export type { NalityEvent } from './core/host-events.ts';
export { createNality, type HostOutbox, type Nality, type NalityOptions } from './core/nality.ts';
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
