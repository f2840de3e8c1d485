import { createServer, type Server } from 'node:net';

const PORTS_TO_TRY = 20;

/** Listens on 127.0.0.1, on the port or the next free one after it (0: any). Resolves with the port. */
export async function listen(server: Server, port: number): Promise<number> {
  for (let next = port; ; next++) {
    const outcome = await tryPort(server, next);
    if (typeof outcome === 'number') return outcome;
    if (outcome.code !== 'EADDRINUSE' || next >= port + PORTS_TO_TRY) throw outcome;
  }
}

/** A port that is free at this moment: the one asked for, or the next free one after it. */
export async function freePort(port: number): Promise<number> {
  const probe = createServer();
  const found = await listen(probe, port);
  await new Promise((resolve) => probe.close(resolve));
  return found;
}

function tryPort(server: Server, port: number): Promise<number | NodeJS.ErrnoException> {
  return new Promise((resolve) => {
    server.once('error', resolve);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', resolve);
      const address = server.address();
      resolve(address && typeof address === 'object' ? address.port : port);
    });
  });
}
