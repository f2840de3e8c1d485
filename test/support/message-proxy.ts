import { createServer, request as ask, Agent } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { listen } from '../../demo/server/listen.ts';

/** A request as the proxy sees it before anything is done with it. */
export interface Asked {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly body: Buffer;
}

/** What the server said. */
export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What happens to a request. */
export type Treatment =
  /** The connection breaks before the server has seen anything. */
  | { readonly name: 'drop' }
  /** The server does what it is asked; then the connection breaks. `onLost` is told what nobody heard. */
  | { readonly name: 'lose'; onLost(answer: Answered): void }
  /** The connection breaks in the middle of the answer. */
  | { readonly name: 'break' }
  /** The server is asked twice; the client hears one answer. */
  | { readonly name: 'twice' }
  /** The server is never asked; this is the answer. */
  | {
      readonly name: 'answer';
      readonly status: number;
      readonly headers?: OutgoingHttpHeaders;
      readonly body: unknown;
    };

/** What a WebSocket carries: text, or bytes. */
export type Frame = string | Buffer;

/** A frame on its way, so many milliseconds later than it came; `back`: to whom it came from. */
export interface Delivery {
  readonly frame: Frame;
  readonly after?: number;
  readonly back?: boolean;
}

/** The way of a frame: up to the server, or down to the client. */
export type Way = 'up' | 'down';

/** What a message proxy is steered by. Both are asked for every message, so that they may change at any time. */
export interface MessageProxyOptions {
  /** The port of the server on 127.0.0.1; asked for every connection. */
  target(): number;
  onRequest(asked: Asked): Treatment | undefined;
  /** What is delivered in place of a frame; `undefined`: itself. Nothing: it is lost. */
  onFrame(frame: Frame, way: Way): readonly Delivery[] | undefined;
}

/** A proxy that understands HTTP and WebSockets: it fails message by message, where `fault-proxy` fails by bytes. */
export interface MessageProxy {
  readonly port: number;
  /** WebSockets that are open now. */
  sockets(): number;
  /** Closes every WebSocket on the client's side with this code; 1006 breaks it off. Answers how many. */
  closeSockets(code: number): number;
  /** Sends a text frame to every client, as if from the server. Answers to how many. */
  inject(text: string): number;
  close(): Promise<void>;
}

/** Starts the proxy on a free port of 127.0.0.1. */
export async function startMessageProxy(options: MessageProxyOptions): Promise<MessageProxy> {
  const agent = new Agent({ keepAlive: true });
  const pairs = new Set<readonly [WebSocket, WebSocket]>();
  const clients = (): WebSocket[] => [...pairs].map(([client]) => client);
  const server = createServer((incoming, outgoing) => {
    void serve(incoming, outgoing, options, agent).catch(() => outgoing.destroy());
  });
  const accepting = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const upstream = new WebSocket(`ws://127.0.0.1:${options.target()}${request.url}`);
    const giveUp = (): void => upstream.terminate();
    socket.on('error', () => undefined);
    socket.once('close', giveUp);
    upstream.on('error', () => socket.destroy());
    // Whoever speaks to a server that is not there gets no answer from here either.
    upstream.once('open', () => {
      if (socket.destroyed) return;
      socket.off('close', giveUp);
      accepting.handleUpgrade(request, socket, head, (client) => {
        const pair = [client, upstream] as const;
        pairs.add(pair);
        join(...pair, options, () => pairs.delete(pair));
      });
    });
  });
  const port = await listen(server, 0);
  return {
    port,
    sockets: () => pairs.size,
    closeSockets(code) {
      const open = clients();
      for (const client of open)
        if (code === 1006) client.terminate();
        else client.close(code);
      return open.length;
    },
    inject(text) {
      const open = clients().filter((client) => client.readyState === WebSocket.OPEN);
      for (const client of open) client.send(text);
      return open.length;
    },
    close: () =>
      new Promise((resolve) => {
        for (const pair of pairs) for (const end of pair) end.terminate();
        server.close(() => resolve());
        server.closeAllConnections();
        agent.destroy();
      }),
  };
}

async function serve(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { target, onRequest }: MessageProxyOptions,
  agent: Agent,
): Promise<void> {
  const body = await read(incoming);
  const asked: Asked = { method: incoming.method ?? 'GET', path: incoming.url ?? '/', body };
  const treatment = onRequest(asked);
  const forward = (): Promise<Answered> => pass(asked, incoming.headers, target(), agent);
  switch (treatment?.name) {
    case 'drop':
      return void outgoing.destroy();
    case 'answer':
      return reply(outgoing, { ...treatment, headers: { ...FOR_PAGES, ...treatment.headers } });
    case 'lose':
      treatment.onLost(await forward());
      return void outgoing.destroy();
    case 'break':
      return breakOff(outgoing, await forward());
    case 'twice': {
      const [first] = await Promise.all([forward(), forward()]);
      return send(outgoing, first);
    }
    case undefined:
      return send(outgoing, await forward());
  }
}

/** An answer that the server did not give has to be one that a page of another origin may read. */
const FOR_PAGES: OutgoingHttpHeaders = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': '*',
  'content-type': 'application/json',
};

function reply(
  outgoing: ServerResponse,
  { status, headers, body }: { status: number; headers: OutgoingHttpHeaders; body: unknown },
): void {
  outgoing.writeHead(status, headers).end(JSON.stringify(body));
}

function send(outgoing: ServerResponse, { status, headers, body }: Answered): void {
  outgoing.writeHead(status, sized(headers, body)).end(body);
}

/** Half of the answer, and then nothing more. */
function breakOff(outgoing: ServerResponse, { status, headers, body }: Answered): void {
  outgoing.writeHead(status, sized(headers, body));
  outgoing.write(body.subarray(0, body.length / 2), () => outgoing.destroy());
}

function sized({ 'transfer-encoding': _chunked, ...headers }: IncomingHttpHeaders, body: Buffer) {
  return { ...headers, ...(body.length > 0 && { 'content-length': body.length }) };
}

function pass(
  { method, path, body }: Asked,
  headers: IncomingHttpHeaders,
  port: number,
  agent: Agent,
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const outgoing = ask(
      { host: '127.0.0.1', port, method, path, agent, headers: sized(headers, body) },
      (answer) => {
        const { statusCode: status = 502, headers } = answer;
        read(answer).then((body) => resolve({ status, headers, body }), reject);
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

async function read(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Codes that an end may close with (RFC 6455, 7.4); the others tell that there was no closing. */
const MAY_BE_SAID = /^(100[0-37-9]|101[0-4]|[34]...)$/;

/** Passes frames on between two ends until either is gone. */
function join(
  client: WebSocket,
  upstream: WebSocket,
  { onFrame }: MessageProxyOptions,
  onEnd: () => void,
): void {
  const send = (frame: Frame, end: WebSocket): void => {
    if (end.readyState === WebSocket.OPEN) end.send(frame);
  };
  const carry = (from: WebSocket, to: WebSocket, way: Way): void => {
    from.on('message', (data: Buffer, isBinary) => {
      const came: Frame = isBinary ? data : data.toString();
      for (const { frame, after = 0, back = false } of onFrame(came, way) ?? [{ frame: came }]) {
        const end = back ? from : to;
        if (after === 0) send(frame, end);
        else setTimeout(() => send(frame, end), after).unref();
      }
    });
    from.on('close', (code) => {
      onEnd();
      if (MAY_BE_SAID.test(String(code))) to.close(code);
      else to.terminate();
    });
    from.on('error', () => undefined);
  };
  carry(client, upstream, 'up');
  carry(upstream, client, 'down');
}
