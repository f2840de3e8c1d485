import type { Environment, RecordStore } from '../environment.ts';
import { signal, watch, type Readable } from '../lib/signal.ts';
import {
  appendOperation,
  claimOperations,
  loadOperations,
  purgeOperations,
  readOperations,
  replaceOperations,
  type Key,
  type LogChange,
  type Replacement,
} from './operation-disk.ts';
import { createOperationMemory } from './operation-memory.ts';
import { stored } from './operation-record.ts';
import { isQueued } from './queue.ts';
import type { NewOperation, Operation, SyncedRow } from './rows.ts';

/** A row as the server answered it to an operation, for the other tabs. */
export interface RowNews {
  readonly type: 'settled' | 'rebased';
  readonly operation: Operation;
  readonly row: SyncedRow | null;
}

/** The operations of one person: in memory at once, on disk a moment later, the same in all tabs. */
export interface OperationLog {
  /** In the order in which they were made. */
  readonly list: Readable<readonly Operation[]>;
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
  /** What may be sent: nothing whose writing to disk is still under way, and nothing behind it on its row. */
  ready(): readonly Operation[];
  /** Marks the queues of these rows as sent, if the turn is still this one; answers with what is to be sent. */
  claim(batch: readonly Operation[], epoch: number): Promise<'lost' | readonly Operation[]>;
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
  /** What this tab is about to send, for whoever cannot read it on this disk. */
  readonly sent?: readonly string[];
}

/** Where a record is, and of which row it is. */
type Place = Key & Pick<Operation, 'rowId'>;

/** Opens the log. */
export function createOperationLog(options: LogOptions): OperationLog {
  const { environment, records, namespace, onNews, until } = options;
  const memory = createOperationMemory();
  const { list, apply } = memory;
  const unsaved = signal(0);
  const durability = signal<'disk' | 'memory'>('disk');
  const writing = new Map<string, Promise<void>>();
  /** Others are about to take their places on disk. */
  const replacing = new Map<string, readonly Replacement[]>();
  /** Could not be written: they live here, and are sent all the same. */
  const unwritten = new Set<string>();
  /** Sent by a tab that marks it on another disk, or may be. */
  const sent = new Set<string>();
  /** Decisions of the person that are on their way to disk. */
  let deciding = 0;
  let tell: (hint: Hint) => void = () => undefined;

  const warn = (message: string) => (error: unknown) => environment.log('warn', message, error);
  const notKept = warn('This browser cannot keep unsent changes on disk.');
  const countUnsaved = (): void => unsaved.set(writing.size + unwritten.size + deciding);
  const write = async (operation: Operation): Promise<void> => {
    try {
      const placed = await appendOperation(await records, operation, memory.place);
      memory.onPlaced(placed);
      tell({ keys: [placed], news: [] });
    } catch (error) {
      memory.onPlaced(memory.place(operation, 0));
      unwritten.add(operation.id);
      notKept(error);
    } finally {
      writing.delete(operation.id);
      countUnsaved();
    }
  };
  /** What is newer here than what is read on disk meanwhile. */
  const isAhead = ({ id }: Pick<Key, 'id'>): boolean =>
    writing.has(id) || unwritten.has(id) || replacing.has(id);
  const adopt = async (): Promise<void> => {
    const before = list.get().filter((operation) => !isAhead(operation));
    const found = await loadOperations(await records);
    const there = new Set(found.map(({ id }) => id));
    const gone = before.filter((operation) => !there.has(operation.id) && !isAhead(operation));
    apply({
      gone: gone.map(({ id }) => id),
      put: memory.stillSending(found.filter((one) => !isAhead(one))),
    });
  };
  /** All of a row is read when one hears of it: a hint of what was before it may have been lost. */
  const withTheirRows = (keys: readonly Place[]): readonly Key[] => {
    const rows = new Set(keys.map(({ rowId }) => rowId));
    const known = list.get().filter((operation) => rows.has(operation.rowId) && !isAhead(operation));
    return [...new Map([...known, ...keys].map((key) => [key.id, key])).values()];
  };
  const onHint = async ({ keys, news, sent: alsoSent = [] }: Hint): Promise<void> => {
    for (const id of alsoSent) sent.add(id);
    onNews(news);
    const { gone, put } = await readOperations(await records, withTheirRows(keys));
    const missing = gone.filter((id) => !isAhead({ id }));
    const absorbed = new Set(put.flatMap((operation) => operation.absorbed ?? []));
    // Taken away by a change whose own hint is still to come: what stands in its place is on disk already.
    if (missing.some((id) => !absorbed.has(id))) return adopt();
    apply({ gone: missing, put: memory.stillSending(put.filter((one) => !isAhead(one))) });
  };
  const onDurability = (now: 'disk' | 'memory'): void => {
    durability.set(now);
    // What was on the disk that is out of reach may be sent by the tabs that still have it.
    if (now === 'memory') for (const { id } of list.get()) sent.add(id);
  };
  const open = async (): Promise<void> => {
    const store = await records;
    watch(store.durability, onDurability, until);
    store.restoreWith(() => memory.storable().map(stored), until);
    const hear = (hint: unknown): void => void onHint(hint as Hint).catch(warn('Another tab was not heard.'));
    tell = environment.openLine(`${await namespace}:log`, hear, until);
    await adopt();
  };
  const opened = open().catch(notKept);

  return {
    list,
    unsaved,
    durability,
    opened,
    append(given) {
      const operation = memory.next(given);
      const written = write(operation);
      writing.set(operation.id, written);
      countUnsaved();
      memory.append(operation);
      return written;
    },
    async saved() {
      await Promise.all(writing.values());
      return unwritten.size === 0 && (await records).durability.get() === 'disk';
    },
    make: memory.next,
    ready: () => behindNothingUnwritten(list.get(), writing),
    async claim(batch, epoch) {
      const rows = new Set(batch.map(({ rowId }) => rowId));
      const queues = behindNothingUnwritten(list.get(), writing).filter(({ rowId }) => rows.has(rowId));
      const attempted = new Set(queues.filter((one) => one.attempted).map(({ id }) => id));
      const isFixed = (id: string): boolean => attempted.has(id) || sent.has(id) || !memory.isOwn(id);
      const claimed = await claimOperations(await records, queues, epoch, unwritten, isFixed);
      if (claimed === 'lost') return 'lost';
      apply(claimed.change);
      tell({ keys: queues, news: [], sent: claimed.heads.map(({ id }) => id) });
      return claimed.heads;
    },
    async replace(replacements, news = []) {
      // Whoever hears of it and writes in turn must find this on disk: it is begun first.
      const written = records.then((store) =>
        replaceOperations(store, replacements, unwritten, memory.place),
      );
      const decided = replacements.some(isNewlyQueued) ? 1 : 0;
      deciding += decided;
      for (const { of } of replacements) replacing.set(of.id, replacements);
      countUnsaved();
      apply(changeOf(replacements));
      try {
        const change = await written;
        change.put.forEach(memory.onPlaced);
        apply(change);
        const keys = new Map(
          [...replacements.map(({ of }) => of), ...change.put].map((key) => [key.id, key]),
        );
        tell({ keys: [...keys.values()], news });
        return change;
      } finally {
        for (const { of } of replacements) if (replacing.get(of.id) === replacements) replacing.delete(of.id);
        deciding -= decided;
        countUnsaved();
      }
    },
    show: (operations) => apply({ gone: [], put: operations }),
    adopt,
    release: memory.release,
    async purge(settledBefore, keptBefore) {
      const forgotten = await purgeOperations(await records, settledBefore, keptBefore);
      for (const id of forgotten) sent.delete(id);
      memory.forget(forgotten);
    },
  };
}

/** Without what is being written to disk, and what is queued on the same row behind it: nothing may overtake. */
function behindNothingUnwritten(
  operations: readonly Operation[],
  writing: { has(id: string): boolean },
): readonly Operation[] {
  const blocked = new Set<string>();
  return operations.filter(({ id, rowId }) => {
    if (writing.has(id)) blocked.add(rowId);
    return !blocked.has(rowId);
  });
}

/** Whether it puts into the queue what was not in it. */
function isNewlyQueued({ of, by }: Replacement): boolean {
  return !isQueued(of) && by.some(isQueued);
}

/** What replacements change where nobody else has a say. */
function changeOf(replacements: readonly Replacement[]): LogChange {
  return { gone: replacements.map(({ of }) => of.id), put: replacements.flatMap(({ by }) => by) };
}
