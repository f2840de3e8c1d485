import { createClient, type SupabaseClient } from '@supabase/supabase-js';

/** Where a person sits: at which project, with which token. Their timeline has their own id. */
export interface Seat {
  url: string;
  key: string;
  owner: string;
  token: string;
}

/** A client of supabase-js for a person. */
export function connect({ url, key, token }: Seat, ownFetch: typeof fetch = fetch): SupabaseClient {
  return createClient(url, key, { accessToken: async () => token, global: { fetch: ownFetch } });
}

/** Ends what a client has open. */
export async function disconnect(client: SupabaseClient): Promise<void> {
  await client.removeAllChannels();
  await client.realtime.disconnect();
}

/** Follows the events of a timeline by supabase-js alone; resolves once nothing is missed any more. */
export function followRaw(
  client: SupabaseClient,
  { owner }: Seat,
  onRow: (id: string) => void,
): Promise<void> {
  const rows = { event: '*', schema: 'public', table: 'life_events', filter: `user_id=eq.${owner}` } as const;
  return new Promise((resolve) => {
    client
      .channel(`timeline:${owner}`, { config: { private: true } })
      .on<{ id: string }>('postgres_changes', rows, ({ new: row }) => 'id' in row && onRow(row.id))
      .on('system', {}, (payload: { extension: string; status: string }) => {
        if (payload.extension === 'postgres_changes' && payload.status === 'ok') resolve();
      })
      .subscribe();
  });
}

/** Writes events as a site's own script would; resolves when the server has answered. */
export async function insert(client: SupabaseClient, events: readonly object[]): Promise<void> {
  const { error } = await client.from('life_events').insert(events as never);
  if (error) throw new Error(error.message);
}

interface Draft {
  id: string;
  user_id: string;
  title: string;
  description: string;
  start_date: string;
}

/** So many new events for a timeline, each on a day of its own. */
export function draftsFor({ owner }: Seat, count: number): Draft[] {
  return Array.from({ length: count }, (_, index) => ({
    id: crypto.randomUUID(),
    user_id: owner,
    title: `Event ${index}`,
    description: 'A line of text as long as what people write about an ordinary day of their lives.',
    start_date: new Date(Date.UTC(1900, 0, 1) + index * 86_400_000).toISOString().slice(0, 10),
  }));
}
