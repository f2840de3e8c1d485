import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { root } from '../../build/configs.ts';

/** A site that embeds the built files: `/a/…` and `/b/…` are two copies, `/latest/…` leads to the first. */
export interface Site {
  readonly url: string;
  /** The page at `/`, and its headers. */
  page: { html: string; headers?: Record<string, string> };
  /** Changes a script on its way, by its path below the folder. */
  tamper?: ((file: string, text: string) => string) | undefined;
  /** Paths of the scripts that were asked for, in order. */
  readonly scripts: string[];
  close(): Promise<void>;
}

/** Starts a site on a port of its own. */
export async function startSite(): Promise<Site> {
  const server = createServer((request, response) => void answer(site, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const site: Site = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    page: { html: '' },
    scripts: [],
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return site;
}

async function answer(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, search } = new URL(request.url ?? '/', 'http://site');
  const file = /^\/[ab]\/(.+\.js)$/.exec(pathname)?.[1];
  if (file) {
    site.scripts.push(pathname + search);
    response.setHeader('content-type', 'text/javascript');
    const text = await readFile(join(root, 'dist/cdn', file), 'utf8');
    response.end(site.tamper?.(file, text) ?? text);
  } else if (pathname === '/latest/nality.js') {
    response.writeHead(302, { location: '/a/nality.js' }).end();
  } else if (pathname === '/') {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...site.page.headers });
    response.end(site.page.html);
  } else {
    response.writeHead(204).end();
  }
}
