import { setTimeout } from 'node:timers/promises';
import type { JSHandle, Page } from 'puppeteer-core';
import { slope } from '../statistics.ts';
import { figure, type Figure } from './figures.ts';
import { openHeap } from './heap.ts';
import type { Coming } from './page/mounting.ts';
import type { Seat } from './page/seat.ts';
import { startProject, type Project } from './project.ts';
import { countResources, readResources, type Resources } from './resources.ts';
import type { Run } from './run.ts';

/** So many timelines come in turn, so that each has ended before it comes again. */
const OWNERS = 8;
const ROWS = 20;
/** Cycles between two looks at the memory. */
const BLOCK = 20;
/** What a timeline or a core leaves for a while, for whoever comes again, is gone after so many milliseconds. */
const GRACE = 2500;
/** A client of Supabase that was disconnected leaves a timer of ten seconds. */
const FAREWELL = 12_000;
/** Milliseconds between two changes of rows that are shown. */
const TRAFFIC = 50;

const KINDS = {
  element: 'nality-timeline',
  lease: 'a timeline of the core',
  core: 'a core with a timeline',
  empty: 'an empty element',
};
type Kind = keyof typeof KINDS;
const COUNTED: readonly Kind[] = ['element', 'lease', 'core'];

/** What is left of timelines that came and went while rows were changing. */
export async function measureMounting({ stage, quick, say, fail }: Run): Promise<Figure[]> {
  const cycles = quick ? 2 * BLOCK : 200;
  const project = await startProject(fail);
  const { seat, owners, traffic } = await furnish(project);
  const left = {} as Record<Kind, Left>;
  for (const kind of Object.keys(KINDS) as Kind[]) {
    say(`Letting ${KINDS[kind]} come and go, ${cycles} times …`);
    const page = await stage.open(countResources);
    left[kind] = await whatIsLeft(page, { kind, seat, owners, cycles });
    await page.browserContext().close();
  }
  await traffic.end();
  await project.end();
  return COUNTED.flatMap((kind) => toFigures(kind, left, cycles));
}

interface Left {
  /** Bytes of the heap after each block. */
  heap: number[];
  /** Instances by class, after all is gone. */
  instances: Record<string, number>;
  /** What is in use after all is gone and was not before anything came. */
  resources: Resources;
}

interface Visit {
  kind: Kind;
  seat: Seat;
  owners: readonly string[];
  cycles: number;
}

async function whatIsLeft(page: Page, { kind, seat, owners, cycles }: Visit): Promise<Left> {
  const heap = await openHeap(page);
  const session = await page.createCDPSession();
  const before = await readResources(page, session);
  const coming: JSHandle<Coming> = await page.evaluateHandle(
    (...[kind, seat, owners]) => bench.comings[kind]!(seat, owners),
    kind,
    seat,
    owners,
  );
  const used: number[] = [];
  for (let done = 0; done <= cycles; done += BLOCK) {
    await coming.evaluate((inPage, times) => inPage.cycle(times), BLOCK);
    await setTimeout(GRACE);
    used.push(await heap.used());
  }
  await coming.evaluate((inPage) => inPage.end());
  await coming.dispose();
  await setTimeout(FAREWELL);
  const instances = await countInstances(page);
  const after = await readResources(page, session);
  const names = Object.keys(after) as (keyof Resources)[];
  const resources = Object.fromEntries(names.map((name) => [name, after[name] - before[name]]));
  return { heap: used, instances, resources: resources as never };
}

async function countInstances(page: Page): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of ['timeline', 'provider', 'socket'] as const) {
    const prototype = await page.evaluateHandle((name): object => bench.prototypes[name], name);
    const found = await page.queryObjects(prototype);
    counts[name] = await found.evaluate((all) => (all as unknown as unknown[]).length);
    await found.dispose();
    await prototype.dispose();
  }
  return counts;
}

function toFigures(kind: Kind, left: Record<Kind, Left>, cycles: number): Figure[] {
  const part = `${cycles} times ${KINDS[kind]}, with live traffic`;
  const { heap, instances, resources } = left[kind];
  const growth = (of: Kind): number[] => [(left[of].heap.at(-1)! - left[of].heap[0]!) / 1000];
  const counts = { ...prefixed('instances left: ', instances), ...prefixed('left in use: ', resources) };
  return [
    figure([part, 'growth of the heap', 'kB'], growth(kind), [], 200),
    figure([part, 'growth of the heap with an empty element', 'kB'], growth('empty'), []),
    figure([part, 'per cycle, by least squares', 'kB'], [slope(heap) / BLOCK / 1000], []),
    ...Object.entries(counts).map(([name, count]) => figure([part, name, ''], [count], [], 0)),
  ];
}

function prefixed(prefix: string, counts: object): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [prefix + name, count as number]));
}

/** People who share their timelines with one, whose events change all the time. */
async function furnish(project: Project) {
  const seat = await project.seat();
  const owners: string[] = [];
  const ids: string[] = [];
  for (let count = 0; count < OWNERS; count += 1) {
    const { owner } = await project.seat();
    owners.push(owner);
    const share = {
      owner_id: owner,
      grantee_kind: 'user',
      grantee_id: seat.owner,
      level: 'view',
      created_by: owner,
    };
    await project.write('POST', 'timeline_shares', share);
    const events = Array.from({ length: ROWS }, (_, index) => ({
      id: crypto.randomUUID(),
      user_id: owner,
      title: `Event ${index}`,
      start_date: `19${10 + index}-01-01`,
    }));
    await project.write('POST', 'life_events', events);
    ids.push(...events.map(({ id }) => id));
  }
  return { seat, owners, traffic: startTraffic(project, ids) };
}

function startTraffic(project: Project, ids: readonly string[]) {
  let open = true;
  const run = async (): Promise<void> => {
    for (let count = 0; open; count += 1) {
      const id = ids[(count * 7) % ids.length]!;
      await project.write('PATCH', `life_events?id=eq.${id}`, { title: `Change ${count}` });
      await setTimeout(TRAFFIC);
    }
  };
  const running = run();
  return {
    async end(): Promise<void> {
      open = false;
      await running;
    },
  };
}
