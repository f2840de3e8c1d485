import { setTimeout as sleep } from 'node:timers/promises';
import { findDivergence, judge, unsettled, type EndOfTab, type Verdict } from '../model.ts';
import type { SeedResult } from '../result.ts';
import { scheduleOf, type Grammar } from '../schedule.ts';
import type { Stage } from '../stage.ts';
import { eventually } from '../own-time.ts';
import { openScene, type Scene } from './scene.ts';

/** Tabs have loaded within so many milliseconds; then it begins, come what may. */
const OPENING_MS = 3_000;
/** After everything is mended, so long may it take until all see the same, milliseconds. */
const PATIENCE_MS = 5_000;

/** Runs the schedule of a seed with three tabs of two people, and judges it. */
export async function runSeed(stage: Stage, seed: number, grammar: Grammar): Promise<SeedResult> {
  const schedule = scheduleOf(seed, grammar);
  const scene = await openScene(stage, schedule);
  const { places, record, fired } = scene;
  await eventually(OPENING_MS, () => places.every((place) => place.look().rows.length > 0));
  const start = performance.now();
  for (const { at, place, command } of schedule.steps) {
    await sleep(Math.max(0, start + at - performance.now()));
    scene.perform(place, command);
  }
  await sleep(Math.max(0, start + grammar.ms - performance.now()));
  await scene.heal();
  const convergence = await eventually(PATIENCE_MS, () => isSettled(stage, scene));
  const verdict = await judgeNow(stage, scene, schedule.strategy === 'merge');
  await traceEnd(stage, scene);
  const left = await scene.close();
  return {
    ...verdict,
    diverged: [...verdict.diverged, ...record.aged, ...left],
    seed,
    fired,
    operations: record.writes.filter(({ device }) => device !== 'sql').length,
    convergence,
    trace: [`by the ${schedule.changes} feed, ${schedule.strategy}`, ...record.lines],
  };
}

/** For whoever has to understand a failure. */
async function traceEnd(stage: Stage, { pair, places, record }: Scene): Promise<void> {
  for (const { name, look } of places)
    for (const waiting of look().pending) record.trace(`${name} still has ${JSON.stringify(waiting)}`);
  for (const { row_id, actor, kind, content } of await stage.versions([pair.owner, pair.editor])) {
    const { rev, title, description, location, tags, deleted_at } = content;
    const told = JSON.stringify([rev, title, description, location, tags, deleted_at]);
    record.trace(`${kind} ${row_id} by ${actor === pair.owner ? 'owner' : actor === pair.editor ? 'editor' : 'sql'}: ${told}`);
  }
}

async function isSettled(stage: Stage, { pair, places }: Scene): Promise<boolean> {
  if (places.some((place) => unsettled(place.look().pending).length > 0)) return false;
  return (await endsOf(stage, { pair, places })).every((end) => findDivergence(end).length === 0);
}

async function endsOf(stage: Stage, { pair, places }: Pick<Scene, 'pair' | 'places'>): Promise<EndOfTab[]> {
  const [owners, editors] = await Promise.all([
    stage.readAs(pair.owner, pair.owner),
    stage.readAs(pair.editor, pair.owner),
  ]);
  return places.map(({ name, person, look }) => {
    const fresh = person === pair.owner ? owners : editors;
    return { name, person, fresh, ...look() };
  });
}

async function judgeNow(stage: Stage, { pair, places, record }: Scene, united: boolean): Promise<Verdict> {
  const { writes, decisions, flickers } = record;
  const operations = writes.flatMap(({ operations }) => operations);
  return judge({
    writes,
    decisions,
    flickers,
    united,
    versions: await stage.versions([pair.owner, pair.editor]),
    ledger: await stage.ledger(operations),
    tabs: await endsOf(stage, { pair, places }),
  });
}
