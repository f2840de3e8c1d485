import type { ServerFrame } from '../server/feed.ts';
import type { Socket } from './socket.ts';

type Listener = (payload: never) => void;
type OnStatus = (status: string, error?: Error) => void;

/** A topic as realtime-js hands it over. */
export interface SimulatedChannel {
  readonly topic: string;
  on(type: string, filter: Readonly<Record<string, unknown>>, listener: Listener): SimulatedChannel;
  subscribe(onStatus?: OnStatus): SimulatedChannel;
  send(message: { type: string; event: string; payload: object }): Promise<string>;
  track(meta: object): Promise<string>;
  untrack(): Promise<string>;
  presenceState(): object;
}

/** The client's side of it. */
export interface ChannelInside {
  readonly outside: SimulatedChannel;
  onSocketOpen(): void;
  onSocketClosed(reason: object): void;
  onFrame(ref: number, frame: ServerFrame): void;
  leave(): void;
}

interface ChannelOptions {
  readonly topic: string;
  readonly config: {
    readonly broadcast?: { readonly replication_ready?: boolean };
    readonly presence?: { readonly key?: string; readonly enabled?: boolean };
  };
  readonly socket: Socket;
  readonly token: () => string | null;
  /** A number that no join had before. */
  readonly nextRef: () => number;
  readonly after: (ms: number, task: () => void) => () => void;
  /** The library forgets a channel that the server has closed. */
  readonly forget: () => void;
}

/** The defaults of realtime-js, in milliseconds. */
const JOIN_TIMEOUT_MS = 10_000;
const REJOIN_MS = [1000, 2000, 5000, 10_000];

/** Makes a channel that is not joined yet. */
export function createChannel(options: ChannelOptions): ChannelInside {
  const { topic, config, socket, token, nextRef, after, forget } = options;
  const listeners: { type: string; filter: Readonly<Record<string, unknown>>; listener: Listener }[] = [];
  let state: 'closed' | 'joining' | 'joined' | 'errored' = 'closed';
  let onStatus: OnStatus = () => undefined;
  let presence: object = {};
  let ref = 0;
  let tries = 0;
  let cancelTimer: (() => void) | undefined;

  const tell = (
    type: string,
    payload: object,
    matches: (filter: Readonly<Record<string, unknown>>) => boolean,
  ) => {
    for (const known of [...listeners])
      if (known.type === type && matches(known.filter)) known.listener(payload as never);
  };
  const join = (): void => {
    cancelTimer?.();
    state = 'joining';
    if (!socket.isConnected()) return;
    const changes = listeners.flatMap(({ type, filter }) =>
      type === 'postgres_changes' ? [filter as unknown as { table: string; filter: string }] : [],
    );
    const presenceKey = config.presence?.enabled ? config.presence.key : undefined;
    const feed = config.broadcast?.replication_ready === true;
    ref = nextRef();
    socket.join({ topic, ref, token: token(), changes, feed, presenceKey });
    cancelTimer = after(JOIN_TIMEOUT_MS, () => {
      state = 'errored';
      onStatus('TIMED_OUT');
      rejoinLater();
    });
  };
  const rejoinLater = (): void => {
    cancelTimer?.();
    if (state !== 'errored' || !socket.isConnected()) return;
    tries += 1;
    cancelTimer = after(REJOIN_MS[tries - 1] ?? 10_000, join);
  };
  const close = (): void => {
    state = 'closed';
    cancelTimer?.();
  };
  const onFrame = (frame: ServerFrame): void => {
    switch (frame.type) {
      case 'joined':
        cancelTimer?.();
        state = 'joined';
        tries = 0;
        return onStatus('SUBSCRIBED');
      case 'refused':
        state = 'errored';
        onStatus('CHANNEL_ERROR', new Error(frame.reason, { cause: { reason: frame.reason } }));
        return rejoinLater();
      case 'closed':
        close();
        forget();
        return onStatus('CLOSED');
      case 'system':
        return tell('system', frame, () => true);
      case 'change':
        return tell(
          'postgres_changes',
          frame.payload,
          (filter) => filter['table'] === frame.payload['table'],
        );
      case 'broadcast':
        return tell(
          'broadcast',
          { ...frame, type: 'broadcast' },
          ({ event }) => event === '*' || event === frame.event,
        );
      case 'presence':
        presence = structuredClone(frame.state);
        return tell('presence', {}, ({ event }) => event === 'sync');
    }
  };

  const outside: SimulatedChannel = {
    topic: `realtime:${topic}`,
    on(type, filter, listener) {
      if (state !== 'closed') throw new Error('A joined channel takes no listeners.');
      listeners.push({ type, filter, listener });
      return outside;
    },
    subscribe(listener) {
      if (listener) onStatus = listener;
      if (!socket.isConnected()) socket.connect();
      join();
      return outside;
    },
    async send({ event, payload }) {
      if (state === 'joined') socket.broadcast(topic, event, structuredClone(payload));
      return 'ok';
    },
    async track(meta) {
      if (state !== 'joined') return 'error';
      socket.track(topic, structuredClone(meta));
      return 'ok';
    },
    untrack: async () => 'ok',
    presenceState: () => presence,
  };
  return {
    outside,
    onFrame(joinRef, frame) {
      if (state !== 'closed' && joinRef === ref) onFrame(frame);
    },
    onSocketOpen() {
      if (state === 'joining' || state === 'errored') join();
    },
    onSocketClosed(reason) {
      if (state === 'closed') return;
      state = 'errored';
      cancelTimer?.();
      onStatus('CHANNEL_ERROR', new Error('the socket was closed', { cause: reason }));
    },
    leave() {
      if (state === 'joined' || state === 'joining') socket.leave(topic, ref);
      close();
    },
  };
}
