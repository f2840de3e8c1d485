import type { UserNotification } from '../../core/features/notification.ts';

/** A notification is about to be opened. Cancel it and nothing is followed; it stays unread. */
export class NalityNotificationBeforeOpenEvent extends Event {
  static readonly type = 'nality-notification-before-open';

  /**
   * @param notification the notification as it is shown
   * @param url where it leads, checked and absolute; `undefined` for nowhere
   */
  constructor(
    readonly notification: UserNotification,
    readonly url: string | undefined,
  ) {
    super(NalityNotificationBeforeOpenEvent.type, { bubbles: true, composed: true, cancelable: true });
  }
}

/** A notification was opened: it is read, and its link, if it has one, is followed. */
export class NalityNotificationOpenEvent extends Event {
  static readonly type = 'nality-notification-open';

  /**
   * @param notification the notification as it was shown
   * @param url where it leads; `undefined` for nowhere
   */
  constructor(
    readonly notification: UserNotification,
    readonly url: string | undefined,
  ) {
    super(NalityNotificationOpenEvent.type, { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'nality-notification-before-open': NalityNotificationBeforeOpenEvent;
    'nality-notification-open': NalityNotificationOpenEvent;
  }
}
