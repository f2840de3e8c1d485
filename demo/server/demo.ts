import { fileURLToPath } from 'node:url';
import { startBackend, type Backend } from '../../src/local/backend.ts';
import { CAST } from '../page/cast.ts';
import { startBundle } from './bundle.ts';
import { CDN_FOLDER } from './cdn.ts';
import { startFaultProxy, type FaultProxy } from './fault-proxy.ts';
import { freePort } from './listen.ts';
import { startPages, type Pages } from './pages.ts';
import { documentedPolicy, headerOf, withOwn, type Policy } from './policy.ts';

/** The ports where things are looked for first; each takes the next free one when it is busy. */
export interface DemoPorts {
  pages: number;
  backend: number;
  /** Where the widgets are for pages that load them from elsewhere. */
  bundle: number;
  /** The first of the panes' proxies; the others follow it. */
  proxies: number;
}

/** How to start the demo. */
export interface DemoOptions {
  ports: DemoPorts;
  /** Where the database is kept; absent: in memory. */
  dataDir?: string;
  /** Whether the database gets the project's tables and its people. Default: true. */
  schema?: boolean;
  /** More folders for the page server, by path. */
  folders?: Readonly<Record<string, string>>;
  log?: (line: string) => void;
}

/** The whole demo, running. */
export interface Demo {
  /** The address of the page. */
  readonly url: string;
  /** Where its embedded pages load the widgets from. */
  readonly bundle: string;
  readonly backend: Backend;
  /** Each pane's connection to the backend, by the name of the pane. */
  readonly proxies: Readonly<Record<string, FaultProxy>>;
  close(): Promise<void>;
}

/** Ports that the system chooses, for tests. */
export const ANY_PORTS: DemoPorts = { pages: 0, backend: 0, bundle: 0, proxies: 0 };

const folderOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Starts backend, proxies and pages. What has been started is closed again when a later part fails. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const started: { close(): Promise<void> }[] = [];
  const close = async (): Promise<void> => {
    for (const part of started.splice(0).reverse()) await part.close();
  };
  const keep = <T extends { close(): Promise<void> }>(part: T): T => (started.push(part), part);
  try {
    const backend = keep(await startOwnBackend(options));
    const proxies = await startProxies(backend.port, options.ports.proxies, keep);
    const bundle = keep(await startBundle(options.ports.bundle, CDN_FOLDER));
    const pages = keep(await startOwnPages(options, backend, bundle.url, proxies));
    return { url: pages.url, bundle: bundle.url, backend, proxies, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startOwnBackend({ ports, dataDir, schema = true, log }: DemoOptions): Promise<Backend> {
  const port = await freePort(ports.backend);
  return startBackend({
    port,
    schema,
    seed: schema,
    ...(dataDir === undefined ? {} : { dataDir }),
    ...(log ? { log } : {}),
  });
}

async function startProxies(
  target: number,
  firstPort: number,
  keep: (proxy: FaultProxy) => FaultProxy,
): Promise<Record<string, FaultProxy>> {
  const proxies: Record<string, FaultProxy> = {};
  for (const [index, { pane }] of CAST.entries()) {
    const port = firstPort === 0 ? 0 : firstPort + index;
    proxies[pane] = keep(await startFaultProxy({ target, port }));
  }
  return proxies;
}

/** What pages of ours need besides the widgets: scripts, styles and drawings of their own; and what none of them does. */
const OWN: Policy = {
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
};

async function startOwnPages(
  options: DemoOptions,
  backend: Backend,
  bundle: string,
  proxies: Record<string, FaultProxy>,
): Promise<Pages> {
  const key = backend.keys.publishable;
  const panes = Object.entries(proxies).map(([pane, { url }]) => [pane, url]);
  const demo = await documentedPolicy({ cdn: "'self'", project: 'http://127.0.0.1:*' });
  const strict = await documentedPolicy({ cdn: bundle, project: backend.url });
  return startPages({
    port: options.ports.pages,
    folders: { '/': folderOf('../'), '/cdn/': CDN_FOLDER, ...options.folders },
    policies: {
      '/': headerOf(withOwn(demo, { ...OWN, 'connect-src': ["'self'"] })),
      '/embed/': '',
      '/embed/strict.html': headerOf(withOwn(strict, OWN)),
    },
    values: { url: backend.url, key, cdn: bundle },
    settings: { key, urls: Object.fromEntries(panes) },
    proxies,
  });
}
