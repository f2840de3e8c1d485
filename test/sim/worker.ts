import { parentPort } from 'node:worker_threads';
import { check, type CheckOptions } from './check.ts';

/** Runs schedules in a thread of its own: what nobody catches there, ends there. */
parentPort!.on('message', (options: CheckOptions) => {
  void check(options).then(
    (result) => parentPort!.postMessage({ result }),
    (error: Error) => parentPort!.postMessage({ error: error.stack ?? error.message }),
  );
});
