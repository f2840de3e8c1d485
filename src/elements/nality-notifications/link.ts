import type { UserNotification } from '../../core/features/notification.ts';
import { safeUrl } from '../shared/safe-url.ts';

/** Where a notification leads. */
export interface Link {
  readonly url: string;
  /** The host of another site, which is shown and opened beside; empty within the page's own. */
  readonly host: string;
}

/** The link of a notification, if it may be followed. What begins with `#` is a place in this page, whatever its base. */
export function linkOf({ action_url: given }: UserNotification): Link | undefined {
  const url = safeUrl(given, 'link', given?.startsWith('#') ? location.href : undefined);
  if (url === undefined) return undefined;
  const { origin, host } = new URL(url);
  return { url, host: origin === location.origin ? '' : host };
}

/** Follows a link as if it had been clicked. */
export function follow({ url, host }: Link): void {
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.rel = 'noopener noreferrer';
  if (host) anchor.target = '_blank';
  anchor.click();
}
