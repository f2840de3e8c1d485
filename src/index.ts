export { browserEnvironment } from './browser/environment.ts';
export * from './core/index.ts';
export { NalityChat } from './elements/nality-chat/nality-chat.ts';
export { NalityComments } from './elements/nality-comments/nality-comments.ts';
export { NalityNotifications } from './elements/nality-notifications/nality-notifications.ts';
export { NalityPresence } from './elements/nality-presence/nality-presence.ts';
export { NalityProvider } from './elements/nality-provider/nality-provider.ts';
export { NalityTimeline } from './elements/nality-timeline/nality-timeline.ts';
export { registerLocale, type LoadLocale, type Locale } from './elements/shared/language.ts';
export { NalityQueueChangeEvent } from './elements/shared/queue-event.ts';
export type {
  OfflineOperationFailedEvent,
  RealtimeConnectionEvent,
  RealtimeErrorEvent,
  TimelineConflictEvent,
} from './elements/shared/realtime-events.ts';
