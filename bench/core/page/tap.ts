import type { SupabaseLike } from '../../../src/core/sync/client.ts';

/** A changed row as supabase-js hands it over. */
export type Payload = Readonly<Record<string, unknown>>;
export type Listener = (payload: Payload) => void;

type On = (type: string, filter: { table?: string }, listener: Listener) => unknown;

/** The client, in which `wrap` takes the place of every listener for changed life events. */
export function tap<C extends SupabaseLike>(client: C, wrap: (listener: Listener) => Listener): C {
  const open = client.channel.bind(client);
  client.channel = (topic, options) => {
    const channel = open(topic, options) as unknown as { on: On };
    const on = channel.on.bind(channel);
    channel.on = (type, filter, listener) => {
      const ours = type === 'postgres_changes' && filter.table === 'life_events';
      return on(type, filter, ours ? wrap(listener) : listener);
    };
    return channel as never;
  };
  return client;
}
