import type { RecordRead, RecordStore } from '../environment.ts';
import {
  CLOCK_READ,
  OPERATIONS,
  clockAt,
  clockOf,
  forgotten,
  keyOf,
  operationOf,
  stored,
} from './operation-record.ts';
import type { Operation } from './rows.ts';

/** What changed in the log. */
export interface LogChange {
  /** Ids of operations that are no longer in it. */
  readonly gone: readonly string[];
  readonly put: readonly Operation[];
}

/** An operation, and what takes its place: itself changed, its parts, or nothing. */
export interface Replacement {
  readonly of: Operation;
  readonly by: readonly Operation[];
}

/** Where a record is. */
export type Key = Pick<Operation, 'seq' | 'id'>;

/**
 * Everything that is on disk and of this version. A tab that slept while all that was stored was deleted has stored its
 * own again: what travels in another one by now is forgotten.
 */
export async function loadOperations(store: RecordStore): Promise<readonly Operation[]> {
  const found = (await store.all(OPERATIONS)).map(operationOf).filter((operation) => operation !== undefined);
  const absorbed = new Set(found.flatMap((operation) => operation.absorbed ?? []));
  const stale = found.filter(({ id }) => absorbed.has(id));
  if (stale.length === 0) return found;
  await storeOperations(store, stale, []);
  return found.filter(({ id }) => !absorbed.has(id));
}

/**
 * Gives an operation that is new on this disk its place in the order: after `last`, the last place that was given here,
 * also by tabs of which this one hears nothing. The same one whenever it is asked; others stay where they are.
 */
export type Placing = (operation: Operation, last: number) => Operation;

/** Stores what is new when the transaction runs; answers with it in its places. */
export function appendOperations(
  store: RecordStore,
  news: () => readonly Operation[],
  place: Placing,
): Promise<readonly Operation[]> {
  return store.transact(
    [CLOCK_READ],
    ([clock]) => {
      const last = clockOf(clock);
      const placed = news().map((operation) => place(operation, last));
      const next = Math.max(last, ...placed.map(({ seq }) => seq));
      return { answer: placed, changes: [...placed.map(stored), clockAt(next)] };
    },
    'strict',
  );
}

/** Forgets operations and stores others, whatever is there. */
export function storeOperations(
  store: RecordStore,
  gone: readonly Operation[],
  put: readonly Operation[],
): Promise<void> {
  const changes = [...gone.map(forgotten), ...put.map(stored)];
  return store.transact([], () => ({ answer: undefined, changes }), 'relaxed');
}

/** What became of operations on disk. */
export function readOperations(store: RecordStore, keys: readonly Key[]): Promise<LogChange> {
  return store.transact(keys.map(readOf), (found) => ({ answer: asFound(keys, found) }), 'relaxed');
}

/**
 * Puts others in the places of operations, where these are on disk as they are here. What another tab has settled,
 * decided or taken away meanwhile stays as it is there.
 *
 * @param unwritten ids of operations that could not be written: not to be on disk means nothing for them
 */
export function replaceOperations(
  store: RecordStore,
  replacements: readonly Replacement[],
  unwritten: ReadonlySet<string>,
  place: Placing,
): Promise<LogChange> {
  return store.transact(
    [CLOCK_READ, ...replacements.map(({ of }) => readOf(of))],
    ([clock, ...found]) => {
      const valid = replacements.filter((one, i) => isPossible(one, operationOf(found[i]?.[0]), unwritten));
      const held = replacements.filter((one) => !valid.includes(one));
      const there = asFound(
        held.map(({ of }) => of),
        found.filter((_records, i) => !valid.includes(replacements[i] as Replacement)),
      );
      // What was to stand beside them is not to be.
      const undone = held.flatMap(({ of, by }) => by.filter(({ id }) => id !== of.id));
      const last = clockOf(clock);
      const put = valid.flatMap(({ by }) => by).map((operation) => place(operation, last));
      const gone = valid
        .map(({ of }) => of)
        .filter(({ id }) => !put.some((operation) => operation.id === id));
      const next = Math.max(last, ...put.map(({ seq }) => seq));
      return {
        // What is not there any more is for the hint of whoever took it away: it may be a part of another by now.
        answer: { gone: [...gone, ...undone].map(({ id }) => id), put: [...put, ...there.put] },
        changes: [...gone.map(forgotten), ...put.map(stored), clockAt(next)],
      };
    },
    'strict',
  );
}

/** Forgets what was settled or kept before a moment, milliseconds since the epoch; answers with the ids. */
export function purgeOperations(
  store: RecordStore,
  settledBefore: number,
  keptBefore: number,
): Promise<readonly string[]> {
  return store.transact(
    [{ kind: OPERATIONS }],
    ([records = []]) => {
      const old = records
        .map(operationOf)
        .filter((operation) => operation !== undefined)
        .filter(({ state, settledAt = 0 }) =>
          state === 'saved' ? settledAt < settledBefore : state === 'kept' && settledAt < keptBefore,
        );
      return { answer: old.map(({ id }) => id), changes: old.map(forgotten) };
    },
    'relaxed',
  );
}

/** How a record is read. */
export function readOf(key: Key): RecordRead {
  return { kind: OPERATIONS, key: keyOf(key) };
}

/**
 * What is on disk of some operations, and what is not.
 *
 * @param unwritten ids of operations that are as they are here, where they are not on disk
 */
export function asFound(
  wanted: readonly (Key | Operation)[],
  found: readonly (readonly unknown[])[],
  unwritten: ReadonlySet<string> = new Set(),
): LogChange {
  const gone: string[] = [];
  const put: Operation[] = [];
  wanted.forEach((key, i) => {
    const operation = operationOf(found[i]?.[0]) ?? (unwritten.has(key.id) ? (key as Operation) : undefined);
    if (operation) put.push(operation);
    else gone.push(key.id);
  });
  return { gone, put };
}

/** Whether it is on disk as it is here. Who asks a person matters to whoever wants to ask, not to their decision. */
function isPossible(
  { of: here, by }: Replacement,
  there: Operation | undefined,
  unwritten: ReadonlySet<string>,
): boolean {
  if (!there) return unwritten.has(here.id);
  const state = here.state === 'sending' ? 'queued' : here.state;
  const asks = by.some((operation) => operation.state === 'conflict');
  return (
    there.state === state &&
    there.attempted === here.attempted &&
    there.baseRev === here.baseRev &&
    there.absorbed?.length === here.absorbed?.length &&
    (!asks || there.clash?.askedBy === here.clash?.askedBy)
  );
}
