import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { answerAt, askHolder, closeServer } from './lock-socket.ts';
import type { Holder, Taking } from './lock-socket.ts';
import { takeByFile } from './socket-file-lock.ts';

/** How this system names sockets: by a file only where there is no other way. */
const SOCKETS_ARE_FILES = process.platform !== 'win32' && process.platform !== 'linux';

/**
 * Holds a folder for this process until it releases it or ends, however it ends: what holds is an open
 * socket, which the system takes back, and no file that a killed process leaves behind.
 *
 * @throws {Error} with a message for people when another process, or this one, holds the folder
 */
export async function lockDirectory(
  folder: string,
  socketsAreFiles = SOCKETS_ARE_FILES,
): Promise<() => Promise<void>> {
  const name = await nameOf(folder);
  const taking = await (socketsAreFiles ? takeByFile(name) : takeByName(name));
  if ('release' in taking) return taking.release;
  throw inUse(folder, taking.holder);
}

/** The same for every path that leads to the folder. */
async function nameOf(folder: string): Promise<string> {
  const { dev, ino } = await stat(folder, { bigint: true });
  return `nality-${createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 24)}`;
}

/** Takes the lock where the system keeps the names of sockets, and forgets them with their process. */
async function takeByName(name: string): Promise<Taking> {
  const address = process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : `\0${name}`;
  for (;;) {
    const server = await answerAt(address, () => true);
    if (server) return { release: () => closeServer(server) };
    const holder = await askHolder(address);
    if (holder !== 'gone' && holder !== 'undecided') return { holder };
  }
}

function inUse(folder: string, holder: Holder): Error {
  const who = typeof holder === 'number' ? `process ${holder}` : 'another process';
  return new Error(
    `The data directory ${folder} is in use by ${who}. Stop it, or choose another directory with --data.`,
  );
}
