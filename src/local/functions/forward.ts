import { request as send } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { idleTimeout, workerError } from './errors.ts';
import type { FunctionProcess } from './function-process.ts';

export interface ForwardOptions {
  /** The path that the function sees, `/name/…`. */
  path: string;
  /** How long nothing may be heard of the function, in seconds. */
  idleSeconds: number;
  /**
   * Is called before the caller is told that the function has been silent for too long, or has ended without an answer: what
   * they ask next is not for this process.
   */
  onLost: () => void;
}

const HOP_BY_HOP = /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|expect)$/;

/** Hands the request to the function and its answer back, both as they come; whoever leaves ends both. */
export function forward(
  request: Request,
  { port, agent, begin }: FunctionProcess,
  options: ForwardOptions,
): Promise<Response> {
  const { idleSeconds, path } = options;
  const headers = passableHeaders(request);
  const outgoing = send({ host: '127.0.0.1', port, agent, path, method: request.method, headers });
  outgoing.once('close', begin());
  let idle = false;
  outgoing.setTimeout(idleSeconds * 1000, () => {
    idle = true;
    outgoing.destroy();
  });
  const leave = () => outgoing.destroy();
  request.signal.addEventListener('abort', leave);
  outgoing.once('close', () => request.signal.removeEventListener('abort', leave));
  let answered = false;
  const answer = new Promise<Response>((resolve) => {
    outgoing.once('response', (incoming) => {
      answered = true;
      resolve(toResponse(incoming));
    });
    outgoing.on('error', () => undefined); // what follows says it
    outgoing.once('close', () => {
      if (idle || !(answered || request.signal.aborted)) options.onLost();
      resolve(idle ? idleTimeout(idleSeconds) : workerError());
    });
  });
  if (request.signal.aborted) leave();
  else void sendBody(request, outgoing);
  return answer;
}

function passableHeaders({ headers, url }: Request): Record<string, string> {
  const { host, port, protocol } = new URL(url);
  const passed = [...headers].filter(([name]) => !HOP_BY_HOP.test(name));
  return {
    'x-forwarded-for': '127.0.0.1',
    ...Object.fromEntries(passed),
    host,
    'x-forwarded-host': host.split(':')[0] ?? host,
    'x-forwarded-port': port,
    'x-forwarded-proto': protocol.slice(0, -1),
  };
}

async function sendBody(request: Request, outgoing: ClientRequest): Promise<void> {
  if (!request.body) return void outgoing.end();
  const body = Readable.fromWeb(request.body as ReadableStream);
  await pipeline(body, outgoing).catch(() => undefined); // the answer, or its absence, says what happened
}

function toResponse(incoming: IncomingMessage): Response {
  const { statusCode: status = 500, rawHeaders } = incoming;
  const headers = new Headers();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = rawHeaders.slice(at, at + 2);
    if (!HOP_BY_HOP.test(name.toLowerCase())) headers.append(name, value);
  }
  if (status >= 500) markAsFunctionError(headers);
  const body = isBodiless(status) ? (incoming.resume(), null) : (Readable.toWeb(incoming) as BodyInit);
  return new Response(body, { status, statusText: incoming.statusMessage, headers });
}

function isBodiless(status: number): boolean {
  return status === 204 || status === 205 || status === 304;
}

function markAsFunctionError(headers: Headers): void {
  headers.set('sb-error-code', 'EDGE_FUNCTION_ERROR');
  headers.append('access-control-expose-headers', 'sb-error-code');
}
