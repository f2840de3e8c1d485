import { emitter, type Subscribable } from '../lib/emitter.ts';
import { signal, type Readable } from '../lib/signal.ts';
import { sortedList, type Replacement } from '../lib/sorted-list.ts';
import type { LogChange } from './operation-disk.ts';
import { byMaking, isQueued } from './queue.ts';
import type { Operation } from './rows.ts';

/** How many operations there are of the kinds that people are told of. */
export interface OperationCounts {
  /** That the server does not have yet and will get. */
  readonly queued: number;
  /** That were refused and wait for a person. */
  readonly failed: number;
  /** That met somebody else's change of the same and wait for a person. */
  readonly contested: number;
}

/**
 * The operations of a log in memory. Whatever is asked after every change is at hand, so that a write costs the same
 * however many wait.
 */
export interface OperationIndex {
  /** All, in the order in which they were made. */
  readonly list: Readable<readonly Operation[]>;
  readonly counts: Readable<OperationCounts>;
  /** Those that met somebody else's change. */
  readonly clashes: Readable<readonly Operation[]>;
  /** The ids of the rows whose operations are other ones now; told before anything else is. */
  readonly touched: Subscribable<ReadonlySet<string>>;
  find(id: string): Operation | undefined;
  /** The operations of a row, in order. */
  ofRow(rowId: string): readonly Operation[];
  apply(change: LogChange): void;
}

/** Makes an empty one. */
export function createOperationIndex(): OperationIndex {
  const known = new Map<string, Operation>();
  const rows = new Map<string, readonly Operation[]>();
  let sorted = sortedList(byMaking);
  const told = emitter<readonly Operation[]>();
  const touched = emitter<ReadonlySet<string>>();
  const counts = signal<OperationCounts>({ queued: 0, failed: 0, contested: 0 });
  const clashes = signal<readonly Operation[]>([]);

  const exchange = ([id, come]: readonly [string, Operation | undefined]):
    Replacement<Operation> | undefined => {
    const out = known.get(id);
    if (out === come) return undefined;
    if (come) known.set(id, come);
    else known.delete(id);
    if (out) moveRow(out.rowId, out, undefined);
    if (come) moveRow(come.rowId, undefined, come);
    return { out, in: come };
  };
  const moveRow = (rowId: string, out: Operation | undefined, come: Operation | undefined): void => {
    const others = (rows.get(rowId) ?? []).filter((one) => one !== out);
    const next = come ? [...others, come].sort(byMaking) : others;
    if (next.length > 0) rows.set(rowId, next);
    else rows.delete(rowId);
  };
  const count = (replacements: readonly Replacement<Operation>[]): void => {
    const grown = (isCounted: (operation: Operation) => boolean): number =>
      replacements.reduce(
        (sum, { out, in: come }) => sum + Number(!!come && isCounted(come)) - Number(!!out && isCounted(out)),
        0,
      );
    const [queued, failed, contested] = [grown(isQueued), grown(isFailed), grown(isContested)];
    const before = counts.get();
    if (queued === 0 && failed === 0 && contested === 0) return;
    counts.set({
      queued: before.queued + queued,
      failed: before.failed + failed,
      contested: before.contested + contested,
    });
  };

  return {
    list: { get: () => sorted.toArray(), subscribe: told.subscribe },
    counts,
    clashes,
    touched,
    find: (id) => known.get(id),
    ofRow: (rowId) => rows.get(rowId) ?? NONE,
    apply({ gone, put }) {
      const wanted = new Map<string, Operation | undefined>(gone.map((id) => [id, undefined]));
      for (const operation of put) wanted.set(operation.id, operation);
      const changes = [...wanted].map(exchange).filter((change) => change !== undefined);
      if (changes.length === 0) return;
      sorted = sorted.with(changes);
      touched.emit(new Set(changes.flatMap(({ out, in: come }) => rowsOf(out, come))));
      count(changes);
      if (changes.some(({ out, in: come }) => out?.clash !== undefined || come?.clash !== undefined))
        clashes.set(sorted.toArray().filter(({ clash }) => clash));
      told.emit(sorted.toArray());
    },
  };
}

const NONE: readonly Operation[] = [];

function isFailed({ state }: Operation): boolean {
  return state === 'failed';
}

function isContested({ state }: Operation): boolean {
  return state === 'conflict';
}

function rowsOf(...operations: readonly (Operation | undefined)[]): readonly string[] {
  return operations.flatMap((operation) => (operation ? [operation.rowId] : []));
}
