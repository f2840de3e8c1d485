import type { Environment, NoticeLine, PushClaim } from '../environment.ts';
import { boundedSet, type BoundedSet } from '../lib/bounded-set.ts';
import { sleep } from '../lib/sleep.ts';
import type { UserNotification } from './notification.ts';

/** A tab that is looked at has so long to say that it shows a notification: then no hidden one lets the system show it. */
const GRACE_MS = 1000;
/**
 * What push is to bring may stay away: nobody has set up the sender, or the push service cannot be reached. If the service
 * worker has not said within so long that it shows it, the page does.
 */
const PUSH_MS = 10_000;
/** Of those that come at once, the system shows so many. */
const MOST = 3;
/** Name of the line between the tabs, and of the lock. */
const NAME: NoticeLine = 'nality:notices';
const CLAIM: PushClaim = 'push ';

/** What the page decides. */
export interface NoticeOptions {
  /** Whether it is sent to this browser by push, too: then the service worker has the first say. */
  isPushed: (row: UserNotification) => boolean;
  /** In which words it is told; read anew each time. */
  titleOf: (row: UserNotification) => string;
  /** Somebody clicked what the system shows. */
  onClick: (row: UserNotification) => void;
}

/** What the system shows. */
export interface SystemNotices {
  /** What the service worker shows: the page does not, now or later. */
  readonly left: BoundedSet<string>;
  /** What has come, the newest first. */
  offer(rows: readonly UserNotification[]): void;
}

/**
 * Lets the system show what comes while nobody looks at any tab, once for all tabs and the service worker, and only with the
 * person's permission.
 */
export function systemNotices(
  environment: Environment,
  options: NoticeOptions,
  until: AbortSignal,
): SystemNotices {
  const { visible, notices } = environment;
  const { isPushed, onClick } = options;
  const shown = boundedSet<string>(100);
  /** What this tab has let the system show. */
  const own = boundedSet<string>(100);
  const left = boundedSet<string>(100);
  const hear = (said: unknown): void => {
    const id = String(said).replace(CLAIM, '');
    if (id !== said) {
      if (own.has(id)) tell(id);
      left.add(id);
    }
    shown.add(id);
  };
  const tell = environment.openLine(NAME, hear, until);
  const claim = (id: string): void => {
    shown.add(id);
    tell(id);
  };
  const show = async (row: UserNotification): Promise<void> => {
    if (!visible.get()) await sleep(GRACE_MS, environment.after, until);
    if (!visible.get() && isPushed(row)) await sleep(PUSH_MS, environment.after, until);
    if (visible.get()) return claim(row.id);
    if (until.aborted || notices.permission() !== 'granted') return;
    const release = await environment.lock(NAME, { signal: until });
    const notice = { tag: row.id, title: options.titleOf(row), body: row.message };
    if (!shown.has(row.id) && notices.show(notice, () => onClick(row))) {
      own.add(row.id);
      claim(row.id);
    }
    release();
  };
  return {
    left,
    offer(rows) {
      for (const row of rows.slice(0, MOST)) void show(row).catch(() => undefined);
    },
  };
}
