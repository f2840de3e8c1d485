import { browserEnvironment } from '../../browser/environment.ts';
import type { NalityEvent } from '../../core/host-events.ts';
import { createNality } from '../../core/nality.ts';
import { createCoreRegistry, type CoreRegistry } from './core-registry.ts';
import { page } from './page.ts';
import { toDomEvent } from './realtime-events.ts';

/** The cores that all providers of the page share, of whichever copy they are. */
export function pageCores(): CoreRegistry {
  return (page().cores ??= createCoreRegistry({
    create: (options) => createNality({ ...options, environment: browserEnvironment() }),
    orphaned: (event: NalityEvent) => void window.dispatchEvent(toDomEvent(event)),
    after: (ms, task) => {
      const timer = setTimeout(task, ms);
      return () => clearTimeout(timer);
    },
  }));
}
