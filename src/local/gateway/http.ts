import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';

export type Handler = (request: Request) => Promise<Response>;

const HOST = '127.0.0.1';

export interface Listening {
  server: Server;
  port: number;
  /** Closes the port and every connection, those that became something else than HTTP included. */
  stop(): Promise<void>;
}

/** Serves the handler on this machine only; resolves when the port is open. Port 0 takes a free one. */
export async function listen(port: number, handler: Handler): Promise<Listening> {
  const server = createServer((incoming, outgoing) => void serve(handler, incoming, outgoing));
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, port)));
    server.listen(port, HOST, resolve);
  });
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return { server, port: (server.address() as AddressInfo).port, stop };
}

function explain(error: NodeJS.ErrnoException, port: number): Error {
  const reason = { EADDRINUSE: 'is in use', EACCES: 'may not be opened by this user' }[error.code ?? ''];
  if (!reason) return error;
  return new Error(`Port ${port} ${reason}. Choose another port with --port.`, { cause: error });
}

async function serve(handler: Handler, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  try {
    const response = await handler(toRequest(incoming, untilGone(outgoing)));
    outgoing.writeHead(response.status, [...response.headers].flat());
    outgoing.flushHeaders(); // an answer that comes bit by bit begins at once
    if (response.body) await pipeline(Readable.fromWeb(response.body as ReadableStream), outgoing);
    else outgoing.end();
  } catch {
    outgoing.destroy(); // the client has gone, or half an answer cannot be taken back
  }
}

/** Aborts when the client leaves before the answer is complete. */
function untilGone(outgoing: ServerResponse): AbortSignal {
  const gone = new AbortController();
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) gone.abort();
  });
  return gone.signal;
}

function toRequest(incoming: IncomingMessage, signal: AbortSignal): Request {
  const method = incoming.method ?? 'GET';
  const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host ?? HOST}`);
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    for (const one of [value ?? []].flat()) headers.append(name, one);
  }
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers, signal });
  const body = Readable.toWeb(incoming) as BodyInit;
  return new Request(url, { method, headers, body, signal, duplex: 'half' } as RequestInit);
}
