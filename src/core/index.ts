export type {
  BrowserNotices,
  Environment,
  NoticePermission,
  PushDevice,
  RecordStore,
} from './environment.ts';
export { NalityError, type NalityErrorCode } from './errors.ts';
export { commentCountsFeature, type CommentCounts } from './features/comment-counts.ts';
export { chatFeature, type Chat } from './features/chat.ts';
export type { ChatSession } from './features/chat-about.ts';
export type { ChatItem } from './features/chat-answers.ts';
export type { Asking } from './features/chat-asking.ts';
export type { ChatMessage } from './features/chat-message.ts';
export type { Proposal, ProposalDetails } from './features/chat-proposals.ts';
export { chatSessionsFeature, type ChatSessions } from './features/chat-sessions.ts';
export { commentsFeature, type CommentDraft, type Comments } from './features/comments.ts';
export { familyFeature, type Family, type FamilyMember, type FamilyRole } from './features/family.ts';
export type { Feature, Opened } from './features/feature.ts';
export type { Category, DatePrecision, LifeEvent, LifeEventDraft } from './features/life-event.ts';
export { liveSessionFeature, type LiveSession } from './features/live-session.ts';
export type { NotificationType, UserNotification } from './features/notification.ts';
export { notificationsFeature, type Notifications } from './features/notifications.ts';
export type { MediaObject, MediaType } from './features/media/media-object.ts';
export { mediaFeature, type Media } from './features/media/media.ts';
export type { Upload } from './features/media/upload.ts';
export { presenceFeature, type Presence, type PresentPerson } from './features/presence.ts';
export type { Profile, Profiles } from './features/profiles.ts';
export type { Push, PushOptions, PushStatus } from './features/push.ts';
export {
  sharedWithMeFeature,
  type MyFamily,
  type SharedTimeline,
  type SharedWithMe,
} from './features/shared-with-me.ts';
export { sharesFeature, type Grantee, type Share, type ShareLevel, type Shares } from './features/shares.ts';
export type { Comment, Thread } from './features/threads.ts';
export { timelineFeature, type Editor, type Level, type Timeline } from './features/timeline.ts';
export type { Together } from './features/together.ts';
export type { NalityEvent } from './host-events.ts';
export type { Subscribable } from './lib/emitter.ts';
export type { Readable } from './lib/signal.ts';
export { createNality, type HostOutbox, type Nality, type NalityOptions } from './nality.ts';
export type { QueuedOperation } from './queued-operation.ts';
export type { AuthMode } from './sync/auth.ts';
export type { ChannelStats } from './sync/channels.ts';
export type { SupabaseLike } from './sync/client.ts';
export type { ConflictStrategy } from './sync/conflict.ts';
export type { ConnectionState } from './sync/connection-state.ts';
export type { Identity } from './sync/identity.ts';
export type { Choice as ConflictChoice, Conflict } from './sync/kept-conflicts.ts';
export type { OutboxStatus } from './sync/outbox-status.ts';
export type { Phase } from './sync/phase.ts';
export type { RowChange } from './sync/row-view.ts';
export type { Operation, OperationState, RowState, Tracked } from './sync/rows.ts';
export type { Cursor, Selection } from './sync/signals.ts';
