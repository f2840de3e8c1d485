import { browserEnvironment } from '../../browser/environment.ts';
import type { Environment } from '../../core/environment.ts';
import { lastPerson } from '../../core/last-person.ts';
import { createNality } from '../../core/nality.ts';
import { createCoreRegistry, type CoreRegistry } from './core-registry.ts';
import { page } from './page.ts';
import { toDomEvent } from './realtime-events.ts';

/** The cores that all providers of the page share, of whichever copy they are. */
export function pageCores(): CoreRegistry {
  return (page().cores ??= createCoreRegistry({
    create: (options) => createNality({ ...options, environment: concise(browserEnvironment()) }),
    orphaned: (event) => void window.dispatchEvent(toDomEvent(event)),
    after: (ms, task) => {
      const timer = setTimeout(task, ms);
      return () => clearTimeout(timer);
    },
  }));
}

/** Who used a project last on this page, if nothing can be reached now. */
export function lastPersonOf(url: string): Promise<string | undefined> {
  return lastPerson(url, browserEnvironment());
}

/** A mistake in the configuration fails every widget and every attempt: the console hears of it once in a row. */
function concise(environment: Environment): Environment {
  let last: string | undefined;
  return {
    ...environment,
    log(level, message, detail) {
      if (message === last) return;
      last = message;
      environment.log(level, message, detail);
    },
  };
}
