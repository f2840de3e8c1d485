import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import type { FaultProxy } from '../../demo/server/fault-proxy.ts';
import type { Evidence, Waiting, Write } from '../faults/evidence.ts';
import { judge, unsettled } from '../faults/judge.ts';
import type { Acknowledged } from '../faults/page/baseline-page.ts';
import { actsOf } from '../faults/page/writer.ts';
import { openProfile, type Profile } from '../faults/profile.ts';
import { chanceOf } from '../faults/random.ts';
import type { Fields } from '../faults/schedule.ts';
import type { Report } from '../faults/seat.ts';
import type { Pair, Stage } from '../faults/stage.ts';

/** What a kill is made with. */
export interface Ground {
  readonly stage: Stage;
  /** The browser's line to the server. */
  readonly proxy: FaultProxy;
  /** Where the page is, and the page of the baseline. */
  readonly pages: string;
  readonly baseline: string;
  /** Sets who hears what tabs report. */
  listen(listener: (report: Report | Acknowledged) => void): void;
}

/** What one kill came to. */
export interface Killed {
  /** Writes that the core had called durable. */
  readonly confirmed: number;
  /** Of these, how many were on disk after the restart; the others were on the server already. */
  readonly waiting: number;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  /** What the baseline had acknowledged, and how much of it was gone. */
  readonly acknowledged: number;
  readonly lostByBaseline: number;
  /** How long it took from the mended line until everything was on the server, milliseconds. */
  readonly drained: number;
}

const SHORTEST_MS = 50;
const LONGEST_MS = 1_500;
const DRAIN_MS = 60_000;
/** So many writes may have gone to the server, or to disk, whose reports died with the browser: more than it makes in its life. */
const UNHEARD = 1_000;

/**
 * Lets a tab write, kills its browser at a moment of chance, and looks what is there after the restart.
 *
 * Every kill has a profile of its own. Chromium 156 writes a record of its log as a header and a body: killed between
 * the two it starts well, appends to the torn log, and finds the origin's storage broken, and deletes it, at the start
 * after that. No page can do anything about it, and a run of many kills on one profile would measure nothing else.
 */
export async function killOnce(ground: Ground, seed: number): Promise<Killed> {
  const profile = await openProfile();
  try {
    return await killIn(profile, ground, seed);
  } finally {
    await profile.remove();
  }
}

async function killIn(profile: Profile, ground: Ground, seed: number): Promise<Killed> {
  const { stage, proxy } = ground;
  const chance = chanceOf(seed);
  const pair = await stage.createPair();
  const { writes, acknowledged } = collect(ground, pair);

  const page = await open(profile, ground, pair, 'writing');
  // Whoever may not write yet would be refused without a pause, and the page would never get to anything else.
  await page.waitForFunction(() => window.seat.look().open);
  // Half of them die while they send, half without a connection.
  proxy.set({ cut: chance.percent(50) });
  const beside = await openBaseline(profile, ground);
  await beside.evaluate(() => window.writeBaseline());
  await page.evaluate((seed) => void window.write(seed), seed);
  await sleep(chance.between(SHORTEST_MS, LONGEST_MS));
  await profile.kill();

  proxy.set({ cut: true });
  await profile.start();
  const after = await open(profile, ground, pair, 'restarted');
  const pending = await after.evaluate(storedOperations, pair.owner);
  const kept = new Set(await (await openBaseline(profile, ground)).evaluate(() => window.keptByBaseline()));
  const evidence = async (pending: readonly Waiting[]): Promise<Evidence> => ({
    writes,
    versions: await stage.versions([pair.owner]),
    decisions: [],
    flickers: [],
    planned: unheardOf(seed, writes),
    united: false,
    ledger: await stage.ledger(writes.flatMap(({ operations }) => operations)),
    tabs: [{ name: 'restarted', person: pair.owner, rows: [], fresh: [], pending, open: false }],
  });
  const atRestart = judge(await evidence(pending));

  proxy.set({ cut: false });
  const begin = performance.now();
  await after.reload();
  await drained(after, pair.owner);
  const time = performance.now() - begin;
  const atEnd = judge(await evidence(await after.evaluate(() => [...window.seat.look().pending])));
  return {
    confirmed: writes.filter(({ durable }) => durable).length,
    waiting: unsettled(pending).length,
    lost: [...atRestart.lost, ...atEnd.lost],
    doubled: [...atRestart.doubled, ...atEnd.doubled],
    acknowledged: acknowledged.length,
    lostByBaseline: acknowledged.filter((n) => !kept.has(n)).length,
    drained: time,
  };
}

/** Gathers what the tabs of a person tell. */
function collect({ listen }: Ground, { owner }: Pair): { writes: Write[]; acknowledged: number[] } {
  const writes: Write[] = [];
  const acknowledged: number[] = [];
  listen((report) => {
    if (report.name === 'wrote')
      writes.push({ ...report.write, device: 'browser', tab: 'writing', person: owner, durable: false });
    if (report.name === 'durable') writes.find(({ n }) => n === report.n)!.durable = true;
    if (report.name === 'acknowledged') acknowledged.push(report.n);
  });
  return { writes, acknowledged };
}

/** What the tab may have written after the last write that was heard of: reports come in order. */
function unheardOf(seed: number, writes: readonly Write[]): Fields[] {
  const heard = Math.max(0, ...writes.map(({ n }) => n));
  const unheard: Fields[] = [];
  for (const { n, values } of actsOf(seed)) {
    if (n > heard + UNHEARD) return unheard;
    if (n > heard) unheard.push(values);
  }
  return unheard;
}

async function open(
  profile: Profile,
  { stage, proxy, pages }: Ground,
  { owner }: Pair,
  tab: string,
): Promise<Page> {
  const query = {
    url: proxy.url,
    key: stage.key,
    owner,
    person: owner,
    strategy: 'server_wins',
    hot: owner,
    tab,
  };
  const page = await profile.browser().newPage();
  await page.goto(`${pages}/?${new URLSearchParams(query)}`);
  await page.waitForFunction(() => 'seat' in window);
  return page;
}

async function openBaseline(profile: Profile, { baseline }: Ground): Promise<Page> {
  const page = await profile.browser().newPage();
  await page.goto(baseline);
  await page.waitForFunction(() => 'keptByBaseline' in window);
  return page;
}

/** Runs in the page: the operations of a person as they are on disk, whatever the core makes of them. */
async function storedOperations(owner: string): Promise<Waiting[]> {
  const done = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('IndexedDB gave up.'));
    });
  const found: Waiting[] = [];
  for (const { name = '' } of await indexedDB.databases()) {
    if (!name.endsWith(owner)) continue;
    const database = await done(indexedDB.open(name));
    if (database.objectStoreNames.contains('records')) {
      const records = (await done(
        database.transaction('records').objectStore('records').getAll(),
      )) as Waiting[];
      found.push(...records.filter((record) => record.rowId && record.values));
    }
    database.close();
  }
  return found;
}

/** Waits until nothing is left to be sent, on disk. */
async function drained(page: Page, owner: string): Promise<void> {
  const end = performance.now() + DRAIN_MS;
  while (unsettled(await page.evaluate(storedOperations, owner)).length > 0) {
    if (performance.now() > end) throw new Error('What was on disk after the restart is not sent.');
    await sleep(50);
  }
}
