import { Problem } from '../_shared/http.ts';
import { rateLimit } from '../_shared/settings.ts';

const WINDOW_MS = 60_000;
const MOST_PEOPLE = 10_000;

/** When each person called lately, as far as this process knows: nothing of these calls is in the database. */
const calls = new Map<string, number[]>();

/**
 * Notes the call, and refuses whoever calls too often.
 *
 * @throws {Problem} `rate-limited`
 */
export function checkPace(person: string): void {
  const now = Date.now();
  const recent = (calls.get(person) ?? []).filter((at) => now - at < WINDOW_MS);
  if (recent.length >= rateLimit()) {
    throw new Problem(
      429,
      'rate-limited',
      'That was a lot within a minute. Wait a little, then try again.',
      60,
    );
  }
  if (calls.size >= MOST_PEOPLE) calls.clear();
  calls.set(person, [...recent, now]);
}
