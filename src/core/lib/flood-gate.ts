/** Tells whether somebody who speaks is still listened to. */
export type FloodGate = (sender: string) => boolean;

/** How much is listened to, and by which clock. */
export interface FloodGateOptions {
  /** Messages of one sender that are heard in a second. */
  perSecond: number;
  /** Milliseconds. */
  now(): number;
}

/**
 * Lets so many messages of each sender through in a second, and none beyond. Remembers the senders of the present
 * second alone: ask it only about senders of whom there is a bounded number.
 */
export function floodGate({ perSecond, now }: FloodGateOptions): FloodGate {
  const heard = new Map<string, number>();
  let begun = -Infinity;
  return (sender) => {
    const time = now();
    if (time >= begun + 1000 || time < begun) {
      heard.clear();
      begun = time;
    }
    const count = (heard.get(sender) ?? 0) + 1;
    heard.set(sender, count);
    return count <= perSecond;
  };
}
