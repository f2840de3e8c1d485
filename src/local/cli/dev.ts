import { extname, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { resetDataDirectory } from '../database/data-directory.ts';
import { requireProject } from '../project/project.ts';
import type { DevOptions } from './options.ts';
import { stopOnSignals } from './signals.ts';

/** `serve.ts` in the source, `serve.js` in the package. */
const SERVE = new URL(`./serve${extname(import.meta.url)}`, import.meta.url);

/**
 * Serves a project until the process is told to stop. Rejects with an error for people.
 *
 * The backend has a thread of its own: the database computes in the thread that asks it, and while a statement
 * takes its time this one still hears an interrupt.
 */
export async function dev(options: DevOptions): Promise<void> {
  if (options.project !== undefined) await requireProject(options.project);
  if (options.reset && options.dataDir !== undefined) await resetData(options.dataDir);
  const backend = new Worker(SERVE, { workerData: options });
  stopOnSignals(() => backend.postMessage('stop'));
  await new Promise((resolve, reject) => {
    backend.once('exit', resolve);
    backend.once('error', (error) => reject(explainMissing(error)));
  });
}

/** What the backend needs besides this package is optional: a site may take the widgets alone. */
function explainMissing(error: Error): Error {
  const name = /^Cannot find package '([^']+)'/.exec(error.message)?.[1];
  if (!name) return error;
  return new Error(
    `The local backend needs the package ${name}, which is not installed: npm install ${name}`,
  );
}

async function resetData(folder: string): Promise<void> {
  const deleted = await resetDataDirectory(folder);
  const what = deleted ? 'Deleted the data in' : 'There was no data in';
  process.stdout.write(`\n  ${what} ${resolve(folder)}\n`);
}
