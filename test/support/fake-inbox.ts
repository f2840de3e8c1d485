import type { NoticePermission } from '../../src/core/environment.ts';
import { newestFirst, type UserNotification } from '../../src/core/features/notification.ts';
import type { Notifications } from '../../src/core/features/notifications.ts';
import type { Profile } from '../../src/core/features/profiles.ts';
import { emitter, type Emitter } from '../../src/core/lib/emitter.ts';
import { computed, signal, type Signal } from '../../src/core/lib/signal.ts';

type ValueOf<R> = R extends { get(): infer T } ? T : never;
type List = ValueOf<Notifications['list']>;

/** An inbox without a server: a test plays the server. */
export interface FakeInbox extends Notifications {
  readonly list: Signal<List>;
  readonly phase: Signal<ValueOf<Notifications['phase']>>;
  readonly more: Signal<ValueOf<Notifications['more']>>;
  readonly actors: Signal<ReadonlyMap<string, readonly Profile[]>>;
  readonly permission: Signal<NoticePermission>;
  readonly clicks: Emitter<UserNotification>;
  /** How many are unread that are not loaded. */
  readonly below: Signal<number>;
  /** The server says: these are all. */
  serve(...rows: readonly UserNotification[]): void;
  /** The server says: these have come. */
  bring(...rows: readonly UserNotification[]): void;
  /** In which words the system would tell of one. */
  titleOf(row: UserNotification): string;
  /** What was asked of it besides marking and deleting. */
  readonly asked: string[];
  /** How many elements show it now. */
  users: number;
}

let minutes = 0;

/** A row as the server would send it, each a minute older than the one before unless a test says when it was. */
export function notification(id: string, values: Partial<UserNotification> = {}): UserNotification {
  return {
    id,
    rev: 1,
    deleted_at: null,
    user_id: 'me',
    actor_id: null,
    subject_table: null,
    subject_id: null,
    type: 'info',
    title: `News ${id}`,
    message: '',
    action_url: null,
    action_label: null,
    expires_at: null,
    read: false,
    created_at: new Date(Date.now() - (minutes += 1) * 1000).toISOString(),
    ...values,
  };
}

/** Makes a fake inbox, loading until a test says otherwise. */
export function fakeInbox(): FakeInbox {
  const removed = new Map<string, List[number]>();
  const list = signal<List>([]);
  const below = signal(0);
  const arrivals = emitter<readonly UserNotification[]>();
  const put = (rows: List): void => list.set([...rows].sort((a, b) => newestFirst(a.row, b.row)));
  const saved = (row: UserNotification): List[number] => ({ row, state: 'saved' });
  const asked: string[] = [];
  const permission = signal<NoticePermission>('default');
  const markRead = (id: string, read = true): void =>
    put(list.get().map((item) => (item.row.id === id ? { ...item, row: { ...item.row, read } } : item)));
  const inbox: FakeInbox = {
    list,
    below,
    unread: computed([list, below], (rows, more) => rows.filter(({ row }) => !row.read).length + more),
    phase: signal<ValueOf<Notifications['phase']>>({ name: 'loading' }),
    more: signal<ValueOf<Notifications['more']>>('none'),
    actors: signal<ReadonlyMap<string, readonly Profile[]>>(new Map()),
    permission,
    clicks: emitter<UserNotification>(),
    titleOf: ({ title }) => title,
    shows: (id) => list.get().some(({ row }) => row.id === id),
    wordBy: (titleOf) => void (inbox.titleOf = titleOf),
    arrivals,
    asked,
    users: 0,
    serve: (...rows) => put(rows.map(saved)),
    bring(...rows) {
      put([...rows.map(saved), ...list.get()]);
      arrivals.emit(rows);
    },
    loadMore: () => void asked.push('more'),
    reload: () => void asked.push('reload'),
    settle: (id, choice) => void asked.push(`${choice} ${id}`),
    askPermission: async () => permission.set('granted'),
    markRead,
    markAllRead() {
      for (const { row } of list.get()) markRead(row.id);
      below.set(0);
    },
    remove(id) {
      const item = list.get().find(({ row }) => row.id === id);
      if (item) removed.set(id, item);
      put(list.get().filter(({ row }) => row.id !== id));
    },
    restore(id) {
      const item = removed.get(id);
      if (item) put([item, ...list.get()]);
    },
  };
  return inbox;
}
