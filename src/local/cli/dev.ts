import { resolve } from 'node:path';
import { startBackend } from '../backend.ts';
import type { Backend } from '../backend.ts';
import { resetDataDirectory } from '../database/data-directory.ts';
import { requireProject } from '../project/project.ts';
import { explain } from './explain.ts';
import { greeting } from './greeting.ts';
import type { DevOptions } from './options.ts';
import { stopOnSignals } from './signals.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Serves a project until the process is told to stop. Rejects with an error for people. */
export async function dev(options: DevOptions): Promise<void> {
  const starting = start(options);
  stopOnSignals(async () => (await starting).close());
  say(await greeting(await starting, options));
}

async function start(options: DevOptions): Promise<Backend> {
  const { dataDir, reset, verbose, ...backend } = options;
  if (options.project !== undefined) await requireProject(options.project);
  if (reset && dataDir !== undefined) await resetData(dataDir);
  const log = verbose ? say : undefined;
  try {
    return await startBackend({ ...backend, dataDir, log });
  } catch (error) {
    throw await explain(error);
  }
}

async function resetData(folder: string): Promise<void> {
  const deleted = await resetDataDirectory(folder);
  say(deleted ? `\n  Deleted the data in ${resolve(folder)}` : `\n  There was no data in ${resolve(folder)}`);
}
