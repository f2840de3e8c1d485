/** How often a push service is asked, and the longest that it is waited for between two times, in milliseconds. */
export const ATTEMPTS = 3;
const LONGEST = 20_000;
const FIRST = 1_000;

/**
 * How long to wait before a message is sent again, in milliseconds; undefined: not at all. What a push service asks for
 * in `Retry-After` is kept; where that is too long, the message is given up.
 *
 * @param attempt how often it was sent, from 1
 * @param status of the answer; undefined when none came
 */
export function pauseBefore(
  attempt: number,
  status: number | undefined,
  retryAfter: string | null,
  now: number,
): number | undefined {
  const passing = status === undefined || status === 429 || status >= 500;
  if (!passing || attempt >= ATTEMPTS) return undefined;
  const pause = askedFor(retryAfter, now) ?? FIRST * 2 ** (attempt - 1);
  return pause <= LONGEST ? pause : undefined;
}

/** Seconds, or a date (RFC 9110, section 10.2.3). */
function askedFor(retryAfter: string | null, now: number): number | undefined {
  if (retryAfter === null) return undefined;
  if (/^\d+$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
