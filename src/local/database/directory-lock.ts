import { createHash } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How long a process that is busy may take to say who it is, in milliseconds. */
const PATIENCE = 1000;

/**
 * Holds a folder for this process until it releases it or ends, however it ends: what holds is an open
 * socket, which the system takes back, and no file that a killed process leaves behind.
 *
 * @throws {Error} with a message for people when another process, or this one, holds the folder
 */
export async function lockDirectory(folder: string): Promise<() => Promise<void>> {
  const address = await addressOf(folder);
  for (;;) {
    const server = await tryToListen(address);
    if (server) return () => new Promise((resolve) => server.close(() => resolve()));
    const holder = await askHolder(address);
    if (holder !== 'gone') throw inUse(folder, holder);
    if (address.startsWith(tmpdir())) await rm(address, { force: true });
  }
}

/** The same for every path that leads to the folder. Only where sockets need a file is it one, in the system's own folder. */
async function addressOf(folder: string): Promise<string> {
  const { dev, ino } = await stat(folder, { bigint: true });
  const name = `nality-${createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 24)}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`;
  return process.platform === 'linux' ? `\0${name}` : join(tmpdir(), `${name}.sock`);
}

/** Undefined when somebody has the address. */
function tryToListen(address: string): Promise<Server | undefined> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.end(String(process.pid));
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(address, () => resolve(server.unref()));
  });
}

/** The number of the process that has the address; undefined when it does not answer, as one that is busy does not. */
function askHolder(address: string): Promise<number | undefined | 'gone'> {
  return new Promise((resolve) => {
    let said = '';
    const socket = connect(address);
    socket.setTimeout(PATIENCE, () => socket.destroy());
    socket.on('data', (chunk: Buffer) => (said += chunk.toString()));
    socket.once('error', ({ code }: NodeJS.ErrnoException) =>
      resolve(code === 'ECONNREFUSED' || code === 'ENOENT' ? 'gone' : undefined),
    );
    socket.once('close', () => resolve(Number(said) || undefined));
  });
}

function inUse(folder: string, holder: number | undefined): Error {
  const who = holder === undefined ? 'another process' : `process ${holder}`;
  return new Error(
    `The data directory ${folder} is in use by ${who}. Stop it, or choose another directory with --data.`,
  );
}
