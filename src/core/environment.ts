import type { Readable } from './lib/signal.ts';

/** Durable storage of one person's records, by name of the collection. See `browser/` for IndexedDB. */
export interface RecordStore {
  /** All records of a kind in the order in which their keys sort. */
  all<T>(kind: string): Promise<T[]>;
  /**
   * Reads records and, in the same transaction, makes the changes that follow from them: all or none. Resolves
   * only once the transaction has completed. `strict`: what was acknowledged survives a crash of the machine as
   * well; `relaxed`: one of the browser.
   *
   * @param decide pure and synchronous; it may be called again when the storage had to be opened anew
   */
  transact<T>(reads: readonly RecordRead[], decide: Decide<T>, durability: 'strict' | 'relaxed'): Promise<T>;
  /** Forgets every record whose kind begins so. */
  clear(prefix: string): Promise<void>;
  /** Whether what was acknowledged survives the page. Turns to `memory` when the browser takes its storage away. */
  readonly durability: Readable<'disk' | 'memory'>;
  /**
   * What is to be stored again when all that was stored is gone, deleted or out of reach; asked then, and written
   * before anything else is read or written. Until `until` aborts.
   */
  restoreWith(records: () => readonly RecordChange[], until: AbortSignal): void;
}

/** A whole kind in the order of its keys, what comes after a key, or the one record of a key (none or one is found). */
export interface RecordRead {
  readonly kind: string;
  readonly key?: string;
  /** Where there is no `key`: only records whose keys sort after this. */
  readonly after?: string;
}

/** What follows from what was found, per read. */
export type Decide<T> = (found: readonly (readonly unknown[])[]) => Decision<T>;

/** The answer of a transaction, and what it changes. */
export interface Decision<T> {
  readonly answer: T;
  readonly changes?: readonly RecordChange[];
}

/** A record that is to be stored, or forgotten when it is undefined. */
export interface RecordChange {
  readonly kind: string;
  readonly key: string;
  readonly record: unknown;
}

/** Kinds that begin so hold what can be read again: they are thrown away when storage runs out. */
export const EVICTABLE = 'cache:';

/** What a WebSocket tells. */
export interface SocketEvents {
  /** A message came: text, or an `ArrayBuffer`. */
  onMessage(data: unknown): void;
  /** It has closed, or could not be opened. */
  onClose(): void;
}

/** A WebSocket that is opening, or was opened. */
export interface OpenedSocket {
  /** As in `WebSocket`: 0 while it opens, 1 while it stands, 2 while it closes, 3 afterwards. */
  readonly readyState: number;
  send(text: string): void;
}

/** A request whose body is sent before somebody's eyes. */
export interface Sending {
  readonly method: 'POST' | 'PATCH' | 'HEAD' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Blob | string | undefined;
  /** Hears how many bytes of the body have gone out, from time to time. */
  onProgress?(bytes: number): void;
  /** Gives it up. */
  readonly signal: AbortSignal;
}

/** What came back. */
export interface Sent {
  readonly status: number;
  /** A header by its name, where it may be read. */
  header(name: string): string | null;
  readonly text: string;
}

/** A picture, measured, and a small one of it. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Drawn anew: nothing of the file comes with it, neither place nor camera. */
  readonly small: Blob;
}

/** A recording, measured; of a film, a picture of it, too. */
export interface Recording extends Partial<Picture> {
  /** In seconds, where the file says it. */
  readonly duration?: number | undefined;
}

/** What sending files takes; loaded when somebody sends one. */
export interface FileTools {
  /** `fetch` that tells how far it is. Rejects where no answer came, with the signal's reason where it aborted. */
  send(request: Sending): Promise<Sent>;
  /** Undefined for what the browser cannot draw. `most`: the longer side of the small one, in pixels. */
  picture(file: Blob, most: number): Promise<Picture | undefined>;
  /** Undefined for what the browser cannot play. `most`: as for a picture. */
  recording(file: Blob, most: number): Promise<Recording | undefined>;
  /** So many bytes more may be stored, as far as the browser tells. */
  room(): Promise<number>;
}

/** Everything that the core needs of the world around it. The only way to it. */
export interface Environment {
  /** Milliseconds since the epoch, by the local clock: for display and expiry, never for order. */
  now(): number;
  /** A fresh random UUID. */
  uuid(): string;
  /** A random number in [0, 1). */
  random(): number;
  /** Runs `task` once after `ms` milliseconds. Returns the cancel function. */
  after(ms: number, task: () => void): () => void;
  /** Whether there may be a network. A hint: `true` promises nothing. */
  readonly online: Readable<boolean>;
  /** Whether the person can see the page. */
  readonly visible: Readable<boolean>;
  /** Calls `listener` when the page may have slept: shown again, thawed, restored, or with a network again. In bursts. */
  wakes(listener: () => void): () => void;
  /** Calls `listener` whenever the person does something (key, pointer, scroll). */
  onActivity(listener: () => void): () => void;
  /** Opens the records of one namespace, e.g. `nality:<project>:<user id>`; what is done after `until` is done still. */
  openStore(namespace: string, until: AbortSignal): Promise<RecordStore>;
  /**
   * Waits for a lock that one tab of this origin holds at a time, and answers with how to release it; at once
   * where there are no locks. `steal` takes it from whoever has it. Rejects when `signal` aborts before.
   */
  lock(name: string, options: { signal: AbortSignal; steal?: boolean }): Promise<() => void>;
  /**
   * Opens a line to the other tabs of this origin, until `until` aborts. Returns how to speak; nobody hears
   * themselves. What is said may get lost: hints only.
   */
  openLine(
    name: string,
    onMessage: (message: unknown) => void,
    until: AbortSignal,
  ): (message: unknown) => void;
  /** Runs `task` before the next painting; soon, where nothing is painted. Returns the cancel function. */
  frame(task: () => void): () => void;
  /** Asks the person before they leave the page, while `unsaved` is true. */
  keepOpen(unsaved: Readable<boolean>, until: AbortSignal): void;
  /** The HTTP client. */
  readonly fetch: typeof fetch;
  /**
   * Opens a WebSocket. When `until` aborts it tells nothing any more and closes, once everything has been sent. Throws
   * where no socket can be made.
   */
  openWebSocket(url: string, events: SocketEvents, until: AbortSignal): OpenedSocket;
  /** Loads what sending files takes. Rejects where that cannot be loaded now. */
  files(): Promise<FileTools>;
  /** What another script of this origin keeps in local storage under `key`. Never throws. */
  peek(key: string): string | null;
  /** Keeps a text in local storage for the next page, or forgets it (null). Never throws; may be in vain. */
  keep(key: string, text: string | null): void;
  /**
   * Loads what the browser has for web push.
   *
   * @param worker path of the service worker that the page serves for it; absent: the one that it has registered itself
   */
  pushDevice(worker?: string): Promise<PushDevice>;
  /** The notifications of the browser. */
  readonly notices: BrowserNotices;
  /** Where messages for the developer go. */
  log(level: 'info' | 'warn' | 'error', message: string, detail?: unknown): void;
}

/** Web push as the browser has it, on one service worker of the page. */
export interface PushDevice {
  /** `home-screen`: an iPhone or iPad, where only pages on the home screen have it. */
  readonly support: 'yes' | 'no' | 'home-screen';
  permission(): PushPermission;
  /** Asks the person. Only inside a click, before anything is awaited. */
  ask(): Promise<PushPermission>;
  /** The subscription that there is. */
  find(): Promise<PushAddress | undefined>;
  /**
   * Makes a new one; the one before is dead from then on. With the permission of the person it needs no click.
   *
   * @param vapidKey the public key of the sender, base64url
   * @throws NalityError `config` | `denied` | `server`
   */
  subscribe(vapidKey: string): Promise<PushAddress>;
  /** Ends the one that there is. */
  unsubscribe(): Promise<void>;
  /** Hears the service worker. What it asks is answered by `true`; whoever has nothing to say says nothing. */
  listen(onMessage: (message: PushNews) => true | void, until: AbortSignal): void;
}

/** `default`: not asked yet, or not answered. */
export type PushPermission = 'default' | 'granted' | 'denied';

/** Where a browser is reached; a secret of its person. */
export interface PushAddress {
  readonly endpoint: string;
  /** Milliseconds since the epoch, where the push service tells. */
  readonly expirationTime: number | null;
  readonly keys: { readonly p256dh: string; readonly auth: string };
  /** The sender's public key that it was made for, base64url, where the browser tells. */
  readonly vapidKey?: string | undefined;
}

/** What of it the page does not settle by itself. */
export type PushNews = Exclude<PushWorkerMessage, { type: 'nality:push-open' }>;

/** What the service worker says to its pages. */
export type PushWorkerMessage =
  /** Whether the page shows the notification of this id by itself. */
  | { readonly type: 'nality:push-shows'; readonly id: string }
  /** Somebody clicked a notification that leads to this address: whether it is one of this page, which goes there. */
  | { readonly type: 'nality:push-open'; readonly url: string }
  /** The browser has another subscription than before. */
  | { readonly type: 'nality:push-changed' };

/** The line on which tabs and the service worker tell each other, by its id, that the system shows a notification. */
export type NoticeLine = 'nality:notices';

/** What the service worker says there first, of this id: a tab that has let the system show it answers with the id. */
export type PushClaim = `push ${string}`;

/** The notifications of the browser: shown by the system, also while the page is hidden. */
export interface BrowserNotices {
  permission(): NoticePermission;
  /** Asks the person. Only inside a click, before anything is awaited. Never rejects. */
  ask(): Promise<NoticePermission>;
  /**
   * Shows one, in the place of an earlier one of the same tag. A click closes it, brings the page to light and calls
   * `onClick`. Returns whether the browser lets a page do that.
   */
  show(notice: BrowserNotice, onClick: () => void): boolean;
}

/** `default`: not asked yet, or not answered. */
export type NoticePermission = 'unsupported' | 'default' | 'granted' | 'denied';

/** What the system shows, as text. */
export interface BrowserNotice {
  readonly tag: string;
  readonly title: string;
  readonly body: string;
}
