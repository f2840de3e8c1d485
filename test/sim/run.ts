import { namespaceOf, signIn } from './acts/browser.ts';
import { closePage } from './acts/tab.ts';
import { perform } from './commands.ts';
import { audit, differenceOf, type Tally } from './model/audit.ts';
import type { Violation } from './model/watch.ts';
import { OWNER, type Page } from './page.ts';
import type { Schedule } from './schedule.ts';
import { SqlError } from './server/sql-error.ts';
import { GUEST, PARTNER, createSimulation, type Simulation } from './simulation.ts';
import type { FaultId } from './world/faults.ts';

/** What a run came to. */
export interface RunResult extends Tally {
  readonly violations: readonly Violation[];
  readonly faults: ReadonlyMap<FaultId, number>;
  /** From the end of all trouble until everything was right, in virtual milliseconds. */
  readonly convergence: number;
  readonly trace: readonly string[];
}

/** Everything has to be right so many milliseconds after the end of all trouble. */
const CONVERGE_MS = 5000;
/** A wedge is something else than being slow: nothing moves any more. */
const WEDGED_MS = 20_000;
const STEP_MS = 100;
/** Far more than a tab needs: what grows without bounds gets here. */
const MOST_TIMERS = 80;

/** Runs a schedule: its commands, then the end of all trouble, then the audit. */
export async function run(schedule: Schedule): Promise<RunResult> {
  const simulation = createSimulation(schedule);
  const { time, chance, faults, trace } = simulation.world;
  const stopListening = listenForErrors(simulation);
  try {
    await time.advance(chance.between(0, 600));
    for (const command of schedule.commands) {
      await time.advance(command.wait);
      perform(simulation, command);
      await time.advance(0);
      simulation.pages.forEach((page) => checkBounds(simulation, page));
    }
    await heal(simulation);
    const convergence = await converge(simulation);
    const tally = audit(simulation);
    await closeAll(simulation);
    return {
      ...tally,
      violations: simulation.violations,
      faults: faults.counts,
      convergence,
      trace: trace.lines,
    };
  } finally {
    stopListening();
  }
}

/** An error that nobody caught is nobody's success. */
function listenForErrors({ fail }: Simulation): () => void {
  const onError = (error: unknown): void =>
    fail({
      invariant: 'uncaught',
      what: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  process.on('uncaughtException', onError);
  process.on('unhandledRejection', onError);
  return () => {
    process.off('uncaughtException', onError);
    process.off('unhandledRejection', onError);
  };
}

/** I11 and I12, between two commands. */
function checkBounds(simulation: Simulation, page: Page): void {
  const { tab, nality, name } = page;
  if (tab.isFrozen() || tab.isGone()) return;
  if (tab.timers() > MOST_TIMERS)
    simulation.fail({ invariant: 'I11', what: `${name} has ${tab.timers()} timers` });
  const status = nality.outbox.status.get();
  const waiting = page.pending().filter(({ state }) => state === 'queued' || state === 'sending').length;
  if (status.pending !== waiting)
    simulation.fail({ invariant: 'I12', what: `${name} says ${status.pending} wait; it is ${waiting}` });
  if (status.durable === tab.isKeptOpen() && waiting > 0)
    simulation.fail({
      invariant: 'I12',
      what: `${name} is durable: ${status.durable}, and asks before it is left or not`,
    });
  checkDurable(simulation, page);
}

/** What is called durable is on the disk, unless somebody has just deleted that; without locks tabs overtake each other. */
function checkDurable({ fail, journal }: Simulation, { nality, tab, name, pending, person }: Page): void {
  const { disk } = tab.browser;
  if (!nality.outbox.status.get().durable || disk.generation > 0 || tab.browser.lacks.locks) return;
  const namespace = namespaceOf(person() || 'anon');
  const isThere = (id: string): boolean => {
    // Another tab may have put parts in its place.
    const texts = Object.values(journal.byOperation(id)?.values ?? {}).map((text) => JSON.stringify(text));
    return (
      disk.holds(namespace, id) || (texts.length > 0 && texts.every((text) => disk.holds(namespace, text)))
    );
  };
  const missing = pending().find(({ id, state, attempted }) => {
    const entry = journal.byOperation(id);
    // What was sent may have been settled by another tab, or thrown away there: its hint is still to come.
    return state === 'queued' && !attempted && entry && !entry.discarded && !isThere(id);
  });
  if (missing) fail({ invariant: 'I12', what: `${name} says durable, and ${missing.id} is not on disk` });
}

/** The end of all trouble: everybody is online, signed in as at first, and has their rights back. */
async function heal(simulation: Simulation): Promise<void> {
  const { world, browsers, pages, watch } = simulation;
  const { server, faults, time, trace } = world;
  trace.add('— all trouble ends');
  faults.heal();
  server.database.abortAll(new SqlError('57P01', 'the end of all trouble'));
  server.restart(0);
  for (const { tab } of pages) tab.thaw();
  await time.advance(50);
  watch.pardonAll();
  server.rights.grant(PARTNER, OWNER, 'edit');
  server.rights.grant(GUEST, OWNER, 'edit');
  for (const browser of browsers) {
    signIn(simulation, browser, browser.world.where % 2 === 0 ? OWNER : PARTNER);
    browser.online.set(false);
    if (!pages.some(({ tab }) => tab.browser === browser)) simulation.open(browser);
  }
  for (const page of pages) {
    page.tab.client.network.reset();
    page.tab.client.tellSignIn();
    if (!page.timeline()) page.mount();
  }
  await time.advance(10);
  for (const browser of browsers) browser.online.set(true);
  for (const { tab } of pages) {
    tab.client.socket.lose(1006);
    tab.show(false);
    tab.show(true);
    tab.wake();
  }
}

/** Lets time pass until everything is right. Answers with how long that took. */
async function converge(simulation: Simulation): Promise<number> {
  const { time } = simulation.world;
  const start = time.now();
  let problem = problemOf(simulation);
  let last = problem;
  while (problem && time.now() - start < WEDGED_MS) {
    await time.advance(STEP_MS);
    last = problem;
    problem = problemOf(simulation);
  }
  const took = time.now() - start;
  if (took > CONVERGE_MS) describeState(simulation);
  if (problem) simulation.fail({ invariant: 'I13', what: `still after ${took} ms: ${problem}` });
  else if (took > CONVERGE_MS)
    simulation.fail({ invariant: 'I4', what: `right only after ${took} ms; last: ${last}` });
  return took;
}

/** What is not yet right; undefined when all is. */
function problemOf(simulation: Simulation): string | undefined {
  for (const page of simulation.pages) {
    const stuck = stuckIn(page);
    if (stuck) return `${page.name}: ${stuck}`;
    const difference = differenceOf(simulation, page);
    if (difference) return `${page.name}: ${difference}`;
  }
  return undefined;
}

/** I9: what waits to be sent, though nothing is in its way. */
function stuckIn(page: Page): string | undefined {
  const held = new Set<string>();
  for (const { id, rowId, state, type } of page.pending()) {
    if (state === 'failed') held.add(rowId);
    if ((state === 'queued' || state === 'sending') && !held.has(rowId))
      return `the ${type} ${id} is ${state}`;
  }
  return undefined;
}

/** Everything that may tell why nothing moves, for the trace. */
function describeState({ world: { trace }, pages, browsers }: Simulation): void {
  for (const { name, nality, tab, pending } of pages) {
    const waiting = pending().map(({ id, type, state }) => `${type} ${id} ${state}`);
    trace.add(
      `${name}: ${JSON.stringify(nality.outbox.status.get())} ${JSON.stringify(tab.leftovers())} ${waiting.join(', ')}`,
    );
  }
  for (const { world, disk, signIn } of browsers)
    for (const kind of disk.kinds(namespaceOf(signIn.person() ?? 'anon')))
      if (!kind.startsWith('cache:'))
        trace.add(
          `browser ${world.where} has ${kind}: ${JSON.stringify(disk.read(namespaceOf(signIn.person()!), kind))}`,
        );
}

async function closeAll(simulation: Simulation): Promise<void> {
  for (const page of [...simulation.pages]) closePage(simulation, page);
  await simulation.world.time.advance(3000);
}
