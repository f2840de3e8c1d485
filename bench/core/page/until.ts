import type { Readable } from '../../../src/core/lib/signal.ts';

/** Resolves once the value is as wanted. */
export function until<T>(source: Readable<T>, wanted: (value: T) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = source.subscribe(look);
    look();
    function look(): void {
      if (!wanted(source.get())) return;
      stop();
      resolve();
    }
  });
}
