import { setTimeout as sleep } from 'node:timers/promises';
import type { EndOfTab } from './evidence.ts';
import { findDivergence, judge, unsettled, type Verdict } from './judge.ts';
import type { Place } from './place.ts';
import type { SeedResult } from './result.ts';
import { scheduleOf, type Grammar, type Schedule } from './schedule.ts';
import type { Look } from './seat.ts';
import type { Stage } from './stage.ts';
import { eventually } from './own-time.ts';
import type { Scene } from './scene.ts';

/** Tabs have loaded within so many milliseconds; then it begins, come what may. */
const OPENING_MS = 3_000;
/** After everything is mended, so long may it take until all see the same, milliseconds (I4). */
const PATIENCE_MS = 5_000;
/** A call that was under way when its tab froze is given up after so many milliseconds, and sent again. */
const CALL_MS = 15_000;

/** Sets the scene for a schedule. */
export type OpenScene = (stage: Stage, schedule: Schedule) => Promise<Scene>;

/** Runs the schedule of a seed, and judges it. */
export async function runSeed(
  stage: Stage,
  seed: number,
  grammar: Grammar,
  openScene: OpenScene,
): Promise<SeedResult> {
  const schedule = scheduleOf(seed, grammar);
  const scene = await openScene(stage, schedule);
  const { places, record, fired } = scene;
  await eventually(OPENING_MS, async () =>
    (await looksOf(places)).every((look) => look && look.rows.length > 0),
  );
  const start = performance.now();
  for (const { at, place, command } of schedule.steps) {
    await sleep(Math.max(0, start + at - performance.now()));
    scene.perform(place, command);
  }
  await sleep(Math.max(0, start + grammar.ms - performance.now()));
  await scene.heal();
  const { convergence, verdict } = await watchSettling(stage, scene, schedule.strategy === 'merge');
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
    for (const waiting of (await look())?.pending ?? [])
      record.trace(`${name} still has ${JSON.stringify(waiting)}`);
  for (const { row_id, actor, kind, content, at } of await stage.versions([pair.owner, pair.editor])) {
    const { rev, title, description, location, tags, deleted_at } = content;
    const told = JSON.stringify([rev, title, description, location, tags, deleted_at]);
    record.trace(
      `${kind} ${row_id} by ${actor === pair.owner ? 'owner' : actor === pair.editor ? 'editor' : 'sql'}: ${told}`,
      at,
    );
  }
}

/**
 * Waits until all see the same and nothing that was told to be durable is missing, and judges by that very look: a tab
 * that was killed may have put something to disk of which the others hear a moment later.
 */
async function watchSettling(
  stage: Stage,
  scene: Scene,
  united: boolean,
): Promise<{ convergence: number; verdict: Verdict }> {
  const patience = PATIENCE_MS + (scene.fired.has('F40') ? CALL_MS : 0);
  let verdict: Verdict | undefined;
  const look = async (): Promise<boolean> => {
    const ends = await endsOf(stage, scene);
    if (!ends) return false;
    verdict = await judgeNow(stage, scene, ends, united);
    const waits = ends.some(({ pending }) => unsettled(pending).length > 0);
    return !waits && verdict.lost.length === 0 && ends.every((end) => findDivergence(end).length === 0);
  };
  const convergence = await eventually(patience, look);
  // Whoever is asked at the end has to be able to answer: a tab that cannot is no finding about what it shows.
  if (!verdict) await eventually(patience, async () => (await look(), verdict !== undefined));
  if (!verdict)
    throw new Error(`${(await silentOnes(scene)).join()} never answered.\n${scene.record.lines.join('\n')}`);
  return { convergence, verdict };
}

/** What everybody sees; undefined while a tab does not answer. */
async function endsOf(stage: Stage, { pair, places }: Scene): Promise<EndOfTab[] | undefined> {
  const [owners, editors] = await Promise.all([
    stage.readAs(pair.owner, pair.owner),
    stage.readAs(pair.editor, pair.owner),
  ]);
  const looks = await looksOf(places);
  if (!looks.every((look) => look !== undefined)) return undefined;
  return places.map(({ name, person }, index) => ({
    name,
    person,
    fresh: person === pair.owner ? owners : editors,
    ...looks[index]!,
  }));
}

async function silentOnes({ places }: Scene): Promise<string[]> {
  const looks = await looksOf(places);
  return places.filter((_, index) => !looks[index]).map(({ name }) => name);
}

function looksOf(places: readonly Place[]): Promise<(Look | undefined)[]> {
  return Promise.all(places.map((place) => place.look()));
}

async function judgeNow(
  stage: Stage,
  { pair, record }: Scene,
  tabs: readonly EndOfTab[],
  united: boolean,
): Promise<Verdict> {
  const { writes, decisions, flickers, planned } = record;
  const operations = writes.flatMap(({ operations }) => operations);
  return judge({
    writes,
    decisions,
    flickers,
    planned,
    united,
    versions: await stage.versions([pair.owner, pair.editor]),
    ledger: await stage.ledger(operations),
    tabs,
  });
}
