import type { SupabaseClient } from '@supabase/supabase-js';

/**
 * Ends a client's connection. Whoever disconnects with supabase-js leaves a timer of ten seconds behind, which would
 * keep the process of a test that long.
 */
export function disconnect(client: SupabaseClient): void {
  withLooseTimers(() => void client.realtime.disconnect());
}

/** Does something at once whose timers do not keep the process alive. */
export function withLooseTimers<T>(work: () => T): T {
  const { setTimeout } = globalThis;
  globalThis.setTimeout = ((task: () => void, delay?: number) =>
    setTimeout(task, delay).unref()) as unknown as typeof setTimeout;
  try {
    return work();
  } finally {
    globalThis.setTimeout = setTimeout;
  }
}
