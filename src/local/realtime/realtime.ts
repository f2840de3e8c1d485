import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket, WebSocketServer } from 'ws';
import type { Database } from '../database/database.ts';
import type { Keys } from '../keys.ts';
import { Authorization } from './authorization.ts';
import { installMachinery } from './changes/machinery.ts';
import { Subscriptions } from './changes/subscriptions.ts';
import { fits } from './broadcast.ts';
import { Feed } from './feed.ts';
import { checkHandshake, refuseUpgrade } from './handshake.ts';
import type { Hub } from './hub.ts';
import type { RealtimeLimits, RealtimePauses } from './limits.ts';
import { DEFAULT_LIMITS, DEFAULT_PAUSES, RateCounter } from './limits.ts';
import { PublicationWatch } from './publication-watch.ts';
import { removeExpired, storedSince } from './replay.ts';
import { answerRest } from './rest.ts';
import { Rooms } from './rooms.ts';
import { GOING_AWAY, Socket } from './socket.ts';
import { Tokens } from './tokens.ts';

export type { RealtimeLimits, RealtimePauses } from './limits.ts';

export interface RealtimeOptions {
  /** Has schema realtime (schema.sql). */
  database: Database;
  /** Verify tokens, and stand for a role. */
  keys: Keys;
  /** Where the limits differ from the real server's defaults. */
  limits?: Partial<RealtimeLimits>;
  /** Where the pauses differ from the real server's. */
  pauses?: Partial<RealtimePauses>;
  /** Whether public channels are refused. Default: false. */
  privateOnly?: boolean;
  /** Gets a line about what the server meets and can't tell a client. */
  log?: (line: string) => void;
}

/** A Supabase Realtime server, to be mounted into an HTTP server. */
export interface Realtime {
  /** Takes a WebSocket connection (`/realtime/v1/websocket`). */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Answers `/realtime/v1/api/…`. */
  handleRequest(request: Request): Promise<Response>;
  /** Ends all connections with close code 1012 and stops listening to the database. */
  close(): Promise<void>;
}

/** How long a client may take to answer a close. */
const CLOSE_PATIENCE = 1000;

/** Installs its functions in the database, starts to listen to it, and resolves when connections may come. */
export async function createRealtime(options: RealtimeOptions): Promise<Realtime> {
  await installMachinery(options.database);
  const server = new RealtimeServer(options);
  await server.start();
  return server;
}

/** The close code of RFC 6455 for a frame that is too large. */
const TOO_LARGE = 1009;

/** Like the real server it drops a connection on which too large a frame comes, without a word. */
class Abrupt extends WebSocket {
  override close(code?: number, reason?: string | Buffer): void {
    if (code === TOO_LARGE) this.terminate();
    else super.close(code, reason);
  }
}

class RealtimeServer implements Realtime {
  readonly #hub: Hub;
  readonly #feed: Feed;
  readonly #watch: PublicationWatch;
  readonly #websockets: WebSocketServer;
  readonly #sockets = new Set<Socket>();
  readonly #database: Database;
  readonly #chores: NodeJS.Timeout;
  readonly #closing = new AbortController();

  constructor(options: RealtimeOptions) {
    this.#hub = createHub(options, () => this.#disconnectAll());
    const { limits, rooms, subscriptions, log, pauses } = this.#hub;
    this.#feed = new Feed({
      database: options.database,
      recordBytes: limits.recordBytes,
      subscriptionsOn: (relation) => subscriptions.on(relation),
      onDeliveries: (deliveries) => {
        for (const { subscriber, data, ids } of deliveries) subscriber.receiveChange(data, ids);
      },
      onBroadcast: ({ id, topic, private: isPrivate, broadcast }) => {
        const message = { form: 'user' as const, ...broadcast };
        if (!this.#hub.rates.events.exceeded && fits(message, limits.payloadKilobytes))
          rooms.find(`realtime:${topic}`, isPrivate)?.broadcast(message, { id });
      },
      recovery: pauses.recovery,
      log,
    });
    this.#watch = new PublicationWatch(options.database, subscriptions, log);
    this.#websockets = new WebSocketServer({
      noServer: true,
      maxPayload: limits.frameBytes,
      WebSocket: Abrupt,
    });
    this.#database = options.database;
    this.#chores = setInterval(() => this.#tidy(), pauses.idleSockets);
    this.#chores.unref();
  }

  async start(): Promise<void> {
    await removeExpired(this.#database);
    await this.#feed.start();
    await this.#watch.start(this.#hub.pauses.publication);
  }

  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const handshake = checkHandshake(request, this.#hub.tokens);
    if (!handshake.accepted) return this.#refuse(socket, handshake.status, handshake.error);
    if (this.#hub.users.size >= this.#hub.limits.connections) {
      return this.#refuse(socket, 429, 'Too many connected users');
    }
    if (this.#hub.rates.joins.exceeded) return this.#refuse(socket, 429, 'Too many joins per second');
    this.#websockets.handleUpgrade(request, socket, head, (connection) => {
      this.#open(connection, new Socket(this.#hub, connection, handshake.version, handshake.token));
    });
  }

  handleRequest(request: Request): Promise<Response> {
    return answerRest(this.#hub, request);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    clearInterval(this.#chores);
    this.#watch.close();
    const sockets = [...this.#sockets];
    for (const socket of sockets) socket.shutDown();
    await Promise.all(sockets.map((socket) => socket.drain(CLOSE_PATIENCE)));
    await this.#feed.close();
  }

  #disconnectAll(): void {
    for (const socket of this.#sockets) socket.disconnect();
  }

  #open(connection: WebSocket, socket: Socket): void {
    this.#sockets.add(socket);
    connection.on('close', () => this.#sockets.delete(socket));
  }

  /** A refusal with a reason comes late, so that a client in a loop does no harm. */
  #refuse(socket: Duplex, status: number, error?: string): void {
    socket.on('error', () => socket.destroy());
    const pause = error === undefined ? 0 : this.#hub.pauses.connectError;
    sleep(pause, undefined, { signal: this.#closing.signal })
      .then(() => refuseUpgrade(socket, status, error))
      .catch(() => socket.destroy());
  }

  #tidy(): void {
    for (const socket of this.#sockets) if (socket.channelCount === 0) socket.close(GOING_AWAY);
    removeExpired(this.#database).catch((error: unknown) =>
      this.#hub.log(`realtime: old messages: ${String(error)}`),
    );
  }
}

function createHub(
  { database, keys, limits, pauses, privateOnly = false, log = () => undefined }: RealtimeOptions,
  disconnectAll: () => void,
): Hub {
  const applied = { ...DEFAULT_LIMITS, ...limits };
  return {
    limits: applied,
    pauses: { ...DEFAULT_PAUSES, ...pauses },
    rates: {
      joins: new RateCounter(applied.joinsPerSecond),
      events: new RateCounter(applied.eventsPerSecond),
      changes: new RateCounter(applied.eventsPerSecond),
      presence: new RateCounter(applied.presenceEventsPerSecond),
      requests: new RateCounter(applied.eventsPerSecond),
    },
    privateOnly,
    users: new Set(),
    tokens: new Tokens(keys),
    authorization: new Authorization(database, log),
    rooms: new Rooms(),
    subscriptions: new Subscriptions(database),
    replay: (topic, request) => storedSince(database, topic, request),
    disconnectAll,
    log,
  };
}
