import type { Page } from 'puppeteer-core';
import { figure, type Figure } from './figures.ts';
import type { Replay } from './page/replay.ts';
import type { Recording, Sending } from './page/send-straight.ts';
import { startProject } from './project.ts';
import type { Run } from './run.ts';

/** Of the operations, so many are sent one by one: that takes long, and as long for each. */
const ONE_BY_ONE = 100;

interface Round {
  filled: number;
  ours: Replay;
  batched: Sending;
  /** Extrapolated to all operations, in milliseconds. */
  singly: number;
}

/** How long it takes to send what was written without a connection. */
export async function measureReplay({ stage, rounds, quick, say, fail }: Run): Promise<Figure[]> {
  const size = quick ? 500 : 10_000;
  const project = await startProject(fail);
  const page = await stage.open();
  const taken: Round[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const count = round === 0 ? ONE_BY_ONE : size;
    say(`Sending a queue of ${count} operations, round ${round} of ${rounds} …`);
    const seat = await project.seat();
    const queue = await page.evaluateHandle((...given) => bench.fillQueue(...given), seat, count);
    const filled = await queue.evaluate((inPage) => inPage.filled);
    const ours = await typeWhile(
      page,
      queue.evaluate((inPage) => inPage.send()),
    );
    const recording = await queue.evaluate((inPage) => inPage.recording);
    await queue.dispose();
    const straight = async (what: Recording, size?: number): Promise<Sending> => {
      const to = await project.seat();
      return typeWhile(
        page,
        page.evaluate((...given) => bench.sendStraight(...given), what, to, size),
      );
    };
    const batched = await straight(recording);
    const few = await straight(firstOf(recording, ONE_BY_ONE), 1);
    if (round > 0) taken.push({ filled, ours, batched, singly: (few.total / ONE_BY_ONE) * count });
  }
  await page.browserContext().close();
  await project.end();
  return toFigures(size, taken);
}

function toFigures(count: number, taken: readonly Round[]): Figure[] {
  const part = `Replay of ${count.toLocaleString('en')} queued operations, real backend`;
  const of = (pick: (round: Round) => number): number[] => taken.map(pick);
  return [
    figure(
      [part, 'until all are shown as saved', 'ms'],
      of(({ ours }) => ours.total),
      [
        { name: 'the same calls straight', values: of(({ batched }) => batched.total), max: 2 },
        {
          name: `one by one (extrapolated from ${ONE_BY_ONE})`,
          values: of(({ singly }) => singly),
          max: 1 / 8,
        },
      ],
    ),
    figure(
      [part, 'slowest key meanwhile', 'ms'],
      [Math.max(...of(({ ours }) => ours.slowestKey))],
      [{ name: 'the same calls straight', values: [Math.max(...of(({ batched }) => batched.slowestKey))] }],
      100,
    ),
    figure(
      [part, 'tasks of more than 50 ms, the most in a run', ''],
      [Math.max(...of(({ ours }) => ours.longTasks.length))],
      [],
    ),
    figure(
      [part, 'until all are in the queue on disk', 'ms'],
      of(({ filled }) => filled),
      [],
    ),
  ];
}

/** The first so many operations of a recording. */
function firstOf({ owner, bodies }: Recording, count: number): Recording {
  const calls = bodies.map((body) => JSON.parse(body) as { ops: unknown[] });
  const first: string[] = [];
  let left = count;
  for (const call of calls) {
    const ops = call.ops.slice(0, left);
    if (ops.length > 0) first.push(JSON.stringify({ ...call, ops }));
    left -= ops.length;
  }
  return { owner, bodies: first };
}

/** A person types ten keys a second until the work is done. */
async function typeWhile<T>(page: Page, work: Promise<T>): Promise<T> {
  let done = false;
  const finished = work.finally(() => (done = true));
  while (!done) {
    await page.keyboard.press('a');
    await Promise.race([finished, new Promise((resolve) => setTimeout(resolve, 100))]);
  }
  return finished;
}
