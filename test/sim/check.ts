import fc from 'fast-check';
import { run, type RunResult } from './run.ts';
import { schedules, type Schedule } from './schedule.ts';
import type { FaultId } from './world/faults.ts';

/** Which schedules to run. */
export interface CheckOptions {
  readonly runs: number;
  readonly seed: number;
  /** Goes straight to a failure: as fast-check has named it. */
  readonly path?: string | undefined;
  /** The longest schedule, in commands. */
  readonly commands?: number | undefined;
  /** Stops looking for a smaller failure after so many milliseconds. Default: a minute. */
  readonly shrinkMs?: number | undefined;
}

/** What many runs came to. */
export interface CheckResult {
  schedules: number;
  operations: number;
  lost: number;
  doubled: number;
  diverged: number;
  /** Virtual milliseconds. */
  slowest: number;
  readonly faults: Map<FaultId, number>;
  failure: CheckFailure | undefined;
}

/** A failure, made as small as possible, and how to get there again. */
export interface CheckFailure {
  readonly seed: number;
  readonly path: string;
  readonly schedule: Schedule;
  readonly violations: readonly string[];
  readonly trace: readonly string[];
}

/** Runs schedules until one fails, and looks for the smallest that fails in the same way. */
export async function check(options: CheckOptions): Promise<CheckResult> {
  const { runs, seed, path, commands, shrinkMs = 60_000 } = options;
  const result: CheckResult = {
    schedules: 0,
    operations: 0,
    lost: 0,
    doubled: 0,
    diverged: 0,
    slowest: 0,
    faults: new Map(),
    failure: undefined,
  };
  let last: { schedule: Schedule; outcome: RunResult } | undefined;
  let invariants: ReadonlySet<string> | undefined;
  let deadline = Infinity;
  const holds = async (schedule: Schedule): Promise<boolean> => {
    if (Date.now() > deadline) return true;
    const outcome = await run(schedule);
    if (!last) add(result, outcome);
    const found = outcome.violations.map(({ invariant }) => invariant);
    // A smaller schedule that fails in another way is another failure.
    if (!found.some((one) => !invariants || invariants.has(one))) return true;
    if (!invariants) deadline = Date.now() + shrinkMs;
    invariants ??= new Set(found);
    last = { schedule, outcome };
    return false;
  };
  const details = await fc.check(fc.asyncProperty(schedules(commands), holds), {
    numRuns: runs,
    seed,
    ...(path !== undefined && { path }),
  });
  if (last)
    result.failure = {
      seed,
      path: details.counterexamplePath ?? '',
      schedule: last.schedule,
      violations: last.outcome.violations.map(({ invariant, what }) => `${invariant}: ${what}`),
      trace: last.outcome.trace,
    };
  return result;
}

function add(result: CheckResult, outcome: RunResult): void {
  result.schedules += 1;
  result.operations += outcome.operations;
  result.lost += outcome.lost;
  result.doubled += outcome.doubled;
  result.diverged += outcome.diverged;
  result.slowest = Math.max(result.slowest, outcome.convergence);
  for (const [id, count] of outcome.faults) result.faults.set(id, (result.faults.get(id) ?? 0) + count);
}
