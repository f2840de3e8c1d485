import { budget } from '../lib/budget.ts';
import { signal, watch, type Readable } from '../lib/signal.ts';
import { createReader } from '../sync/reader.ts';
import type { FeatureContext } from './feature-context.ts';

interface Titled {
  readonly id: string;
  readonly title: string;
  readonly deleted_at: string | null;
}

/** However often people turn to something else, or somebody pretends it. */
const READINGS = { calls: 5, perMs: 10_000 };
/** What is not there may come: somebody looks at an event that is not yet saved. */
const AGAIN_MS = 15_000;
/** So many are asked for at once: the address of a request has to stay short. */
const KEYS = 100;

/**
 * The titles of the events that people look at, by id: without those that I may not read. Forgotten when nobody looks any more.
 *
 * @param looked their ids; one may come several times
 */
export function titlesOf(
  looked: Readable<readonly string[]>,
  { remote, connection, environment }: Pick<FeatureContext, 'remote' | 'connection' | 'environment'>,
  until: AbortSignal,
): Readable<ReadonlyMap<string, string>> {
  const titles = signal<ReadonlyMap<string, string>>(new Map());
  const missing = (): string[] => [...new Set(looked.get())].filter((id) => !titles.get().has(id));

  const reader = createReader({
    async read() {
      const ids = missing().slice(0, KEYS);
      if (ids.length === 0) return;
      await connection.ready();
      const rows = await remote.select<Titled>('life_events', 'id,title,deleted_at', 'id', ids);
      const found = rows.filter((row) => row.deleted_at === null);
      if (found.length > 0) titles.set(new Map([...titles.get(), ...found.map(entryOf)]));
      forget();
    },
    onError: (error) => environment.log('warn', 'Could not load what others look at.', error),
    everyMs: AGAIN_MS,
    connection,
    environment,
    until,
  });
  const { now, after } = environment;
  const { request } = budget(reader.run, { ...READINGS, now, after, until });
  const forget = (): void => {
    const before = titles.get();
    const left = new Map([...before].filter(([id]) => looked.get().includes(id)));
    if (left.size < before.size) titles.set(left);
  };
  const ask = (): void => {
    forget();
    if (missing().length > 0) request();
  };
  watch(looked, ask, until);
  return titles;
}

function entryOf({ id, title }: Titled): [string, string] {
  return [id, title];
}
