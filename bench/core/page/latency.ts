import { browserEnvironment } from '../../../src/browser/environment.ts';
import { createNality } from '../../../src/core/nality.ts';
import { connect, disconnect, draftsFor, insert, type Seat } from './seat.ts';
import { tap } from './tap.ts';
import { until } from './until.ts';
import { timelineFeature } from '../../../src/core/features/timeline.ts';

/** How one row came: when, in milliseconds after it was written. */
export interface Arrival {
  /** At the callback of supabase-js. */
  raw: number;
  /** At the listener of our timeline. */
  ours: number;
  /** In which frame it was painted: 1 is the next one after the callback. */
  frames: number;
}

/** Rows are written one by one; both times are of the same frame of the same socket. */
export async function latency(seat: Seat, count: number): Promise<Arrival[]> {
  let raw = 0;
  const client = tap(connect(seat), (listener) => (payload) => {
    raw = performance.now();
    listener(payload);
  });
  const core = createNality({ client, environment: browserEnvironment() });
  const end = new AbortController();
  const { events, phase } = core.use(timelineFeature, seat.owner, end.signal);
  const screen = openScreen();
  await until(phase, ({ name }) => name === 'live');
  const arrivals: Arrival[] = [];
  for (const draft of draftsFor(seat, count)) {
    const start = performance.now();
    const told = new Promise<{ ours: number; frames: number }>((resolve) => {
      let before = 0;
      const stop = events.subscribe((rows) => {
        const ours = performance.now();
        if (!rows.some(({ row }) => row.id === draft.id)) return;
        before = screen.at(raw);
        stop();
        void screen.show(draft.id).then((painted) => resolve({ ours, frames: painted - before }));
      });
    });
    void insert(client, [draft]);
    const { ours, frames } = await told;
    arrivals.push({ raw: raw - start, ours: ours - start, frames });
    await new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 30));
  }
  screen.close();
  end.abort();
  await core.close();
  await disconnect(client);
  return arrivals;
}

/** Counts the frames that the page paints. */
function openScreen() {
  const place = document.body.appendChild(document.createElement('p'));
  const { port1, port2 } = new MessageChannel();
  const painted: number[] = [];
  const waiting = new Set<(frame: number) => void>();
  let open = true;
  const next = (): void => {
    if (open) requestAnimationFrame(() => port2.postMessage(null));
  };
  // A task that was queued while a frame was drawn runs after it.
  port1.onmessage = () => {
    painted.push(performance.now());
    for (const tell of waiting) tell(painted.length);
    waiting.clear();
    next();
  };
  next();
  return {
    /** How many frames had been painted at that time. */
    at: (time: number): number => painted.filter((when) => when <= time).length,
    /** Writes a text; resolves with the number of the frame in which it was painted. */
    show(text: string): Promise<number> {
      place.textContent = text;
      return new Promise((resolve) => waiting.add(resolve));
    },
    close(): void {
      open = false;
      place.remove();
    },
  };
}
