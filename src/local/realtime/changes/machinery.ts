import { readFile } from 'node:fs/promises';
import type { Database } from '../../database/database.ts';

const FILES = ['capture.sql', 'subscribe.sql', 'drain.sql', 'payload.sql'];

/** The channel of NOTIFY that says what is queued: `message` or `change`. */
export const WAKE_UP = 'realtime';

/**
 * Installs the server's tables and functions in schema realtime, in the form that this version of the server
 * needs, and forgets the subscriptions of a server before it.
 */
export async function installMachinery(database: Database): Promise<void> {
  const files = FILES.map((name) => readFile(new URL(name, import.meta.url), 'utf8'));
  const reset =
    'delete from realtime.subscription; delete from realtime.change; delete from realtime.outgoing;';
  await database.exec([...(await Promise.all(files)), reset, 'select realtime.sync_capture();'].join('\n'));
}
