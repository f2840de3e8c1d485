import type { Environment } from '../environment.ts';
import { budget } from '../lib/budget.ts';
import { watch } from '../lib/signal.ts';
import type { Line } from './connection.ts';

/** Where topics wait to be joined. */
export interface JoinQueue {
  /** Calls `join` as soon as the line stands and it is its turn. Returns the function that gives the turn up. */
  enter(join: () => void): () => void;
}

/** Joins per second on one socket. The server refuses more than 100 a second of all clients of a project together, and closes the socket of whoever is over it. */
const JOINS = { calls: 5, perMs: 1_000 };

/** Makes the queue of a line. Topics that were lost together come back one after another, not all at once. */
export function createJoinQueue(
  line: Pick<Line, 'open'>,
  environment: Pick<Environment, 'now' | 'after' | 'random'>,
  until: AbortSignal,
): JoinQueue {
  const { now, after, random } = environment;
  const waiting = new Set<() => void>();
  const next = (): void => {
    if (!line.open.get()) return;
    const [join] = waiting;
    if (!join) return;
    waiting.delete(join);
    join();
    if (waiting.size > 0) turns.request();
  };
  const turns = budget(next, {
    ...JOINS,
    now,
    // Half a turn is left to chance: pages that wait for the same server do not meet again.
    after: (ms, task) => after(ms + (random() * JOINS.perMs) / 2, task),
    until,
  });
  watch(line.open, (open) => open && waiting.size > 0 && turns.request(), until);
  return {
    enter(join) {
      const turn = (): void => join();
      waiting.add(turn);
      if (line.open.get()) turns.request();
      return () => void waiting.delete(turn);
    },
  };
}
