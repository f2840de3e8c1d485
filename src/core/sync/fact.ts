import type { Environment } from '../environment.ts';
import type { NalityError } from '../errors.ts';
import { signal, type Readable } from '../lib/signal.ts';
import type { Connection } from './connection.ts';
import { createReader } from './reader.ts';

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
  everyMs: number;
  connection: Connection;
  environment: Environment;
  until: AbortSignal;
}

/** Keeps a fact fresh: on a timer, and whenever the page wakes up. */
export function createFact<T>({ read, everyMs, connection, environment, until }: FactOptions<T>): Fact<T> {
  const value = signal<T | undefined>(undefined);
  const error = signal<NalityError | undefined>(undefined);
  const reader = createReader({
    async read() {
      await connection.ready();
      const next = await read();
      if (!until.aborted) value.set(next);
    },
    onDone: () => error.set(undefined),
    onError: (failure) => error.set(failure),
    everyMs,
    environment,
    until,
  });
  until.addEventListener('abort', connection.wakes.subscribe(reader.run), { once: true });
  reader.run();
  return { value, error, refresh: reader.run };
}
