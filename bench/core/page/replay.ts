import { browserEnvironment } from '../../../src/browser/environment.ts';
import type { Environment } from '../../../src/core/environment.ts';
import { timelineFeature, type Timeline } from '../../../src/core/features/timeline.ts';
import { signal } from '../../../src/core/lib/signal.ts';
import { createNality } from '../../../src/core/nality.ts';
import { longTasks } from './long-tasks.ts';
import { connect, disconnect, draftsFor, type Seat } from './seat.ts';
import type { Recording, Sending } from './send-straight.ts';
import { typingField } from './typing.ts';
import { until } from './until.ts';

/** What sending a queue took. */
export interface Replay extends Sending {
  /** How long each task was that kept the page from answering, in milliseconds. */
  longTasks: number[];
}

/** A queue that was filled without a connection. */
export interface Queue {
  /** How long it took until all of it was written to disk, in milliseconds. */
  readonly filled: number;
  /** Brings the connection back; resolves once everything is shown as saved. */
  send(): Promise<Replay>;
  /** What was sent. */
  readonly recording: Recording;
}

/** Writes so many events on a timeline while there is no connection. */
export async function fillQueue(seat: Seat, count: number): Promise<Queue> {
  const network = createNetwork();
  const client = connect(seat, network.fetch);
  const environment: Environment = { ...browserEnvironment(), online: network.online };
  const core = createNality({ client, environment });
  const end = new AbortController();
  const timeline = core.use(timelineFeature, seat.owner, end.signal);
  await until(timeline.phase, ({ name }) => name === 'live');
  network.online.set(false);
  const start = performance.now();
  for (const { title, description, start_date } of draftsFor(seat, count))
    timeline.add({ title, description, start_date });
  await core.outbox.saved();
  const filled = performance.now() - start;
  return {
    filled,
    recording: { owner: seat.owner, bodies: network.bodies },
    async send() {
      const stop = timeline.list.subscribe(() => undefined);
      const tasks = longTasks();
      const typing = typingField();
      const begin = performance.now();
      network.online.set(true);
      await allSaved(timeline, count);
      const total = performance.now() - begin;
      const replay = { total, slowestKey: await typing.end(), longTasks: await tasks.end() };
      stop();
      end.abort();
      await core.close();
      await disconnect(client);
      return replay;
    },
  };
}

/** Resolves in the frame in which all are shown as saved. */
async function allSaved({ list }: Timeline, count: number): Promise<void> {
  const areSaved = (): boolean => {
    const rows = list.get();
    return rows.size === count && rows.toArray().every(({ state }) => state === 'saved');
  };
  while (!areSaved()) await new Promise(requestAnimationFrame);
}

/** A network that can be lost, and remembers the writes that went over it. */
function createNetwork() {
  const online = signal(true);
  const bodies: string[] = [];
  const ownFetch: typeof fetch = async (input, init) => {
    if (!online.get()) throw new TypeError('Failed to fetch');
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    if (pathname.endsWith('/nality_apply_ops')) bodies.push(String(init?.body));
    return fetch(input, init);
  };
  return { online, bodies, fetch: ownFetch };
}
