import { FAULTS, type FaultId } from './catalogue.ts';
import type { Verdict } from './judge.ts';

/** What one seed came to. */
export interface SeedResult extends Verdict {
  readonly seed: number;
  /** How often each fault has met something. */
  readonly fired: ReadonlyMap<FaultId, number>;
  /** Writes that people made. */
  readonly operations: number;
  /** How long it took, after everything was mended, until all saw the same; milliseconds of the process's own time. */
  readonly convergence: number;
  /** All that happened, line by line. */
  readonly trace: readonly string[];
}

/** So many problems of a kind are told of a seed: one mistake makes many of them. */
const MOST_TOLD = 6;

/** The problems of a result, each with the seed by which it can be had again. */
export function problemsOf({ seed, lost, doubled, diverged }: SeedResult): string[] {
  const told = { lost, doubled, diverged };
  return Object.entries(told).flatMap(([kind, problems]) => {
    const first = problems.slice(0, MOST_TOLD).map((text) => `seed ${seed}: ${kind}: ${text}`);
    const more = problems.length - first.length;
    return more > 0 ? [...first, `seed ${seed}: ${kind}: and ${more} more`] : first;
  });
}

/** The faults of a list that met nothing in the whole run: it did not show what it was made to show. */
export function idleFaults(results: readonly SeedResult[], list: readonly FaultId[]): string[] {
  const met = new Set(results.flatMap(({ fired }) => [...fired.keys()]));
  return list.filter((fault) => !met.has(fault)).map((fault) => `${fault} never fired: ${FAULTS[fault]}`);
}

/** The last line of a run. */
export function summary(results: readonly SeedResult[]): string {
  const total = (count: (result: SeedResult) => number): number =>
    results.reduce((sum, result) => sum + count(result), 0);
  const kinds = new Set(results.flatMap(({ fired }) => [...fired.keys()]));
  const firings = total(({ fired }) => [...fired.values()].reduce((sum, times) => sum + times, 0));
  const slowest = Math.round(Math.max(0, ...results.map(({ convergence }) => convergence)));
  return (
    `seeds ${results.length}, faults fired ${firings} of ${kinds.size} kinds, operations ${total((r) => r.operations)}, ` +
    `lost ${total((r) => r.lost.length)}, doubled ${total((r) => r.doubled.length)}, ` +
    `diverged ${total((r) => r.diverged.length)}, slowest convergence ${slowest} ms`
  );
}
