import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { json } from './json.ts';

export type Handler = (request: Request) => Promise<Response>;

const HOST = '127.0.0.1';

export interface Listening {
  server: Server;
  port: number;
  /** Closes the port and every connection, those that became something else than HTTP included. */
  stop(): Promise<void>;
}

/**
 * Serves the handler on this machine only; resolves when the port is open. Port 0 takes a free one. An error of
 * the handler is answered with 500, and `log` is told why.
 */
export async function listen(
  port: number,
  handler: Handler,
  log: (line: string) => void = () => undefined,
): Promise<Listening> {
  const server = createServer((incoming, outgoing) => void serve(handler, incoming, outgoing, log));
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

async function serve(
  handler: Handler,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  log: (line: string) => void,
): Promise<void> {
  try {
    const response = await answer(handler, incoming, outgoing, log);
    outgoing.writeHead(response.status, [...response.headers].flat());
    outgoing.flushHeaders(); // an answer that comes bit by bit begins at once
    if (response.body) await pipeline(Readable.fromWeb(response.body as ReadableStream), outgoing);
    else outgoing.end();
    drain(incoming);
  } catch {
    outgoing.destroy(); // the client has gone, or half an answer cannot be taken back
  }
}

/** Always resolves. */
async function answer(
  handler: Handler,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  log: (line: string) => void,
): Promise<Response> {
  let request: Request;
  try {
    request = toRequest(incoming, untilGone(outgoing));
  } catch {
    return json(400, { message: 'This is no request that can be answered.' });
  }
  try {
    return await handler(request);
  } catch (error) {
    log(`${request.method} ${request.url}: ${error instanceof Error ? error.stack : String(error)}`);
    return json(500, { message: 'An unexpected error occurred' });
  }
}

/** What nobody has read of a request would hold up the next one on its connection. */
function drain(incoming: IncomingMessage): void {
  incoming.removeAllListeners('data').resume();
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
