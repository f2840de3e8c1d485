import type { Environment } from '../environment.ts';
import { boundedSet } from '../lib/bounded-set.ts';
import { sleep } from '../lib/sleep.ts';
import type { UserNotification } from './notification.ts';

/** A tab that is looked at has so long to say that it shows a notification: then no hidden one lets the system show it. */
const GRACE_MS = 1000;
/** Of those that come at once, the system shows so many. */
const MOST = 3;
/** Name of the line between the tabs, and of the lock. */
const NAME = 'nality:notices';

/** What the page decides. */
export interface NoticeOptions {
  /** Whether the service worker shows it, so that it must not be shown a second time. */
  isPushed: (row: UserNotification) => boolean;
  /** In which words it is told; read anew each time. */
  titleOf: (row: UserNotification) => string;
  /** Somebody clicked what the system shows. */
  onClick: (row: UserNotification) => void;
}

/**
 * Lets the system show what comes while nobody looks at any tab, once for all tabs, and only with the person's permission.
 * Returns how to offer notifications, the newest first.
 */
export function systemNotices(
  environment: Environment,
  options: NoticeOptions,
  until: AbortSignal,
): (rows: readonly UserNotification[]) => void {
  const { visible, notices } = environment;
  const { isPushed, onClick } = options;
  const shown = boundedSet<string>(100);
  const tell = environment.openLine(NAME, (id) => shown.add(String(id)), until);
  const claim = (id: string): void => {
    shown.add(id);
    tell(id);
  };
  const show = async (row: UserNotification): Promise<void> => {
    if (!visible.get()) await sleep(GRACE_MS, environment.after, until);
    if (visible.get()) return claim(row.id);
    if (until.aborted || isPushed(row) || notices.permission() !== 'granted') return;
    const release = await environment.lock(NAME, { signal: until });
    if (!shown.has(row.id)) {
      claim(row.id);
      notices.show({ tag: row.id, title: options.titleOf(row), body: row.message }, () => onClick(row));
    }
    release();
  };
  return (rows) => {
    for (const row of rows.slice(0, MOST)) void show(row).catch(() => undefined);
  };
}
