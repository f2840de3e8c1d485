/** Lets messages pass at a steady rate, with some in hand for a burst. */
export interface TokenBucket {
  /**
   * Sends now if the rate allows it, else as soon as it does. While a message waits, a newer one of its kind takes its
   * place in the line: what it told is outdated.
   */
  offer(kind: string, send: () => void): void;
  /** Gives up what waits of a kind. */
  withdraw(kind: string): void;
}

/** How fast messages pass. */
export interface TokenBucketOptions {
  /** Messages per second in the long run. Default: 10. */
  ratePerSecond?: number;
  /** Messages that pass at once after a silence. Default: 10. */
  burst?: number;
  /** Milliseconds, by any clock. */
  now(): number;
  /** Runs a task later; returns the cancel function. */
  after(ms: number, task: () => void): () => void;
  /** When it aborts, whatever waits is given up. */
  until: AbortSignal;
}

/** Makes a full bucket. */
export function tokenBucket({
  ratePerSecond = 10,
  burst = 10,
  now,
  after,
  until,
}: TokenBucketOptions): TokenBucket {
  const price = 1000 / ratePerSecond;
  const waiting = new Map<string, () => void>();
  let credit = burst * price;
  let counted = now();
  let cancel: (() => void) | undefined;

  const drain = (): void => {
    cancel = undefined;
    const time = now();
    credit = Math.min(burst * price, credit + Math.max(0, time - counted));
    counted = time;
    for (const [kind, send] of waiting) {
      if (credit < price) return void (cancel ??= after(Math.ceil(price - credit), drain));
      credit -= price;
      waiting.delete(kind);
      send();
    }
  };

  until.addEventListener('abort', () => (waiting.clear(), cancel?.()), { once: true });
  return {
    offer(kind, send) {
      if (until.aborted) return;
      waiting.set(kind, send);
      if (!cancel) drain();
    },
    withdraw: (kind) => void waiting.delete(kind),
  };
}
