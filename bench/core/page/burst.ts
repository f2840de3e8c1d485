import { browserEnvironment } from '../../../src/browser/environment.ts';
import { createNality } from '../../../src/core/nality.ts';
import { longTasks } from './long-tasks.ts';
import { connect, disconnect, draftsFor, followRaw, insert, type Seat } from './seat.ts';
import { until } from './until.ts';
import { timelineFeature } from '../../../src/core/features/timeline.ts';

/** What a burst of rows took, in milliseconds. */
export interface Burst {
  /** From writing them until the last of them was there. */
  total: number;
  /** How long each task was that kept the page from answering. */
  longTasks: number[];
}

/** Rows that are written at once, followed by supabase-js alone or by our timeline. */
export async function burst(way: 'raw' | 'ours', seat: Seat, count: number): Promise<Burst> {
  const client = connect(seat);
  const { arrived, close } = await (way === 'raw' ? openRaw : openOurs)(client, seat, count);
  const writer = connect(seat);
  const drafts = draftsFor(seat, count);
  const tasks = longTasks();
  const start = performance.now();
  void insert(writer, drafts);
  await arrived;
  const total = performance.now() - start;
  const result = { total, longTasks: await tasks.end() };
  await close();
  await disconnect(client);
  return result;
}

type Client = ReturnType<typeof connect>;

interface Follower {
  /** Resolves when all rows are there. */
  arrived: Promise<void>;
  close(): Promise<void>;
}

async function openRaw(client: Client, seat: Seat, count: number): Promise<Follower> {
  const known = new Set<string>();
  let tell = (): void => undefined;
  const arrived = new Promise<void>((resolve) => (tell = resolve));
  await followRaw(client, seat, (id) => known.add(id).size === count && tell());
  return { arrived, close: async () => undefined };
}

async function openOurs(client: Client, seat: Seat, count: number): Promise<Follower> {
  const core = createNality({ client, environment: browserEnvironment() });
  const end = new AbortController();
  const { events, phase } = core.use(timelineFeature, seat.owner, end.signal);
  events.subscribe(() => undefined);
  await until(phase, ({ name }) => name === 'live');
  return {
    arrived: until(events, (rows) => rows.length === count),
    async close() {
      end.abort();
      await core.close();
    },
  };
}
