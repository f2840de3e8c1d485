import { EventEmitter, once } from 'node:events';
import { createServer, connect, type Server, type Socket } from 'node:net';
import { Transform, pipeline } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { listen } from './listen.ts';

/** What is wrong with a connection at the moment. */
export interface Faults {
  /** Whether open connections are broken and new ones are refused. */
  cut: boolean;
  /** How much later an answer arrives, in milliseconds; half of it is spent on each way. */
  latency: number;
  /** Which ways nothing passes while every connection stays open; what is held back passes on afterwards. */
  stalled: 'none' | 'up' | 'down' | 'both';
  /** How much passes on each way of a connection, in kilobits per second; 0: as much as there is. */
  rate: number;
}

const NO_FAULTS: Faults = { cut: false, latency: 0, stalled: 'none', rate: 0 };

/** A stretch of network of one's own: passes everything on to one port until it is told to misbehave. */
export interface FaultProxy {
  /** The address to use in place of the real one. */
  readonly url: string;
  /** What is wrong now. */
  faults(): Faults;
  /** Changes what is wrong; takes effect at once, on open connections, too. */
  set(change: Partial<Faults>): void;
  /** Breaks the WebSockets that are open now. Answers how many there were. */
  dropSockets(): number;
  /** How many connections and pieces of traffic were refused, held back or slowed down so far. */
  suffered(): number;
  close(): Promise<void>;
}

/** Where a proxy listens and what is behind it, both on 127.0.0.1. */
export interface FaultProxyOptions {
  /** The port of the real server. */
  target: number;
  /** The port to listen on, or the next free one; 0 for any. */
  port?: number;
}

interface Link {
  readonly ends: readonly [Socket, Socket];
  isWebSocket: boolean;
}

/** Starts a proxy. It works on bytes, so that HTTP and WebSockets suffer alike. */
export async function startFaultProxy({ target, port = 0 }: FaultProxyOptions): Promise<FaultProxy> {
  const faults: Faults = { ...NO_FAULTS };
  const links = new Set<Link>();
  const changes = new EventEmitter().setMaxListeners(0);
  let suffered = 0;
  const server = createServer({ noDelay: true }, (client) => {
    if (isFaulty(faults)) suffered += 1;
    if (faults.cut) breakOff(client);
    else join(client, connect({ host: '127.0.0.1', port: target, noDelay: true }));
  });

  function join(client: Socket, upstream: Socket): void {
    const link: Link = { ends: [client, upstream], isWebSocket: false };
    links.add(link);
    upstream.on('data', (chunk: Buffer) => (link.isWebSocket ||= isUpgrade(chunk)));
    const end = (): void => {
      if (links.delete(link)) sever(link);
    };
    pipeline(client, wire('up'), upstream, end);
    pipeline(upstream, wire('down'), client, end);
  }

  /** Passes chunks on in order, each of them as late as the faults say when it comes. */
  function wire(way: 'up' | 'down'): Transform {
    let tail: Promise<unknown> = Promise.resolve();
    let free = 0;
    return new Transform({
      transform(chunk: Buffer, _encoding, done) {
        if (isFaulty(faults)) suffered += 1;
        const sending = faults.rate === 0 ? 0 : (chunk.length * 8) / faults.rate;
        const due = (free =
          Math.max(performance.now() + faults.latency / 2, faults.rate === 0 ? 0 : free) + sending);
        tail = tail.then(() => arrival(due, way));
        tail = tail.then(() => this.destroyed || this.push(chunk));
        done();
      },
      flush(done) {
        void tail.then(() => done());
      },
    });
  }

  /** Waits until something may arrive. Once the line is mended, nothing has to wait any more. */
  async function arrival(due: number, way: 'up' | 'down'): Promise<void> {
    for (;;) {
      const wait = faults.latency > 0 || faults.rate > 0 ? due - performance.now() : 0;
      const isStalled = faults.stalled === way || faults.stalled === 'both';
      if (wait <= 0 && !isStalled) return;
      const changed = new AbortController();
      const { signal } = changed;
      const change = once(changes, 'change', { signal });
      const passed = isStalled ? change : sleep(wait, undefined, { ref: false, signal });
      await Promise.race([change, passed]);
      change.catch(() => undefined);
      passed.catch(() => undefined);
      changed.abort();
    }
  }

  const boundPort = await listen(server, port);
  return {
    url: `http://127.0.0.1:${boundPort}`,
    faults: () => ({ ...faults }),
    set(change) {
      Object.assign(faults, change);
      changes.emit('change');
      if (!faults.cut) return;
      suffered += links.size;
      links.forEach(sever);
    },
    dropSockets() {
      const sockets = [...links].filter((link) => link.isWebSocket);
      sockets.forEach(sever);
      return sockets.length;
    },
    suffered: () => suffered,
    close: () => closeAll(server, links),
  };
}

function isFaulty({ cut, latency, stalled, rate }: Faults): boolean {
  return cut || latency > 0 || stalled !== 'none' || rate > 0;
}

const SWITCHING_PROTOCOLS = Buffer.from('HTTP/1.1 101 ');

/** Whether the server's answer makes a WebSocket of the connection. */
function isUpgrade(answer: Buffer): boolean {
  return answer.subarray(0, SWITCHING_PROTOCOLS.length).equals(SWITCHING_PROTOCOLS);
}

function sever(link: Link): void {
  for (const end of link.ends) breakOff(end);
}

/**
 * Ends a socket as a broken line does. One that is shutting down already cannot be reset: libuv refuses, the handle
 * is never closed, and the process spins at its end.
 */
function breakOff(socket: Socket): void {
  if (socket.destroyed) return;
  if (socket.writableEnded || socket.connecting) socket.destroy();
  else socket.resetAndDestroy();
}

function closeAll(server: Server, links: ReadonlySet<Link>): Promise<void> {
  links.forEach(sever);
  return new Promise((resolve) => server.close(() => resolve()));
}
