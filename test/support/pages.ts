import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext } from 'puppeteer-core';
import { ensureCdn } from '../../demo/server/cdn.ts';
import { ANY_PORTS, startDemo, type Demo } from '../../demo/server/demo.ts';
import { CAST, MARIE_ID, PASSWORD, type Role } from '../../demo/page/cast.ts';
import { keepSession } from '../../demo/page/session-keeper.ts';
import { launchBrowser } from './browser-launch.ts';
import { openScreen, type Screen } from './pages-screen.ts';

/** The user id of Irène Joliot-Curie, who may edit Marie's timeline. */
export const IRENE_ID = '00000000-0000-4000-8000-000000000003';

/** Who looks at what, and how the page of that person is set up. */
export interface Visit {
  /** Who signs in; absent: nobody. */
  as?: Role['pane'];
  /** Whose timeline; default: Marie's. */
  timeline?: string;
  /** Events that the host page shows in markup of its own. */
  mark?: readonly string[];
  /** In which of the two browsers; default: Marie in the first, all others in the second. */
  browser?: 0 | 1;
  /** The project's address, when it is not the real one. */
  url?: string;
  /** The project's key, when it is not the real one. */
  key?: string;
  /** The browser profile, when it is not a fresh one. */
  profile?: BrowserContext;
}

/** The whole product, running: a backend with its people, a page server, and two browser processes. */
export interface Stage {
  readonly demo: Demo;
  /** A browser profile of its own, with nothing stored in it. */
  profile(browser: 0 | 1): Promise<BrowserContext>;
  /** Opens a page for somebody. */
  visit(visit: Visit): Promise<Screen>;
  /** Writes an event on Marie's timeline, as Marie, past all browsers. */
  addEvent(title: string, more?: object): Promise<{ id: string }>;
  /** The event as the database has it. */
  rowOf(id: string): Promise<Record<string, unknown>>;
  /** Every id and text of Marie's events and their comments, deleted ones included. */
  secretsOfMarie(): Promise<string[]>;
  /** Closes the pages that are open and mends all connections. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

const folderOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** The fixture page, and what it imports from the demo by its path in the repository. */
const FOLDERS = { '/fixture/': folderOf('../pages/fixture/'), '/demo/': folderOf('../../demo/') };

/** Starts everything, in memory and on free ports, with the widgets as they are by now. */
export async function openStage(): Promise<Stage> {
  await ensureCdn();
  const demo = await startDemo({ ports: ANY_PORTS, folders: FOLDERS });
  const browsers = await Promise.all([launchBrowser(), launchBrowser()]);
  const profiles = new Set<BrowserContext>();
  const marie = tokenOf(demo, 'marie');

  const profile = async (browser: 0 | 1): Promise<BrowserContext> => {
    const made = await browsers[browser].createBrowserContext();
    profiles.add(made);
    return made;
  };
  const reset = async (): Promise<void> => {
    Object.values(demo.proxies).forEach((proxy) => proxy.set({ cut: false, latency: 0 }));
    await Promise.all([...profiles].map((open) => open.close()));
    profiles.clear();
  };
  return {
    demo,
    profile,
    reset,
    visit: async (visit) => {
      const browser = visit.browser ?? (visit.as === 'marie' ? 0 : 1);
      return openScreen(visit.profile ?? (await profile(browser)), addressOf(demo, visit));
    },
    addEvent: async (title, more = {}) => insertEvent(demo, await marie(), { title, ...more }),
    rowOf: async (id) => {
      const { rows } = await demo.backend.database.query('select * from public.life_events where id = $1', [
        id,
      ]);
      return rows[0]!;
    },
    secretsOfMarie: () => secretsOf(demo, MARIE_ID),
    close: async () => {
      await Promise.all(browsers.map(closeBrowser));
      await demo.close();
    },
  };
}

/** A browser that does not end in time is ended. */
async function closeBrowser(browser: Browser): Promise<void> {
  const timer = setTimeout(() => browser.process()?.kill('SIGKILL'), 5_000);
  await browser.close().finally(() => clearTimeout(timer));
}

function addressOf(demo: Demo, visit: Visit): string {
  const role = CAST.find(({ pane }) => pane === visit.as);
  const query = new URLSearchParams({
    url: visit.url ?? demo.proxies[visit.as ?? 'camille']!.url,
    key: visit.key ?? demo.backend.keys.publishable,
    timeline: visit.timeline ?? MARIE_ID,
  });
  if (role) query.set('email', role.email);
  for (const id of visit.mark ?? []) query.append('mark', id);
  return `${demo.url}/fixture/?${query}`;
}

function tokenOf(demo: Demo, pane: Role['pane']): () => Promise<string> {
  const { email } = CAST.find((role) => role.pane === pane)!;
  const stored = new Map<string, string>();
  return keepSession(
    { url: demo.backend.url, key: demo.backend.keys.publishable, email, password: PASSWORD },
    {
      fetch,
      now: Date.now,
      storage: {
        getItem: (name) => stored.get(name) ?? null,
        setItem: (name, value) => stored.set(name, value),
      },
    },
  );
}

async function insertEvent({ backend }: Demo, token: string, values: object): Promise<{ id: string }> {
  const response = await fetch(`${backend.url}/rest/v1/life_events`, {
    method: 'POST',
    headers: {
      apikey: backend.keys.publishable,
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      prefer: 'return=representation',
    },
    body: JSON.stringify({ user_id: MARIE_ID, start_date: '2020-01-01', ...values }),
  });
  if (!response.ok) throw new Error(`The event could not be written: ${await response.text()}`);
  const [row] = (await response.json()) as [{ id: string }];
  return row;
}

async function secretsOf({ backend }: Demo, owner: string): Promise<string[]> {
  const { rows } = await backend.database.query<{ secret: string }>(
    `select unnest(array[e.id::text, e.title, e.description, c.id::text, c.content]) as secret
     from public.life_events e left join public.event_comments c on c.event_id = e.id
     where e.user_id = $1`,
    [owner],
  );
  const secrets = rows.map(({ secret }) => secret).filter((secret) => secret !== null && secret !== '');
  return [...new Set(secrets)];
}
