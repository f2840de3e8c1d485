/** Runs a task later; returns the cancel function. */
type After = (ms: number, task: () => void) => () => void;

/** Waits so many milliseconds, or until `until` aborts. */
export function sleep(ms: number, after: After, until: AbortSignal): Promise<void> {
  if (until.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      cancel();
      until.removeEventListener('abort', end);
      resolve();
    };
    const cancel = after(ms, end);
    until.addEventListener('abort', end);
  });
}

/** What a promise comes to; rejects with `late()` when that takes longer than `ms` milliseconds. */
export function within<T>(ms: number, work: Promise<T>, after: After, late: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = after(ms, () => reject(late()));
    work.then(resolve, reject).finally(cancel);
  });
}
