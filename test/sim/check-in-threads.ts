import { Worker } from 'node:worker_threads';
import type { CheckOptions, CheckResult } from './check.ts';
import type { FaultId } from './world/faults.ts';

/** One thread runs so many schedules under one seed; the next ones have the next seed. */
const CHUNK = 250;

type Answer = { readonly result: CheckResult } | { readonly error: string };

/** Runs schedules in several threads, and adds up what they found. Stops at the first failure. */
export async function checkInThreads(options: CheckOptions, threads: number): Promise<CheckResult> {
  const chunks = chunksOf(options);
  const total = nothing();
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url));
    try {
      for (let chunk = chunks.shift(); chunk && !total.failure; chunk = chunks.shift())
        addUp(total, await ask(worker, chunk));
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(threads, chunks.length) }, work));
  return total;
}

function chunksOf(options: CheckOptions): CheckOptions[] {
  if (options.path !== undefined) return [{ ...options, runs: 1 }];
  const count = Math.ceil(options.runs / CHUNK);
  return Array.from({ length: count }, (_, i) => ({
    ...options,
    seed: options.seed + i,
    runs: Math.min(CHUNK, options.runs - i * CHUNK),
  }));
}

function ask(worker: Worker, chunk: CheckOptions): Promise<CheckResult> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (answer: Answer) => {
      worker.off('error', reject);
      if ('error' in answer) reject(new Error(answer.error));
      else resolve(answer.result);
    });
    worker.postMessage(chunk);
  });
}

/** A sum with nothing in it yet. */
export function nothing(): CheckResult {
  return {
    schedules: 0,
    operations: 0,
    lost: 0,
    doubled: 0,
    diverged: 0,
    slowest: 0,
    faults: new Map<FaultId, number>(),
    failure: undefined,
  };
}

function addUp(total: CheckResult, part: CheckResult): void {
  total.schedules += part.schedules;
  total.operations += part.operations;
  total.lost += part.lost;
  total.doubled += part.doubled;
  total.diverged += part.diverged;
  total.slowest = Math.max(total.slowest, part.slowest);
  total.failure ??= part.failure;
  for (const [id, count] of part.faults) total.faults.set(id, (total.faults.get(id) ?? 0) + count);
}
