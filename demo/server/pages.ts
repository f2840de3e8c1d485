import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen } from './listen.ts';
import { readBelow, type ServedFile } from './files.ts';
import type { FaultProxy, Faults } from './fault-proxy.ts';

/** What the page server shows and what it steers. */
export interface PagesOptions {
  /** The port to listen on, or the next free one; 0 for any. */
  port: number;
  /** Folders by the path that they appear under; the longest path that fits wins. */
  folders: Readonly<Record<string, string>>;
  /** Values for `{{name}}` in HTML files. */
  values: Readonly<Record<string, string>>;
  /** Answered under `/demo.json`. */
  settings: unknown;
  /** Steered under `/faults/<name>`. */
  proxies: Readonly<Record<string, FaultProxy>>;
}

/** The demo's page server. */
export interface Pages {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * The strictest policy under which the widgets work: nothing inline, nothing evaluated, no HTML from
 * strings, no other host than this machine.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: http://127.0.0.1:*",
  'media-src blob: http://127.0.0.1:*',
  "connect-src 'self' http://127.0.0.1:* ws://127.0.0.1:*",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types nality-lit',
].join('; ');

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
};

/** An answer that is not a file: a status and what is to be said as JSON. */
class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Starts the server on 127.0.0.1. */
export async function startPages(options: PagesOptions): Promise<Pages> {
  const server = createServer((request, response) => {
    answer(options, request).then(
      (file) => send(response, 200, file),
      (error: unknown) => send(response, statusOf(error), json({ message: messageOf(error) })),
    );
  });
  const port = await listen(server, options.port);
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(options: PagesOptions, request: IncomingMessage): Promise<ServedFile> {
  refuseStrangers(request);
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (pathname === '/demo.json') return json(options.settings);
  if (pathname.startsWith('/faults/')) return faultsOf(options, pathname.slice('/faults/'.length), request);
  return page(options, decodeURIComponent(pathname));
}

/** Only pages of this server may steer it, whatever name a stranger's page gives to 127.0.0.1. */
function refuseStrangers(request: IncomingMessage): void {
  const host = request.headers.host ?? '';
  const site = request.headers['sec-fetch-site'] ?? 'none';
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host)) throw new Refusal(421, `This is not ${host}.`);
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (!isRead && site !== 'same-origin' && site !== 'none') throw new Refusal(403, 'Not from another site.');
}

async function faultsOf(options: PagesOptions, name: string, request: IncomingMessage): Promise<ServedFile> {
  const proxy = Object.hasOwn(options.proxies, name) ? options.proxies[name] : undefined;
  if (!proxy) throw new Refusal(404, `There is no connection named ${name}.`);
  if (request.method === 'POST') steer(proxy, await bodyOf(request));
  return json(proxy.faults());
}

function steer(proxy: FaultProxy, wish: Record<string, unknown>): void {
  const change: Partial<Faults> = {};
  if (typeof wish['cut'] === 'boolean') change.cut = wish['cut'];
  if (typeof wish['latency'] === 'number' && wish['latency'] >= 0) change.latency = wish['latency'];
  proxy.set(change);
  if (wish['drop'] === true) proxy.dropSockets();
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > 1_000) throw new Refusal(413, 'That is too much.');
  }
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    throw new Refusal(400, 'That is not JSON.');
  }
}

async function page(options: PagesOptions, pathname: string): Promise<ServedFile> {
  const path = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
  const prefix = Object.keys(options.folders)
    .filter((candidate) => path.startsWith(candidate))
    .sort((a, b) => b.length - a.length)[0];
  const file = prefix && (await readBelow(options.folders[prefix]!, path.slice(prefix.length)));
  if (!file) throw new Refusal(404, `There is nothing at ${pathname}.`);
  return file.type.startsWith('text/html') ? fill(file, options.values) : file;
}

function fill(file: ServedFile, values: Readonly<Record<string, string>>): ServedFile {
  const body = file.body.toString().replace(/\{\{(\w+)\}\}/g, (whole, name: string) => values[name] ?? whole);
  return { ...file, body };
}

function json(value: unknown): ServedFile {
  return { type: 'application/json; charset=utf-8', body: JSON.stringify(value) };
}

function send(response: ServerResponse, status: number, file: ServedFile): void {
  response.writeHead(status, { ...HEADERS, 'content-type': file.type }).end(file.body);
}

function statusOf(error: unknown): number {
  if (error instanceof Refusal) return error.status;
  return error instanceof URIError ? 400 : 500;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
