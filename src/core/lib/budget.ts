/** Lets a task run often enough, but never more often than allowed. */
export interface Budget {
  /** Runs the task now if the budget allows, else as soon as it does. Wishes in between become one. */
  request(): void;
}

/** How often a task may run. */
export interface BudgetOptions {
  /** At most so many runs … */
  calls: number;
  /** … in any so many milliseconds. */
  perMs: number;
  now(): number;
  after(ms: number, task: () => void): () => void;
  until: AbortSignal;
}

/** Guards a task whose every run counts against somebody's limit: runs are put off, never dropped. */
export function budget(task: () => void, { calls, perMs, now, after, until }: BudgetOptions): Budget {
  let runs: number[] = [];
  let cancel: (() => void) | undefined;
  const request = (): void => {
    if (cancel || until.aborted) return;
    // A run of the future is one from before the clock was set back.
    runs = runs.filter((at) => at > now() - perMs && at <= now());
    const [oldest] = runs;
    if (runs.length >= calls && oldest !== undefined) {
      cancel = after(oldest + perMs - now(), () => {
        cancel = undefined;
        request();
      });
      return;
    }
    runs.push(now());
    task();
  };
  until.addEventListener('abort', () => cancel?.(), { once: true });
  return { request };
}
