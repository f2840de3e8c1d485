/**
 * A sorted list that never changes. A change makes another list, which shares with the old one all chunks but those
 * it touches: it costs a search and a short copy, however long the list is.
 */
export interface SortedList<T> {
  readonly size: number;
  /** The item at a place; undefined beyond the end. */
  at(index: number): T | undefined;
  /** The items from a place up to, not including, another: what a window onto the list shows. */
  slice(from: number, to: number): readonly T[];
  /** All items as one array, copied when first asked for and then always the same. */
  toArray(): readonly T[];
  /** The list after some replacements; itself when there are none. @throws RangeError for what is not in it */
  with(replacements: readonly Replacement<T>[]): SortedList<T>;
}

/** An item that goes, one that comes, or one in the place of another. What goes is in the list. */
export interface Replacement<T> {
  readonly out?: T | undefined;
  readonly in?: T | undefined;
}

/** Sorts by a comparison, which has to be a total order: equal only to itself. */
export type Compare<T> = (a: T, b: T) => number;

type Chunk<T> = readonly T[];

/** Items per chunk when a list is made; a chunk of twice as many is halved. */
const CHUNK = 256;
/** From this share of the list on it is sorted anew. */
const MANY = 1 / 8;

/** Makes a list of items in any order. */
export function sortedList<T>(compare: Compare<T>, items: readonly T[] = []): SortedList<T> {
  return listOf(cut(items.toSorted(compare)), items.length, compare);
}

function listOf<T>(chunks: readonly Chunk<T>[], size: number, compare: Compare<T>): SortedList<T> {
  let all: readonly T[] | undefined;
  const list: SortedList<T> = {
    size,
    at: (index) => list.slice(index, index + 1)[0],
    slice: (from, to) => sliced(chunks, from, to),
    toArray: () => (all ??= ([] as T[]).concat(...chunks)),
    with(replacements) {
      if (replacements.length === 0) return list;
      if (replacements.length <= size * MANY) {
        const grown = replacements.reduce(
          (sum, { out, in: come }) => sum + Number(!out) - Number(!come),
          size,
        );
        return listOf(patched(chunks, replacements, compare), grown, compare);
      }
      const items = sortedAnew(list.toArray(), replacements, compare);
      return listOf(cut(items), items.length, compare);
    },
  };
  return list;
}

function cut<T>(sorted: readonly T[]): readonly Chunk<T>[] {
  const chunks: Chunk<T>[] = [];
  for (let from = 0; from < sorted.length; from += CHUNK) chunks.push(sorted.slice(from, from + CHUNK));
  return chunks;
}

function sliced<T>(chunks: readonly Chunk<T>[], from: number, to: number): readonly T[] {
  const found: T[] = [];
  let start = 0;
  for (const chunk of chunks) {
    if (start >= to) break;
    if (start + chunk.length > from)
      found.push(...chunk.slice(Math.max(from - start, 0), Math.max(to - start, 0)));
    start += chunk.length;
  }
  return found;
}

/** Two sorted runs, one behind the other, are merged by the engine's sort in one pass. */
function sortedAnew<T>(
  items: readonly T[],
  replacements: readonly Replacement<T>[],
  compare: Compare<T>,
): readonly T[] {
  const gone = new Set(replacements.map(({ out }) => out));
  const come = replacements.flatMap((replacement) => (replacement.in === undefined ? [] : [replacement.in]));
  return [...items, ...come.sort(compare)].filter((item) => !gone.has(item)).sort(compare);
}

function patched<T>(
  before: readonly Chunk<T>[],
  replacements: readonly Replacement<T>[],
  compare: Compare<T>,
): readonly Chunk<T>[] {
  const chunks = before.slice();
  /** Chunks of this change alone: those may be written to. */
  const own = new Set<Chunk<T>>();
  const writable = (index: number): T[] => {
    const chunk = chunks[index] ?? [];
    if (own.has(chunk)) return chunk as T[];
    const copy = chunk.slice();
    own.add((chunks[index] = copy));
    return copy;
  };
  /** The first chunk that does not end before the item. */
  const home = (item: T): number =>
    lowerBound(chunks.length, (index) => compare(last(chunks[index]), item) < 0);
  const place = (chunk: Chunk<T>, item: T): number =>
    lowerBound(chunk.length, (index) => compare(chunk[index] as T, item) < 0);
  /** Takes an item out, or puts one of the same rank in its place. */
  const remove = (item: T, instead: T | undefined): void => {
    const index = home(item);
    const chunk = writable(index);
    const at = place(chunk, item);
    if (chunk[at] !== item)
      throw new RangeError('The item is not in the list, or its order is no total one.');
    if (instead !== undefined) return void (chunk[at] = instead);
    chunk.splice(at, 1);
    if (chunk.length === 0) chunks.splice(index, 1);
  };
  const insert = (item: T): void => {
    const index = Math.max(0, Math.min(home(item), chunks.length - 1));
    const chunk = writable(index);
    chunk.splice(place(chunk, item), 0, item);
    if (chunk.length >= 2 * CHUNK) chunks.splice(index, 1, chunk.slice(0, CHUNK), chunk.slice(CHUNK));
  };
  for (const { out, in: come } of replacements) {
    const stays = out !== undefined && come !== undefined && compare(out, come) === 0;
    if (out !== undefined) remove(out, stays ? come : undefined);
    if (come !== undefined && !stays) insert(come);
  }
  return chunks;
}

function last<T>(chunk: Chunk<T> | undefined): T {
  return chunk?.at(-1) as T;
}

/** The first of `length` places that is not before. */
function lowerBound(length: number, isBefore: (index: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
