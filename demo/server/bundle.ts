import { createServer, type ServerResponse } from 'node:http';
import { readBelow } from './files.ts';
import { listen } from './listen.ts';

/** Where the widgets are loaded from. */
export interface Bundle {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the widgets as a CDN does: from an origin of their own, to every page. */
export async function startBundle(port: number, folder: string): Promise<Bundle> {
  const server = createServer((request, response) => {
    const pathname = URL.parse(request.url ?? '/', 'http://127.0.0.1')?.pathname ?? '/';
    readBelow(folder, pathname).then(
      (file) => (file ? send(response, 200, file.type, file.body) : send(response, 404)),
      () => send(response, 500),
    );
  });
  const bound = await listen(server, port);
  return {
    url: `http://127.0.0.1:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(
  response: ServerResponse,
  status: number,
  type = 'text/plain',
  body: string | Buffer = '',
): void {
  response
    .writeHead(status, {
      'content-type': type,
      'access-control-allow-origin': '*',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-cache',
    })
    .end(body);
}
