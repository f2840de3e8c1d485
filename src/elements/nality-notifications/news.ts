import type { UserNotification } from '../../core/features/notification.ts';
import type { Notifications } from '../../core/features/notifications.ts';
import type { LiveRegion } from '../shared/live-region.ts';
import type { Toasts } from '../shared/toasts.ts';
import type { Item } from './newcomers.ts';
import { toast, type RowActions } from './row.ts';
import { isSpokesman, join } from './spokesman.ts';
import { text } from './text.ts';
import { titleOf } from './wording.ts';

/** The element that tells of what comes. */
interface Host {
  readonly placement: string;
}

/** Tells of notifications that come: by toasts where that is the placement, else by a word to screen readers. */
export class News {
  /** How to take away the toast of a notification, by its id. */
  private readonly shown = new Map<string, () => void>();
  private unsaid: readonly UserNotification[] = [];
  private inbox: Notifications | undefined;

  constructor(
    private readonly host: Host,
    private readonly toasts: Toasts,
    private readonly region: LiveRegion,
    private readonly actions: Pick<RowActions, 'open'>,
  ) {}

  /** Follows an inbox, also what is clicked among the notifications of the system, until `until` aborts. */
  follow(inbox: Notifications, until: AbortSignal): void {
    const speaks = (): boolean => isSpokesman(inbox, this.host);
    const onArrivals = (rows: readonly UserNotification[]): void => {
      if (this.host.placement === 'toast') this.show(rows);
      else if (speaks()) this.say(rows);
    };
    const onClick = (row: UserNotification): void => void (speaks() && this.actions.open(row));
    this.inbox = inbox;
    inbox.wordBy(this.titleOf);
    join(inbox, this.host, until);
    for (const stop of [inbox.arrivals.subscribe(onArrivals), inbox.clicks.subscribe(onClick)])
      until.addEventListener('abort', stop, { once: true });
  }

  /** In the words of the page. */
  readonly titleOf = (row: UserNotification): string =>
    titleOf(row, this.inbox?.actors.get().get(row.actor_id ?? '')?.[0]);

  /** What was read, deleted or has expired meanwhile, wherever, is no news any more. */
  withdraw(items: readonly Item[]): void {
    for (const [id, dismiss] of this.shown) {
      if (items.some(({ row }) => row.id === id && !row.read)) continue;
      this.shown.delete(id);
      dismiss();
    }
  }

  private show(rows: readonly UserNotification[]): void {
    for (const row of rows.slice(0, 3).reverse())
      this.shown.set(row.id, this.toasts.show(toast(row, this.titleOf(row), this.actions)));
  }

  private say(rows: readonly UserNotification[]): void {
    this.unsaid = [...rows, ...this.unsaid];
    this.region.saySoon(() => {
      const [newest] = this.unsaid;
      const words = text.arrived(this.unsaid.length, newest ? this.titleOf(newest) : '');
      this.unsaid = [];
      return words;
    });
  }
}
