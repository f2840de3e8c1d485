import type { Page } from 'puppeteer-core';

/** What the browser itself says about a page, whatever the page has done to what scripts can see. */
export interface Witness {
  /** Errors that reached the page or its console, and violations of its policy, so far. */
  readonly complaints: readonly string[];
  /** The origins that something was asked of, so far. */
  origins(): readonly string[];
  /** How many WebSockets were opened so far, and how many still are. */
  sockets(): { opened: number; open: number };
  /** The names that the page's global object has got since the page began. */
  globals(): Promise<readonly string[]>;
}

const BEFORE = 'names before the page began';

/** Follows a page that has not gone anywhere yet. */
export async function witness(page: Page): Promise<Witness> {
  const complaints: string[] = [];
  const asked = new Set<string>();
  const open = new Set<string>();
  let opened = 0;
  const session = await page.createCDPSession();
  session.on('Audits.issueAdded', ({ issue: { code, details } }) => {
    if (code === 'ContentSecurityPolicyIssue') complaints.push(`policy: ${JSON.stringify(details)}`);
  });
  session.on('Log.entryAdded', ({ entry }) => {
    if (entry.level === 'error') complaints.push(`log: ${entry.text} ${entry.url ?? ''}`);
  });
  session.on('Runtime.exceptionThrown', ({ exceptionDetails: { text, exception, url } }) =>
    complaints.push(`uncaught: ${text} ${exception?.description ?? ''} ${url ?? ''}`),
  );
  session.on('Runtime.consoleAPICalled', ({ type, args }) => {
    if (type === 'error')
      complaints.push(`console: ${args.map((arg) => arg.value ?? arg.description).join(' ')}`);
  });
  // The browser draws its own controls from `data:` addresses, which ask nobody.
  session.on('Network.requestWillBeSent', ({ request: { url } }) => {
    if (!url.startsWith('data:')) asked.add(originOf(url));
  });
  session.on('Network.webSocketCreated', ({ requestId, url }) => {
    asked.add(originOf(url));
    open.add(requestId);
    opened += 1;
  });
  session.on('Network.webSocketClosed', ({ requestId }) => open.delete(requestId));
  for (const domain of ['Audits', 'Log', 'Runtime', 'Network'] as const)
    await session.send(`${domain}.enable`);
  await page.evaluateOnNewDocument((name) => {
    const before = new Set(Reflect.ownKeys(globalThis));
    Object.defineProperty(globalThis, Symbol.for(name), { value: before });
  }, BEFORE);
  return {
    complaints,
    origins: () => [...asked].sort(),
    sockets: () => ({ opened, open: open.size }),
    globals: async () => (await page.evaluate(namesSince, BEFORE)).filter((name) => !OF_THE_TEST.test(name)),
  };
}

/** What stands for this test in the page: puppeteer's, and the binding of `openScreen`. */
const OF_THE_TEST = /^(puppeteer|reportViolation$)|names before/;

/** Addresses of one host by HTTP and by WebSocket count as one. */
function originOf(url: string): string {
  return new URL(url.replace(/^ws/, 'http')).origin;
}

/** Runs in the page. */
function namesSince(name: string): string[] {
  const before = (globalThis as unknown as Record<symbol, Set<string | symbol>>)[Symbol.for(name)]!;
  return Reflect.ownKeys(globalThis)
    .filter((key) => !before.has(key))
    .map(String);
}
