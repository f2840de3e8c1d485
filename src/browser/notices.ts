import type { BrowserNotices, NoticePermission } from '../core/environment.ts';

/** The notifications of this browser; see `Environment.notices`. */
export const browserNotices: BrowserNotices = {
  permission,
  async ask() {
    await Notification.requestPermission().catch(() => undefined);
    return permission();
  },
  show({ title, body, tag }, onClick) {
    try {
      const notice = new Notification(title, { body, tag });
      notice.onclick = () => {
        notice.close();
        window.focus();
        onClick();
      };
      return true;
    } catch {
      // On Android only a service worker may show one: that is what web push is for.
      return false;
    }
  },
};

function permission(): NoticePermission {
  return 'Notification' in window ? Notification.permission : 'unsupported';
}
