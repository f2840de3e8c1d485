import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Rolldown } from 'vite';
import { WebSocketServer } from 'ws';
import { root } from '../../../build/configs.ts';
import { listen } from '../../../demo/server/listen.ts';

/** Serves a page of a run, in an origin of its own, and hears what its tabs report. */
export interface PageServer {
  readonly url: string;
  close(): Promise<void>;
}

/** What the server needs of the run. */
export interface PageServerOptions<R> {
  /** What the page runs: a module beside this one. */
  readonly script: 'main.ts' | 'baseline-page.ts';
  /** Signs a person in anew; undefined: it cannot be done now. */
  tokenFor?(person: string): Promise<string | undefined>;
  onReport(tab: string, report: R): void;
}

const fileOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Builds the page's script, with the real core in it where it uses it, and serves the page on 127.0.0.1. */
export async function startPageServer<R>({
  script: module,
  tokenFor = () => Promise.resolve(undefined),
  onReport,
}: PageServerOptions<R>): Promise<PageServer> {
  const [page, script] = await Promise.all([readFile(fileOf('index.html')), buildScript(module)]);
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://page');
    const say = (type: string, body: string | Buffer): void => {
      response.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache' }).end(body);
    };
    if (pathname === '/') return say('text/html; charset=utf-8', page);
    if (pathname === '/main.js') return say('text/javascript; charset=utf-8', script);
    const token = pathname === '/token' && (await tokenFor(searchParams.get('person') ?? ''));
    if (token) return say('text/plain', token);
    response.writeHead(pathname === '/token' ? 503 : 404).end();
  };
  const server = createServer((request, response) => void answer(request, response));
  const reports = new WebSocketServer({ server, path: '/reports' });
  /** Of each page the number of its last report. */
  const heard = new Map<string, number>();
  reports.on('connection', (socket, request) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://page');
    const [tab, page] = [searchParams.get('tab') ?? '', searchParams.get('page') ?? ''];
    socket.send(String(heard.get(page) ?? 0));
    socket.on('message', (data: Buffer) => {
      const [number, report] = JSON.parse(data.toString()) as [number, R];
      if (number > (heard.get(page) ?? 0)) onReport(tab, report);
      heard.set(page, Math.max(number, heard.get(page) ?? 0));
    });
    socket.on('error', () => undefined);
  });
  const port = await listen(server, 0);
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of reports.clients) socket.terminate();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function buildScript(module: string): Promise<string> {
  const { build } = await import('vite');
  const built = (await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      target: 'es2022',
      minify: false,
      lib: { entry: fileOf(module), formats: ['es'] },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  })) as Rolldown.RolldownOutput[];
  return built[0]!.output[0].code;
}
