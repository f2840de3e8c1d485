import { nodeEnvironment, type NodeEnvironment } from './node-environment.ts';

/** The real network, and a clock of its own. */
export interface PacedEnvironment extends NodeEnvironment {
  /** From now on its clock and new timers run so many times as fast as the real ones. */
  pace(speed: number): void;
}

export function pacedEnvironment(initial = 1): PacedEnvironment {
  const environment = nodeEnvironment();
  let speed = initial;
  let since = Date.now();
  let time = since;
  const now = (): number => time + (Date.now() - since) * speed;
  return {
    ...environment,
    now,
    after: (ms, task) => environment.after(ms / speed, task),
    pace(next) {
      time = now();
      since = Date.now();
      speed = next;
    },
  };
}
