import type { Environment } from '../environment.ts';
import { asNalityError, type NalityError } from '../errors.ts';
import { backoff } from '../lib/backoff.ts';

/** Something that is read again and again. */
export interface Reader {
  /** Reads now. A wish during a reading makes one more reading after it. */
  run(): void;
}

/** What is read, and what follows from it. */
export interface ReaderOptions {
  read(): Promise<void>;
  onDone(): void;
  onError(error: NalityError): void;
  /** Reads again so many milliseconds after a success; after a failure the pause grows from one second. */
  everyMs: number;
  environment: Environment;
  until: AbortSignal;
}

/** Makes a reader: one reading at a time, repeated, and never given up before `until` aborts. */
export function createReader({ read, onDone, onError, everyMs, environment, until }: ReaderOptions): Reader {
  let running = false;
  let again = false;
  let failures = 0;
  let cancelNext: (() => void) | undefined;

  const run = (): void => {
    if (until.aborted) return;
    again = running;
    if (!running) void cycle();
  };
  const cycle = async (): Promise<void> => {
    cancelNext?.();
    running = true;
    const pause = await once();
    running = false;
    if (until.aborted) return;
    if (again) run();
    else cancelNext = environment.after(pause, run);
  };
  const once = async (): Promise<number> => {
    try {
      await read();
      failures = 0;
      if (!until.aborted) onDone();
      return everyMs;
    } catch (error) {
      failures += 1;
      if (!until.aborted) onError(asNalityError(error));
      return backoff(failures, { maxMs: 60_000, random: environment.random });
    }
  };

  until.addEventListener('abort', () => cancelNext?.(), { once: true });
  return { run };
}
