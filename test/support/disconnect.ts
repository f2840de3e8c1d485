import type { SupabaseClient } from '@supabase/supabase-js';

/**
 * Ends a client's connection. Whoever disconnects with supabase-js leaves a timer of ten seconds behind, which would
 * keep the process of a test that long.
 */
export function disconnect(client: SupabaseClient): void {
  const { setTimeout } = globalThis;
  globalThis.setTimeout = ((task: () => void, delay?: number) =>
    setTimeout(task, delay).unref()) as unknown as typeof setTimeout;
  try {
    void client.realtime.disconnect();
  } finally {
    globalThis.setTimeout = setTimeout;
  }
}
