import type { SupabaseLike } from '../../src/core/sync/client.ts';
import type { FakeEnvironment } from './fake-environment.ts';

type Status = 'SUBSCRIBED' | 'CHANNEL_ERROR' | 'TIMED_OUT' | 'CLOSED';

/** A channel as the library hands it out, whose server a test plays. */
export interface FakeChannel {
  readonly topic: string;
  /** Tells how the join went, or what became of the topic later. */
  tell(status: Status, error?: Error): void;
  readonly sent: readonly { event: string; payload: unknown }[];
  removed: boolean;
}

/** A client without a network: a test says what becomes of every attempt. */
export interface FakeClient {
  readonly client: SupabaseLike;
  /** Every channel that was made, the removed ones too. */
  readonly channels: readonly FakeChannel[];
  readonly socket: FakeSocket;
  /** The token that the page has now; a function is asked. */
  token: string | null | (() => Promise<string | null>);
  /** The tokens that Realtime was given. */
  readonly given: readonly (string | null | undefined)[];
  /** The socket breaks, and all channels hear of it. */
  breakSocket(): void;
}

interface FakeSocket {
  state: 'closed' | 'connecting' | 'open';
  /** What comes of an attempt to connect. */
  next: 'open' | 'fail' | 'stall' | 'throw';
  /** Whether the other end gives signs of life. */
  alive: boolean;
  connects: number;
  hangUps: number;
}

/** How long the network takes, in milliseconds. */
const ROUND_TRIP = 10;

export function fakeClient({ after }: Pick<FakeEnvironment, 'after'>): FakeClient {
  const socket: FakeSocket = { state: 'closed', next: 'open', alive: true, connects: 0, hangUps: 0 };
  const channels: ReturnType<typeof fakeChannel>[] = [];
  const given: (string | null | undefined)[] = [];
  let pending: string | null = null;
  const fake: FakeClient = {
    channels,
    socket,
    token: null,
    given,
    breakSocket() {
      socket.state = 'closed';
      pending = null;
      for (const channel of channels) channel.tell('CHANNEL_ERROR', new Error('socket closed: 1006'));
    },
    client: {
      from: () => ({ select: () => undefined }),
      rpc: () => undefined,
      channel: (topic: string) => {
        const channel = fakeChannel(topic);
        channels.push(channel);
        return channel.library;
      },
      async removeChannel(library: object) {
        for (const channel of channels) if (channel.library === library) channel.removed = true;
        return 'ok';
      },
      realtime: {
        accessToken: async () => (typeof fake.token === 'function' ? fake.token() : fake.token),
        setAuth: async (token?: string | null) => void given.push(token),
        isConnected: () => socket.state === 'open',
        isConnecting: () => socket.state === 'connecting',
        isDisconnecting: () => false,
        connect() {
          socket.connects += 1;
          if (socket.next === 'throw') throw new Error('WebSocket not available');
          const { next } = socket;
          socket.state = 'connecting';
          if (next === 'stall') return;
          after(ROUND_TRIP, () => (socket.state = next === 'open' ? 'open' : 'closed'));
        },
        async disconnect() {
          socket.hangUps += 1;
          socket.state = 'closed';
          pending = null;
          return 'ok';
        },
        endpointURL: () => 'wss://project.supabase.co/realtime/v1/websocket?apikey=key',
        get pendingHeartbeatRef() {
          return pending;
        },
        async sendHeartbeat() {
          if (pending !== null) return fake.breakSocket();
          pending = 'beat';
          if (socket.alive) after(ROUND_TRIP, () => (pending = null));
        },
      },
    } as unknown as SupabaseLike,
  };
  return fake;
}

function fakeChannel(topic: string) {
  let listener: ((status: Status, error?: Error) => void) | undefined;
  const sent: { event: string; payload: unknown }[] = [];
  const channel = {
    topic,
    sent,
    removed: false,
    tell: (status: Status, error?: Error): void => {
      if (!channel.removed) listener?.(status, error);
    },
    library: {
      on: () => channel.library,
      subscribe: (told: typeof listener) => (listener = told),
      send: async (message: { event: string; payload: unknown }) => void sent.push(message),
      track: async () => 'ok',
    } as never,
  };
  return channel;
}
