import type { PostgrestClient } from 'npm:@supabase/postgrest-js@2.119.1';
import { countOf } from '../_shared/database.ts';
import { Problem } from '../_shared/http.ts';
import { rateLimit } from '../_shared/settings.ts';

const WINDOW_SECONDS = 60;

/**
 * Refuses a person who has written too much in the last minute. `already` of it is what is asked about now.
 *
 * @throws {Problem} `rate-limited`
 */
export async function checkRate(
  db: PostgrestClient,
  person: string,
  table: 'chat_messages' | 'chat_sessions',
  already = 0,
): Promise<void> {
  const since = new Date(Date.now() - WINDOW_SECONDS * 1000).toISOString();
  const count = await countOf(
    db.from(table).select('id', { count: 'exact' }).eq('user_id', person).gt('created_at', since).limit(1),
  );
  if (count - already < rateLimit()) return;
  const words = 'That was a lot within a minute. What you wrote is kept: wait a little, then try again.';
  throw new Problem(429, 'rate-limited', words, WINDOW_SECONDS);
}
