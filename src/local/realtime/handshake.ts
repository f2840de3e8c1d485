import { STATUS_CODES } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { isOwnHost } from '../gateway/own-host.ts';
import type { Tokens } from './tokens.ts';
import { TokenError } from './tokens.ts';
import type { Version } from './wire/message.ts';
import { versionOf } from './wire/message.ts';

const PATH = '/realtime/v1/websocket';

/** A connection that may be opened, or what the client is told instead. */
export type Handshake =
  { accepted: true; version: Version; token: string } | { accepted: false; status: number; error?: string };

/** Judges a request for a connection by its path, its version and its key. */
export function checkHandshake(request: IncomingMessage, tokens: Tokens): Handshake {
  const url = URL.parse(request.url ?? '/', 'http://localhost');
  if (url?.pathname !== PATH) return { accepted: false, status: 404 };
  // The real server finds the project by the name of the host.
  if (!isOwnHost(request.headers.host)) return { accepted: false, status: 404, error: 'Tenant not found' };
  const query = url.searchParams;
  const version = versionOf(query.get('vsn'));
  if (!version) return { accepted: false, status: 403 };
  const key = header(request, 'x-api-key') ?? query.get('apikey');
  if (!key) return { accepted: false, status: 401, error: 'API key is missing' };
  const token = tokens.ofKey(key);
  const error = rejection(tokens, token);
  return error === undefined ? { accepted: true, version, token } : { accepted: false, status: 401, error };
}

/** Answers an upgrade with an HTTP response instead of a connection. */
export function refuseUpgrade(socket: Duplex, status: number, error?: string): void {
  const body = error === undefined ? '' : JSON.stringify({ error });
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'cache-control: max-age=0, private, must-revalidate',
    'vary: accept-encoding',
    ...(body ? ['content-type: application/json; charset=utf-8'] : []),
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

function rejection(tokens: Tokens, token: string): string | undefined {
  try {
    tokens.verify(token);
    return undefined;
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    return error.expiredFor === undefined ? error.message : 'Token has expired';
  }
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
