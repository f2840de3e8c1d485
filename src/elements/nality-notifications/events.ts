import type { UserNotification } from '../../core/features/notification.ts';

/** What is told of a notification that is opened. */
abstract class NotificationEvent extends Event {
  /**
   * @param notification the notification as it is shown
   * @param url where it leads, checked and absolute; `undefined` for nowhere
   */
  constructor(
    type: string,
    options: { cancelable?: true },
    readonly notification: UserNotification,
    readonly url: string | undefined,
  ) {
    super(type, { bubbles: true, composed: true, ...options });
  }

  /** The event that it is about, or on which the comment was written that it tells of. */
  get eventId(): string | undefined {
    const { subject_table, subject_id, details } = this.notification;
    return details?.event_id ?? ((subject_table === 'life_events' && subject_id) || undefined);
  }
}

/** A notification is about to be opened. Cancel it and nothing is followed; it stays unread. */
export class NalityNotificationBeforeOpenEvent extends NotificationEvent {
  static readonly type = 'nality-notification-before-open';

  constructor(notification: UserNotification, url: string | undefined) {
    super(NalityNotificationBeforeOpenEvent.type, { cancelable: true }, notification, url);
  }
}

/** A notification was opened: it is read, and its link, if it has one, is followed. */
export class NalityNotificationOpenEvent extends NotificationEvent {
  static readonly type = 'nality-notification-open';

  constructor(notification: UserNotification, url: string | undefined) {
    super(NalityNotificationOpenEvent.type, {}, notification, url);
  }
}

declare global {
  interface HTMLElementEventMap {
    'nality-notification-before-open': NalityNotificationBeforeOpenEvent;
    'nality-notification-open': NalityNotificationOpenEvent;
  }
}
