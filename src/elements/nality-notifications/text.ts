import { many } from '../shared/counted.ts';
import type { NotificationType } from '../../core/features/notification.ts';
import { words } from '../shared/language.ts';

/** Every word that the notifications say. Parameters come as text and are rendered as text. */
export const text = words('notifications', {
  label: 'Notifications',
  loading: 'Loading notifications …',
  unreadCount: (count: number) => `Notifications, ${count} unread`,
  unread: 'Unread',
  type: {
    info: 'Information',
    warning: 'Warning',
    error: 'Problem',
    success: 'Done',
  } satisfies Record<NotificationType, string>,
  told: {
    comment: (who: string, title: string) => `${who} commented on “${title}”`,
    reply: (who: string) => `${who} answered your comment`,
    thread: (who: string) => `${who} answered the same comment as you`,
    mention: (who: string) => `${who} mentioned you in a comment`,
    edit: (who: string, title: string) => `${who} changed “${title}”`,
    share: (who: string) => `${who} shared a timeline with you`,
    access: (who: string) => `${who} gave you access to a timeline`,
    family: (who: string, name: string) => `${who} took you into the family “${name}”`,
    invitation: (who: string) => `${who} invited you to a conversation`,
    answer: (): string => 'The interviewer has answered you',
  },
  readAll: 'Mark all as read',
  markRead: (title: string) => `Mark “${title}” as read`,
  markUnread: (title: string) => `Mark “${title}” as unread`,
  remove: (title: string) => `Delete “${title}”`,
  removed: (title: string) => `“${title}” deleted`,
  open: 'Open',
  older: 'Show older notifications',
  loadingOlder: 'Loading older ones …',
  olderFailed: 'Older ones could not be loaded. Try again',
  news: (count: number) => `${count} new`,
  arrived: (count: number, title: string) =>
    count === 1 ? `New notification: ${title}` : many(count, '# new notification', '# new notifications'),
  allow: 'Allow browser notifications',
  empty: {
    title: 'All quiet',
    body: 'When somebody comments, answers, mentions you or shares a timeline with you, you read it here.',
  },
  signIn: { title: 'Your notifications wait for you', body: 'Sign in to see what is new.' },
  offline: { title: 'You’re offline', body: 'Notifications appear as soon as there is a connection.' },
});
