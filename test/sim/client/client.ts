import type { SupabaseLike } from '../../../src/core/sync/client.ts';
import { ANON_KEY } from '../server/tokens.ts';
import { createChannel, type ChannelInside, type SimulatedChannel } from './channel.ts';
import type { Network } from './network.ts';
import { rpcQuery, tableQuery, type Ask } from './query.ts';
import { createSocket, type Socket } from './socket.ts';

/** A page's own Supabase client. */
export interface SimulatedClient {
  readonly client: SupabaseLike;
  readonly socket: Socket;
  readonly network: Network;
  /** Topics that the client still has. */
  readonly channels: number;
  /** Tells whoever follows the sign-in that it has changed. */
  tellSignIn(): void;
  /** Listeners of the sign-in. */
  readonly signInListeners: number;
}

type SocketParts = Omit<Parameters<typeof createSocket>[0], 'events' | 'network'>;

interface ClientOptions extends SocketParts {
  readonly network: Network;
  /** The token of whoever is signed in, renewed if need be; rejects when that cannot be done. */
  readonly accessToken: () => Promise<string | null>;
}

/** Makes a client. Nothing connects before the first channel is subscribed. */
export function createClient(options: ClientOptions): SimulatedClient {
  const { network, inTab, after } = options;
  /** As supabase-js does it, a client whose session cannot be renewed acts as nobody. */
  const accessToken = (): Promise<string | null> => options.accessToken().catch(() => null);
  const getSession = (): Promise<{ data: { session: object | null }; error: Error | null }> =>
    options.accessToken().then(
      (token) => ({ data: { session: token === null ? null : {} }, error: null }),
      (error: Error) => ({ data: { session: null }, error }),
    );
  const channels = new Map<string, ChannelInside>();
  const listeners = new Set<() => void>();
  let pushed: string | null = ANON_KEY;
  let refs = 0;

  const socket = createSocket({
    ...options,
    events: {
      onOpen: () => [...channels.values()].forEach((channel) => channel.onSocketOpen()),
      onClose: (reason) => [...channels.values()].forEach((channel) => channel.onSocketClosed(reason)),
      onFrame: (topic, ref, frame) => channels.get(topic)?.onFrame(ref, frame),
    },
  });
  const ask: Ask = (call, deliver) => {
    let cancel: () => void = () => undefined;
    const tell = (reply: Parameters<typeof deliver>[0]): void => inTab(() => deliver(reply));
    void accessToken().then((token) => (cancel = network.request(token, call, tell)));
    return () => cancel();
  };
  const setAuth = async (): Promise<void> => {
    const token = (await accessToken()) ?? ANON_KEY;
    if (token === pushed) return;
    pushed = token;
    socket.renew(token);
  };
  const client = {
    from: (table: string) => ({ select: (columns: string) => tableQuery(table, columns, ask) }),
    rpc: (name: string, args?: object) => rpcQuery(name, args, ask),
    channel(topic: string, { config = {} }: { config?: object } = {}): SimulatedChannel {
      const channel = createChannel({
        topic,
        config,
        socket,
        token: () => pushed,
        nextRef: () => (refs += 1),
        after,
        forget: () => channels.get(topic) === channel && channels.delete(topic),
      });
      channels.get(topic)?.leave();
      channels.set(topic, channel);
      return channel.outside;
    },
    async removeChannel(channel: SimulatedChannel): Promise<string> {
      for (const [name, inside] of channels)
        if (inside.outside === channel) {
          inside.leave();
          channels.delete(name);
        }
      return 'ok';
    },
    auth: {
      getSession,
      onAuthStateChange(listener: () => void) {
        listeners.add(listener);
        return { data: { subscription: { unsubscribe: () => void listeners.delete(listener) } } };
      },
    },
    realtime: {
      accessToken: async () => (await accessToken()) ?? ANON_KEY,
      setAuth,
      isConnected: socket.isConnected,
      isConnecting: socket.isConnecting,
      isDisconnecting: () => false,
      sendHeartbeat: async () => socket.heartbeat(),
      get pendingHeartbeatRef() {
        return socket.pendingHeartbeat();
      },
      connect: socket.connect,
      disconnect: socket.disconnect,
      endpointURL: () => 'wss://simulated.example/realtime/v1/websocket',
    },
  };
  return {
    client: client as unknown as SupabaseLike,
    socket,
    network,
    get channels() {
      return channels.size;
    },
    tellSignIn: () => [...listeners].forEach((listener) => listener()),
    get signInListeners() {
      return listeners.size;
    },
  };
}
