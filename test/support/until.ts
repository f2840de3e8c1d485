import type { Readable } from '../../src/core/lib/signal.ts';
import { PATIENCE_MS } from './wait-until.ts';

/** Waits until a value is as wanted, and returns it. */
export function until<T>(source: Readable<T>, wanted: (value: T) => boolean): Promise<T> {
  return new Promise((resolve, reject) => {
    const check = (value: T): void => {
      if (!wanted(value)) return;
      stop();
      clearTimeout(timer);
      resolve(value);
    };
    const stop = source.subscribe(check);
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`It never became as wanted; it is ${JSON.stringify(source.get())?.slice(0, 500)}`));
    }, PATIENCE_MS);
    check(source.get());
  });
}
