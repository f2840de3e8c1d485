import type { Environment } from '../../src/core/environment.ts';
import type { Readable } from '../../src/core/lib/signal.ts';

/** Wakes as a page has them: with a network again, or shown again. */
export function wakesOf(online: Readable<boolean>, visible: Readable<boolean>): Environment['wakes'] {
  return (listener) => {
    const stops = [online, visible].map((state) => state.subscribe((now) => now && listener()));
    return () => stops.forEach((stop) => stop());
  };
}
