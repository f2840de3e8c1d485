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
/** While somebody looks at an event it may be saved for the first time, renamed, deleted, or no longer be shared with me. */
const AGAIN_MS = 15_000;
/** So many are asked for at once: the address of a request has to stay short. */
const KEYS = 100;

/**
 * The titles of the events that people look at, by id: without those that I may not read. Soon forgotten when nobody looks any
 * more.
 *
 * @param looked their ids; one may come several times
 */
export function titlesOf(
  looked: Readable<readonly string[]>,
  { remote, connection, environment }: Pick<FeatureContext, 'remote' | 'connection' | 'environment'>,
  until: AbortSignal,
): Readable<ReadonlyMap<string, string>> {
  const titles = signal<ReadonlyMap<string, string>>(new Map());
  const select = async (ids: readonly string[]): Promise<readonly Titled[]> => {
    if (ids.length === 0) return [];
    await connection.ready();
    return remote.select<Titled>('life_events', 'id,title,deleted_at', 'id', ids);
  };
  const reader = createReader({
    async read() {
      const rows = await select([...new Set(looked.get())].slice(0, KEYS));
      const next = new Map(rows.filter(isThere).map(entryOf));
      if (!sameEntries(next, titles.get())) titles.set(next);
    },
    onError: (error) => environment.log('warn', 'Could not load what others look at.', error),
    everyMs: AGAIN_MS,
    connection,
    environment,
    until,
  });
  const { now, after } = environment;
  const { request } = budget(reader.run, { ...READINGS, now, after, until });
  watch(looked, (ids) => ids.some((id) => !titles.get().has(id)) && request(), until);
  until.addEventListener('abort', connection.wakes.subscribe(request), { once: true });
  return titles;
}

function isThere({ deleted_at }: Titled): boolean {
  return deleted_at === null;
}

function entryOf({ id, title }: Titled): [string, string] {
  return [id, title];
}

function sameEntries(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([id, title]) => b.get(id) === title);
}
