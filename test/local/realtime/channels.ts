import type { RealtimeChannel } from '@supabase/supabase-js';

/** Subscribes and resolves when the server has accepted the join; rejects with its reason. */
export function subscribed(channel: RealtimeChannel): Promise<RealtimeChannel> {
  return new Promise((resolve, reject) => {
    channel.subscribe((status, error) => {
      if (status === 'SUBSCRIBED') resolve(channel);
      else reject(error ?? new Error(status));
    });
  });
}
