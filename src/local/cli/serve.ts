/** The thread in which `dev` serves: it is given `DevOptions`, and ends at the first message. */
import { parentPort, workerData } from 'node:worker_threads';
import { startBackend } from '../backend.ts';
import type { Backend } from '../backend.ts';
import { explain } from './explain.ts';
import { greeting } from './greeting.ts';
import type { DevOptions } from './options.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function serve({ reset: _, verbose, envFile, ...options }: DevOptions): Promise<void> {
  say('\n  Starting …');
  const starting = startBackend({
    ...options,
    functions: { envFile, log: say },
    log: verbose ? say : undefined,
  });
  parentPort?.once('message', () => void stop(starting));
  const backend = await starting.catch(async (error: unknown) => {
    throw await explain(error);
  });
  say(await greeting(backend, options));
}

async function stop(starting: Promise<Backend>): Promise<void> {
  const backend = await starting.catch(() => undefined); // `serve` tells why
  await backend?.close();
  process.exit();
}

await serve(workerData as DevOptions);
