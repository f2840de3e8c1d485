import type { SyncedRow, Values } from '../sync/rows.ts';

/** How grave it is. */
export type NotificationType = 'info' | 'warning' | 'error' | 'success';

/** What a notification tells of, as it was then. */
export interface NotificationDetails {
  /** The actor's name; their profile has the one of now. */
  readonly actor?: string;
  /** The event that it is about, or on which a comment was written. */
  readonly event_id?: string;
  /** That event's title. */
  readonly title?: string;
  /** Whose timeline was shared. */
  readonly owner_id?: string;
}

/** A notification as the database has it. */
export interface UserNotification extends SyncedRow {
  readonly user_id: string;
  /** Who did what it tells of; null for nobody in particular. */
  readonly actor_id: string | null;
  readonly subject_table: string | null;
  readonly subject_id: string | null;
  /** What it tells, for whoever says it in words of their own. Without: title and message say it all. */
  readonly kind?: string | null;
  readonly details?: NotificationDetails;
  readonly type: NotificationType;
  /** In English where there is a kind. */
  readonly title: string;
  readonly message: string;
  /** Where it leads. Not yet checked: whoever shows it passes it through `safeUrl`. */
  readonly action_url: string | null;
  readonly action_label: string | null;
  /** From then on it is gone, ISO timestamp. */
  readonly expires_at: string | null;
  readonly read: boolean;
  readonly created_at: string;
  /** It was sent to everybody and is stored nowhere. */
  readonly announcement?: true;
}

/** The order of an inbox. It is the database's, so that a page of it ends where the next one begins. */
export function newestFirst(a: UserNotification, b: UserNotification): number {
  if (a.created_at !== b.created_at) return a.created_at < b.created_at ? 1 : -1;
  return a.id < b.id ? 1 : a.id > b.id ? -1 : 0;
}

/** When a notification is gone, milliseconds since the epoch; `Infinity` for never. */
export function endOf({ expires_at: end }: UserNotification): number {
  return end === null ? Infinity : Date.parse(end);
}

const TYPES: readonly unknown[] = ['info', 'warning', 'error', 'success'] satisfies NotificationType[];

/**
 * An announcement in the product's shape, with all that a stored notification has; undefined for what has no title.
 * Everything in it is made anew from checked fields. One that names no id is known by its words.
 */
export function announcementOf(payload: Values, me: string, now: number): UserNotification | undefined {
  const title = textIn(payload['title'], 300);
  if (!title) return undefined;
  const { type } = payload;
  const created = timeIn(payload['created_at']);
  const message = textIn(payload['message'], 2000);
  return {
    id: textIn(payload['id'], 100) || `${created ?? ''} ${title} ${message}`,
    rev: 0,
    deleted_at: null,
    user_id: me,
    actor_id: null,
    subject_table: null,
    subject_id: null,
    type: TYPES.includes(type) ? (type as NotificationType) : 'info',
    title,
    message,
    action_url: textIn(payload['action_url'], 2048) || null,
    action_label: textIn(payload['action_label'], 100) || null,
    expires_at: timeIn(payload['expires_at']) ?? null,
    read: false,
    created_at: created ?? new Date(now).toISOString(),
    announcement: true,
  };
}

function textIn(value: unknown, longest: number): string {
  return typeof value === 'string' ? value.slice(0, longest) : '';
}

function timeIn(value: unknown): string | undefined {
  const time = new Date(textIn(value, 50));
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}
