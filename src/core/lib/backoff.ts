/** How the pauses between attempts grow. */
export interface BackoffOptions {
  /** The pause that the first attempt doubles, in milliseconds. */
  baseMs?: number;
  /** The longest pause, in milliseconds. */
  maxMs?: number;
  /** A number in [0, 1): spreads the attempts of many clients. */
  random?: () => number;
}

/**
 * The pause before attempt `attempt` (1, 2, 3 …): `min(base · 2ⁿ, max)`, of which the upper half is drawn
 * by chance. So a server that comes back is not met by everybody in the same instant.
 */
export function backoff(
  attempt: number,
  { baseMs = 1000, maxMs = 30_000, random }: BackoffOptions = {},
): number {
  const full = Math.min(baseMs * 2 ** attempt, maxMs);
  return random ? full * (0.5 + random() / 2) : full;
}
