import type { Environment } from '../environment.ts';
import { asNalityError, type NalityError } from '../errors.ts';
import { backoff } from '../lib/backoff.ts';
import { createAskedPause } from './asked-pause.ts';
import type { Connection } from './connection.ts';

/** Something that is read again and again. */
export interface Reader {
  /** Reads now. A wish during a reading makes one more reading after it; nothing is read while the server asks for a pause. */
  run(): void;
}

/** What is read, and what follows from it. */
export interface ReaderOptions {
  read(): Promise<void>;
  onDone?(): void;
  onError?(error: NalityError): void;
  /**
   * Reads again so many milliseconds after a success while the page is visible: whoever brings it back to light runs
   * it. Without it only a failure is followed by another reading, after a pause that grows from one second.
   */
  everyMs?: number;
  /** When the line is back, what has failed is read again at once. */
  connection: Pick<Connection, 'state'>;
  environment: Environment;
  until: AbortSignal;
}

/** Makes a reader: one reading at a time, repeated, and never given up before `until` aborts. */
export function createReader(options: ReaderOptions): Reader {
  const { read, onDone, onError, everyMs, connection, environment, until } = options;
  let running = false;
  let again = false;
  let failures = 0;
  let cancelNext: (() => void) | undefined;

  const run = (): void => {
    if (until.aborted) return;
    if (running) again = true;
    else if (!asked.holdsBack()) void cycle();
  };
  const cycle = async (): Promise<void> => {
    cancelNext?.();
    running = true;
    again = false;
    await once();
    running = false;
    if (until.aborted) return;
    if (failures > 0) later(pause(), run);
    if (again) run();
    else if (failures === 0 && everyMs !== undefined)
      later(everyMs, () => environment.visible.get() && run());
  };
  const pause = (): number => backoff(failures, { maxMs: 60_000, random: environment.random });
  const later = (ms: number, task: () => void): void => {
    cancelNext = environment.after(ms, task);
  };
  const once = async (): Promise<void> => {
    try {
      await read();
      failures = 0;
      if (!until.aborted) onDone?.();
    } catch (error) {
      failures += 1;
      const failure = asNalityError(error);
      asked.heed(failure);
      if (!until.aborted) onError?.(failure);
    }
  };

  const asked = createAskedPause(run, environment, until);
  const stop = connection.state.subscribe(({ name }) => name === 'online' && failures > 0 && run());
  until.addEventListener('abort', () => (stop(), cancelNext?.()), { once: true });
  return { run };
}
