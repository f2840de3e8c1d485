import type { Values } from './rows.ts';

/** Something to tell the others on a topic. */
export interface Message {
  readonly event: string;
  readonly payload: Values;
}

/** What waits until it can be sent. */
export interface Outgoing {
  /** Keeps a message for at most `keepMs` milliseconds. Too many: the oldest goes. */
  keep(message: Message, keepMs: number): void;
  /** Hands over what has not expired, in order, and forgets all. */
  take(): readonly Message[];
}

/** A topic keeps at most so many messages. */
const MAX_KEPT = 100;

/** Makes an empty one. */
export function createOutgoing(now: () => number): Outgoing {
  let kept: { message: Message; expires: number }[] = [];
  return {
    keep(message, keepMs) {
      const time = now();
      kept = kept.filter(({ expires }) => expires > time).slice(1 - MAX_KEPT);
      kept.push({ message, expires: time + keepMs });
    },
    take() {
      const time = now();
      const due = kept.filter(({ expires }) => expires > time).map(({ message }) => message);
      kept = [];
      return due;
    },
  };
}
