import { connect, createServer } from 'node:net';
import type { Server } from 'node:net';

/** How long a process that is busy may take to say who it is, in milliseconds. */
const PATIENCE = 3000;

/**
 * Who has an address: the number of the process that holds by it; `undecided` where one comes or goes;
 * `gone` without a process; undefined when it does not answer, as one that is busy does not.
 */
export type Holder = number | 'undecided' | 'gone' | undefined;

/** What came of an attempt to take a lock: it is ours, or whose it is. */
export type Taking = { release: () => Promise<void> } | { holder: Holder };

/** Answers at the address with this process's number once it holds. Undefined when somebody has the address. */
export function answerAt(address: string, holds: () => boolean): Promise<Server | undefined> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.end(holds() ? String(process.pid) : '');
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(address, () => resolve(server.unref()));
  });
}

/** Asks who has the address. */
export function askHolder(address: string): Promise<Holder> {
  return new Promise((resolve) => {
    let said = '';
    const socket = connect(address);
    socket.setTimeout(PATIENCE, () => {
      resolve(undefined);
      socket.destroy();
    });
    socket.on('data', (chunk: Buffer) => (said += chunk.toString()));
    socket.once('error', ({ code }: NodeJS.ErrnoException) => resolve(meaningOf(code)));
    socket.once('close', () => resolve(Number(said) || 'undecided'));
  });
}

function meaningOf(code: string | undefined): Holder {
  if (code === 'ECONNREFUSED' || code === 'ENOENT') return 'gone';
  return code === 'ECONNRESET' || code === 'EPIPE' ? 'undecided' : undefined;
}

export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
