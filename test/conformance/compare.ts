import { settled } from './chance.ts';
import type { Kind, Part, Variable } from './variables.ts';
import { fits, partsOf, textOf } from './variables.ts';

/** What is to be compared: what a party was told in the recording, and in the replay. */
export interface Heard {
  party: string;
  expected: readonly string[];
  actual: readonly string[];
}

export interface ComparisonOptions {
  /** Whether a value of the recording came from outside, so that it is the same in every run. */
  isGiven: (kind: Kind, value: string) => boolean;
  /**
   * Begin and end of the replay, in milliseconds since 1970: stamps lie between them. And how late it was at its
   * latest, in milliseconds: so much longer ago may a token have ended.
   */
  replayed: { from: number; to: number; lag: number };
}

/** One thing in which a replay is not like its recording. */
export interface Difference {
  party: string;
  kind: 'missing' | 'added' | 'reordered' | 'changed' | 'inconsistent';
  expected?: string;
  actual?: string;
  /** Where the two texts part, or which name stands for two things. */
  detail?: string;
}

/** Names of the recording and those of the replay that stand for the same. */
interface Dictionary {
  forward: Map<string, string>;
  backward: Map<string, string>;
}

/** Kinds whose names are as different from each other in every run. */
const DISTINCT = new Set(['uuid', 'presence ref', 'binding id', 'serial']);
/** A clock may tick while a conversation is replayed. */
const STAMP_TOLERANCE = 2000;

/** Compares everything that was heard, party by party and in order; empty when the replay is like the recording. */
export function compare(heard: readonly Heard[], options: ComparisonOptions): Difference[] {
  const dictionary: Dictionary = { forward: new Map(), backward: new Map() };
  return heard.flatMap((one) => compareParty(one, dictionary, options));
}

function compareParty(heard: Heard, dictionary: Dictionary, options: ComparisonOptions): Difference[] {
  const expected = settled(heard.expected.map((text) => partsOf(text, options.isGiven)));
  const actual = settled(heard.actual.map((text) => partsOf(text, () => false)));
  const { pairs, missing, added } = align(expected, actual);
  return [
    ...pairs.flatMap(([a, b]) => inconsistencies(heard.party, a, b, dictionary, options)),
    ...unmatched(heard.party, missing, added),
  ];
}

interface Alignment {
  pairs: [Part[], Part[]][];
  missing: Part[][];
  added: Part[][];
}

/** The longest common sequence under equality of shape. */
function align(expected: readonly Part[][], actual: readonly Part[][]): Alignment {
  const lengths = commonLengths(expected, actual);
  const alignment: Alignment = { pairs: [], missing: [], added: [] };
  let [i, j] = [0, 0];
  while (i < expected.length && j < actual.length) {
    const [a, b] = [expected[i] as Part[], actual[j] as Part[]];
    if (alike(a, b)) {
      alignment.pairs.push([a, b]);
      i += 1;
      j += 1;
    } else if ((lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0))
      alignment.missing.push(expected[i++] as Part[]);
    else alignment.added.push(actual[j++] as Part[]);
  }
  alignment.missing.push(...expected.slice(i));
  alignment.added.push(...actual.slice(j));
  return alignment;
}

function commonLengths(expected: readonly Part[][], actual: readonly Part[][]): number[][] {
  const lengths = Array.from({ length: expected.length + 1 }, () => Array<number>(actual.length + 1).fill(0));
  for (let i = expected.length - 1; i >= 0; i -= 1) {
    for (let j = actual.length - 1; j >= 0; j -= 1) {
      const row = lengths[i] as number[];
      const below = lengths[i + 1] as number[];
      row[j] = alike(expected[i] as Part[], actual[j] as Part[])
        ? (below[j + 1] as number) + 1
        : Math.max(below[j] as number, row[j + 1] as number);
    }
  }
  return lengths;
}

function alike(a: readonly Part[], b: readonly Part[]): boolean {
  return a.length === b.length && a.every((part, index) => alikeParts(part, b[index] as Part));
}

function alikeParts(a: Part, b: Part): boolean {
  return typeof a === 'string' || typeof b === 'string' ? a === b : fits(a, b);
}

function inconsistencies(
  party: string,
  expected: readonly Part[],
  actual: readonly Part[],
  dictionary: Dictionary,
  options: ComparisonOptions,
): Difference[] {
  return expected.flatMap((part, index) => {
    const other = actual[index];
    if (typeof part === 'string' || part.given || other === undefined || typeof other === 'string') return [];
    const detail = inconsistency(part, other, dictionary, options);
    return detail
      ? [{ party, kind: 'inconsistent' as const, expected: textOf(expected), actual: textOf(actual), detail }]
      : [];
  });
}

/** Takes the pair into the dictionary; says what is wrong if it does not fit. */
function inconsistency(
  expected: Variable,
  actual: Variable,
  { forward, backward }: Dictionary,
  { replayed }: ComparisonOptions,
): string | undefined {
  const { kind } = expected;
  if (kind === 'rate') return undefined;
  if (kind === 'seconds') {
    const later = Number(actual.text) - Number(expected.text);
    return later >= -1 && later <= 1 + replayed.lag / 1000 ? undefined : `${actual.text} seconds`;
  }
  const [from, to] = [`${kind} ${expected.text}`, `${kind} ${actual.text}`];
  const known = forward.get(from);
  if (known !== undefined && known !== to) return `${from} was ${known} before and is ${to} now`;
  const original = backward.get(to);
  if (DISTINCT.has(kind) && original !== undefined && original !== from)
    return `${to} stands for ${original} and for ${from}`;
  forward.set(from, to);
  backward.set(to, from);
  const time = Date.parse(actual.text);
  const outside = time < replayed.from - STAMP_TOLERANCE || time > replayed.to + STAMP_TOLERANCE;
  return kind === 'stamp' && outside ? `${actual.text} is not in the time of the replay` : undefined;
}

/** What is missing in one place and comes in another was reordered; the rest is paired where it is similar. */
function unmatched(party: string, missing: readonly Part[][], added: readonly Part[][]): Difference[] {
  const left = [...added];
  const take = (index: number): string => textOf(left.splice(index, 1)[0] as Part[]);
  const differences = missing.map((parts): Difference => {
    const expected = textOf(parts);
    const moved = left.findIndex((other) => alike(parts, other));
    if (moved >= 0) return { party, kind: 'reordered', expected, actual: take(moved) };
    const similar = left.findIndex((other) => headOf(textOf(other)) === headOf(expected));
    if (similar < 0) return { party, kind: 'missing', expected };
    const actual = take(similar);
    return { party, kind: 'changed', expected, actual, detail: parting(expected, actual) };
  });
  return [
    ...differences,
    ...left.map((parts): Difference => ({ party, kind: 'added', actual: textOf(parts) })),
  ];
}

/** What kind of thing an event is: the name of a frame's event, or the first word. */
function headOf(event: string): string {
  return /^\[[^,]*,[^,]*,"[^"]*","([^"]*)"/.exec(event)?.[1] ?? event.slice(0, 5);
}

function parting(a: string, b: string): string {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  const begin = Math.max(0, at - 20);
  return `"${a.slice(begin, at + 60)}" became "${b.slice(begin, at + 60)}"`;
}
