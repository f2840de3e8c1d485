import type { Environment } from '../environment.ts';
import type { NalityError } from '../errors.ts';
import { computed, signal, type Readable } from '../lib/signal.ts';
import type { Connection } from './connection.ts';
import { LIVE, LOADING, type Phase } from './phase.ts';
import { createReader } from './reader.ts';
import type { RowCache } from './row-cache.ts';

/** Something that the server knows and no feed tells: read, and read again from time to time. */
export interface Fact<T> {
  /** Undefined until it is known. */
  readonly value: Readable<T | undefined>;
  /** Why the last reading failed. */
  readonly error: Readable<NalityError | undefined>;
  /** Reads it again now. */
  refresh(): void;
}

/** What is read. */
export interface FactOptions<T> {
  read(): Promise<T>;
  /** Under this name it is kept for the next page, which goes by it until it has read it itself. */
  name: string;
  cache: RowCache;
  everyMs: number;
  connection: Connection;
  environment: Environment;
  until: AbortSignal;
}

/** Keeps a fact fresh: on a timer, and whenever the page wakes up. */
export function createFact<T>(options: FactOptions<T>): Fact<T> {
  const { name, read, cache, everyMs, connection, environment, until } = options;
  const value = signal<T | undefined>(undefined);
  const error = signal<NalityError | undefined>(undefined);
  const reader = createReader({
    async read() {
      await connection.ready();
      const next = await read();
      if (until.aborted) return;
      value.set(next);
      cache.remember(name, next);
    },
    onDone: () => error.set(undefined),
    onError: (failure) => error.set(failure),
    everyMs,
    connection,
    environment,
    until,
  });
  const recall = async (): Promise<void> => {
    const remembered = await cache.recall<T>(name);
    if (value.get() === undefined && !until.aborted) value.set(remembered);
  };
  until.addEventListener('abort', connection.wakes.subscribe(reader.run), { once: true });
  void recall();
  reader.run();
  return { value, error, refresh: reader.run };
}

/** The phase of what depends on a fact, as long as nothing has been opened by it: it is empty, not broken. */
export function phaseOfFact({ value, error }: Fact<unknown>): Readable<Phase> {
  return computed([value, error], (known, failure): Phase => {
    if (failure) return { name: 'failed', error: failure };
    return known === undefined ? LOADING : LIVE;
  });
}
