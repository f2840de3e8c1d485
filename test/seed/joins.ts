import type { RealtimeChannel } from '@supabase/supabase-js';

/** What a wish to join a topic comes to: `SUBSCRIBED`, or why not. */
export function joins(channel: RealtimeChannel): Promise<string> {
  return new Promise((resolve) => channel.subscribe((status) => resolve(status)));
}
