import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer as createPlainServer } from 'node:net';
import type { AddressInfo, Server as PlainServer } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Database } from '../../src/local/database/database.ts';
import { createKeys } from '../../src/local/keys.ts';
import { createRealtime } from '../../src/local/realtime/realtime.ts';
import type { Realtime, RealtimeOptions } from '../../src/local/realtime/realtime.ts';

/** The Realtime service alone, at the addresses that it has behind the gateway. */
export interface Service {
  port: number;
  /** Ends it; its port stays its own, and whoever connects is turned away. */
  stop(): Promise<void>;
  /** Starts it again. */
  start(): Promise<void>;
  /** Ends it for good. */
  close(): Promise<void>;
}

/** Serves the database as the recorded server did, until it is stopped. */
export async function startService(database: Database, options: Partial<RealtimeOptions>): Promise<Service> {
  const service = new RunningService(database, options);
  await service.start();
  return service;
}

class RunningService implements Service {
  readonly #database: Database;
  readonly #options: Partial<RealtimeOptions>;
  #port = 0;
  /** Has the port while the service is stopped: others take any that is free. */
  readonly #placeholder = createPlainServer((socket) => socket.destroy());
  #running: { realtime: Realtime; http: Server } | undefined;

  constructor(database: Database, options: Partial<RealtimeOptions>) {
    this.#database = database;
    this.#options = options;
  }

  get port(): number {
    return this.#port;
  }

  async start(): Promise<void> {
    const keys = await createKeys();
    const realtime = await createRealtime({
      database: this.#database,
      keys,
      ...this.#options,
    });
    const http = createServer((request, response) => void answer(realtime, request, response));
    http.on('upgrade', (request, socket, head) => {
      request.url = publicPath(request.url);
      realtime.handleUpgrade(request, socket, head);
    });
    this.#placeholder.close();
    await listen(http, this.#port);
    this.#port = (http.address() as AddressInfo).port;
    this.#running = { realtime, http };
  }

  async stop(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    if (!running) return;
    const closed = new Promise((resolve) => running.http.close(resolve));
    await listen(this.#placeholder, this.#port);
    await running.realtime.close();
    running.http.closeAllConnections();
    await closed;
  }

  async close(): Promise<void> {
    await this.stop();
    this.#placeholder.close();
  }
}

async function listen(server: PlainServer, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}

/** Clients know the socket by another path than the service itself. */
function publicPath(path = '/'): string {
  return path.replace(/^\/socket\/websocket/, '/realtime/v1/websocket');
}

async function answer(
  realtime: Realtime,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const content = await buffer(incoming);
  const request = new Request(`http://localhost${publicPath(incoming.url)}`, {
    method: incoming.method,
    headers: new Headers(incoming.headers as Record<string, string>),
    body: content.length > 0 ? new Uint8Array(content) : undefined,
  });
  const response = await realtime.handleRequest(request);
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}
