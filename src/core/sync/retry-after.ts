/** No server is left in peace for longer, milliseconds: a page that waits any more seems broken. */
const MOST_MS = 60 * 60_000;

/**
 * How long a server asks to be left in peace, milliseconds; undefined when it does not. It tells seconds or a date
 * (`Retry-After`, RFC 9110, 10.2.3); a page of another origin sees it only where the server exposes it.
 *
 * @param now milliseconds since the epoch, for a server that does not tell the time
 */
export function retryAfterOf(headers: Headers, now: number): number | undefined {
  const told = headers.get('retry-after')?.trim() ?? '';
  const ms = /^\d+$/.test(told) ? Number(told) * 1000 : Date.parse(told) - clockOf(headers, now);
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), MOST_MS);
}

/** A date is meant by the server's own clock. */
function clockOf(headers: Headers, now: number): number {
  const told = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(told) ? now : told;
}
