import type { Environment, RecordStore } from '../environment.ts';
import { signal, watch, type Readable } from '../lib/signal.ts';
import { createBusyRows } from './busy-rows.ts';
import { claimOperations } from './operation-claim.ts';
import { purgeOperations, replaceOperations, type LogChange, type Replacement } from './operation-disk.ts';
import type { OperationIndex } from './operation-index.ts';
import { createOperationMemory } from './operation-memory.ts';
import { createOperationReader, type Place } from './operation-reader.ts';
import { stored } from './operation-record.ts';
import { createOperationWriter } from './operation-writer.ts';
import { isQueued } from './queue.ts';
import type { NewOperation, Operation, SyncedRow } from './rows.ts';

/** A row as the server answered it to an operation, for the other tabs. */
export interface RowNews {
  readonly type: 'settled' | 'rebased';
  readonly operation: Operation;
  readonly row: SyncedRow | null;
}

/** The operations of one person: in memory at once, on disk a moment later, the same in all tabs. */
export interface OperationLog extends Omit<OperationIndex, 'apply'> {
  /** Whether what earlier pages have left is in it. */
  readonly complete: Readable<boolean>;
  /** How many are not on disk (yet). */
  readonly unsaved: Readable<number>;
  /** Whether what is acknowledged here survives the page. */
  readonly durability: Readable<'disk' | 'memory'>;
  /** Resolves once what earlier pages and other tabs have left is in the list, or cannot be had. */
  readonly opened: Promise<void>;
  /** Takes a new operation. Resolves once it is on disk, or cannot be. */
  append(operation: NewOperation): Promise<void>;
  /** A new operation with its place in the order, for `replace` to put beside what it follows from. */
  make(operation: NewOperation): Operation;
  /** Resolves when it is decided for all that was appended so far: whether it is on disk. */
  saved(): Promise<boolean>;
  /** What may be sent: nothing whose writing to disk is still under way, and so nothing that was made after it. */
  ready(): readonly Operation[];
  /**
   * Marks the queues of these rows as sent, if the turn is still this one; answers with what is to be sent. `changed`:
   * the list has more in these rows now, which may have to be sent first.
   */
  claim(batch: readonly Operation[], epoch: number): Promise<'lost' | 'changed' | readonly Operation[]>;
  /** Puts others in the places of operations, and tells the other tabs, also of the rows that go with it. */
  replace(replacements: readonly Replacement[], news?: readonly RowNews[]): Promise<LogChange>;
  /** Shows states that need not survive the page. */
  show(operations: readonly Operation[]): void;
  /** Takes in what is on disk: left by an earlier page, or written in another tab. */
  adopt(): Promise<void>;
  /** Lets go of settled operations that the base of their row contains. */
  release(isCovered: (operation: Operation) => boolean): void;
  /** Forgets what was settled or kept before a moment, milliseconds since the epoch. */
  purge(settledBefore: number, keptBefore: number): Promise<void>;
}

/** What the log is made of. */
export interface LogOptions {
  environment: Environment;
  /** The records of the person, and whose they are, once that is known: `nality:<project>:<user id>`. */
  records: Promise<RecordStore>;
  namespace: Promise<string>;
  /** Called with the rows that another tab has got. */
  onNews(news: readonly RowNews[]): void;
  until: AbortSignal;
}

/** What one tab tells the others: what to read again, and the rows that make it unnecessary to ask the server. */
interface Hint {
  readonly keys: readonly Place[];
  readonly news: readonly RowNews[];
  /** What this tab is about to send, and what is gone since it travels in that: for whoever cannot read it on this disk. */
  readonly claimed?: LogChange;
}

/** Opens the log. */
export function createOperationLog(options: LogOptions): OperationLog {
  const { environment, records, namespace, onNews, until } = options;
  const memory = createOperationMemory();
  const { index, apply, place } = memory;
  const unsaved = signal(0);
  const durability = signal<'disk' | 'memory'>('disk');
  const busy = createBusyRows();
  /** Sent by a tab that marks it on another disk, or may be. */
  const sent = new Set<string>();
  /** Decisions of the person that are on their way to disk. */
  let deciding = 0;
  let tell: (hint: Hint) => void = () => undefined;

  const warn = (what: string) => (error: unknown) => environment.log('warn', what, error);
  const notKept = warn('This browser cannot keep unsent changes on disk.');
  const { writing, unwritten, write } = createOperationWriter({
    records,
    memory,
    // All of their rows: the hint of what was before them may have been lost.
    onWritten: (group) => tell({ keys: onTheirRows(group, index).filter(isStored), news: [] }),
    onFailed: notKept,
    onCount: () => countUnsaved(),
  });
  const isStored = ({ id }: Pick<Operation, 'id'>): boolean => !writing.has(id) && !unwritten.has(id);
  const ready = (): readonly Operation[] => index.list.get().filter(({ id }) => !writing.has(id));
  const countUnsaved = (): void => unsaved.set(writing.size + unwritten.size + deciding);
  const reader = createOperationReader({ records, memory, isStored, busy });
  const onHint = async ({ keys, news, claimed }: Hint): Promise<void> => {
    for (const { id } of claimed?.put ?? []) sent.add(id);
    onNews(news);
    if (claimed && durability.get() === 'memory') await reader.follow(claimed);
    await reader.read(keys);
  };
  const onDurability = (now: 'disk' | 'memory'): void => {
    durability.set(now);
    // What was on the disk that is out of reach may be sent by the tabs that still have it.
    if (now === 'memory') for (const { id } of index.list.get()) sent.add(id);
  };
  const open = async (): Promise<void> => {
    const store = await records;
    watch(store.durability, onDurability, until);
    store.restoreWith(() => memory.storable().map(stored), until);
    const hear = (hint: unknown): void => void onHint(hint as Hint).catch(warn('Another tab was not heard.'));
    tell = environment.openLine(`${await namespace}:log`, hear, until);
    await reader.readAll();
  };

  return {
    ...index,
    complete: reader.complete,
    unsaved,
    durability,
    opened: open().catch(notKept),
    append(given) {
      const operation = memory.next(given);
      const written = write(operation);
      memory.append(operation);
      return written;
    },
    async saved() {
      await Promise.all(writing.values());
      return unwritten.size === 0 && (await records).durability.get() === 'disk';
    },
    make: memory.next,
    ready,
    async claim(batch, epoch) {
      const queues = onRowsOf(batch, ready());
      const attempted = new Set(queues.filter((one) => one.attempted).map(({ id }) => id));
      const isFixed = (id: string): boolean => attempted.has(id) || sent.has(id) || !memory.isOwn(id);
      const claimed = await claimOperations(await records, queues, {
        epoch,
        since: reader.last(),
        unwritten,
        isFixed,
      });
      if (claimed === 'lost') return 'lost';
      const { heads, change, news, last } = claimed;
      const heard = reader.takeNews(news, last);
      apply(change);
      await heard;
      if (heads.length === 0 && news.length > 0) return 'changed';
      tell({ keys: queues, news: [], claimed: { gone: change.gone, put: heads } });
      return heads;
    },
    async replace(replacements, news = []) {
      // Whoever hears of it and writes in turn must find this on disk: it is begun first.
      const written = records.then((store) => replaceOperations(store, replacements, unwritten, place));
      const decided = replacements.some(isNewlyQueued) ? 1 : 0;
      deciding += decided;
      const leave = busy.enter(replacements.map(({ of }) => of.rowId));
      countUnsaved();
      apply(changeOf(replacements));
      try {
        const change = await written;
        change.put.forEach(memory.onPlaced);
        apply(change);
        tell({ keys: placesOf(replacements, change), news });
        return change;
      } finally {
        leave();
        deciding -= decided;
        countUnsaved();
      }
    },
    show: (operations) => apply({ gone: [], put: operations }),
    adopt: reader.readAll,
    release: memory.release,
    async purge(settledBefore, keptBefore) {
      const forgotten = await purgeOperations(await records, settledBefore, keptBefore);
      for (const id of forgotten) sent.delete(id);
      memory.forget(forgotten);
    },
  };
}

/** All operations of the rows of some. */
function onTheirRows(
  operations: readonly Operation[],
  { ofRow }: Pick<OperationIndex, 'ofRow'>,
): readonly Operation[] {
  return [...new Set(operations.map(({ rowId }) => rowId))].flatMap(ofRow);
}

/** Those that are on the same rows as some others. */
function onRowsOf(others: readonly Operation[], operations: readonly Operation[]): readonly Operation[] {
  const rows = new Set(others.map(({ rowId }) => rowId));
  return operations.filter(({ rowId }) => rows.has(rowId));
}

/** Whether it puts into the queue what was not in it. */
function isNewlyQueued({ of, by }: Replacement): boolean {
  return !isQueued(of) && by.some(isQueued);
}

/** What the other tabs have to read again. */
function placesOf(replacements: readonly Replacement[], { put }: LogChange): readonly Place[] {
  return [...new Map([...replacements.map(({ of }) => of), ...put].map((one) => [one.id, one])).values()];
}

/** What replacements change where nobody else has a say. */
function changeOf(replacements: readonly Replacement[]): LogChange {
  return { gone: replacements.map(({ of }) => of.id), put: replacements.flatMap(({ by }) => by) };
}
