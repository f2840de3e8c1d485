import type { Environment, OpenedSocket } from '../../environment.ts';
import { callSafely } from '../../lib/safely.ts';
import type { ClientChannel, SupabaseLike } from '../client.ts';
import { createChannel, type ChannelEnd, type Wire } from './channel.ts';
import { decodeFrame, encodeFrame } from './frame.ts';

/** Where to, with which key, and as whom. */
export interface RealtimeOptions {
  /** The address of the Supabase project, without a path. */
  readonly url: string;
  readonly key: string;
  /** The token of whoever acts; the key itself for nobody. */
  readonly accessToken: () => Promise<string>;
  /** The pause between two signs of life that are asked for, milliseconds. */
  readonly heartbeatMs: number;
  readonly environment: Pick<Environment, 'openWebSocket' | 'after' | 'log'>;
}

/** `WebSocket.readyState`. */
const [CONNECTING, OPEN, CLOSING] = [0, 1, 2];

/**
 * Supabase Realtime over one socket, as far as the core needs it. It does what it is told and nothing by itself: it neither
 * connects nor joins again, keeps nothing to send later, and holds no timer and no listener while no socket is there.
 */
export function realtimeClient(
  options: RealtimeOptions,
): Pick<SupabaseLike, 'channel' | 'removeChannel' | 'realtime'> {
  const { url, key, accessToken, heartbeatMs, environment } = options;
  const address = `${url.replace(/^http/i, 'ws')}/realtime/v1/websocket?apikey=${encodeURIComponent(key)}&vsn=2.0.0`;
  const channels = new Map<ClientChannel, ChannelEnd>();
  const unread = countUnread(environment);
  let socket: OpenedSocket | undefined;
  let end = new AbortController();
  let refs = 0;
  let token: string | undefined;
  let readings = 0;
  let beat: string | null = null;
  let cancelBeat: (() => void) | undefined;

  const isIn = (state: number | undefined): boolean => socket?.readyState === state;
  const isConnected = (): boolean => isIn(OPEN);
  const wire: Wire = {
    isConnected,
    push: (frame) => void (isConnected() && socket?.send(encodeFrame(frame))),
    nextRef: () => String((refs += 1)),
    token: () => token,
    after: environment.after,
  };

  const connect = (): void => {
    if (isConnected() || isIn(CONNECTING)) return;
    drop();
    end = new AbortController();
    socket = environment.openWebSocket(address, { onMessage: receive, onClose: drop }, end.signal);
    planBeat();
  };
  /** Lets go of the socket, whatever its state, and tells every channel so. */
  const drop = (): void => {
    if (!socket) return;
    socket = undefined;
    beat = null;
    cancelBeat?.();
    end.abort();
    for (const channel of [...channels.values()]) callSafely(channel.lose, undefined);
  };
  const receive = (data: unknown): void => {
    const frame = decodeFrame(data);
    if (!frame) return unread();
    if (frame.topic === 'phoenix' && frame.ref === beat) beat = null;
    for (const channel of [...channels.values()]) channel.receive(frame);
  };

  const planBeat = (): void => {
    cancelBeat?.();
    cancelBeat = environment.after(heartbeatMs, sendHeartbeat);
  };
  const sendHeartbeat = (): void => {
    if (beat !== null) return drop();
    if (!socket) return;
    planBeat();
    if (!isConnected()) return;
    beat = wire.nextRef();
    wire.push({ joinRef: null, ref: beat, topic: 'phoenix', event: 'heartbeat', payload: {} });
    // A token is renewed long before it ends: whoever listens for hours is told of the next one so.
    void setAuth().catch(() => undefined);
  };
  /** Of several readings the last that was begun counts. */
  const setAuth = async (given?: string | null): Promise<void> => {
    const mine = (readings += 1);
    const next = given ?? (await accessToken());
    if (mine !== readings) return;
    token = next;
    for (const channel of channels.values()) channel.renew();
  };

  return {
    channel(topic, { config }) {
      const made = createChannel(topic, config, wire, () => channels.delete(made.channel));
      channels.set(made.channel, made);
      return made.channel;
    },
    removeChannel: async (channel) => channels.get(channel)?.leave(),
    realtime: {
      accessToken,
      setAuth,
      isConnected,
      isConnecting: () => isIn(CONNECTING),
      isDisconnecting: () => isIn(CLOSING),
      connect,
      disconnect: async () => drop(),
      endpointURL: () => address,
      sendHeartbeat: async () => sendHeartbeat(),
      get pendingHeartbeatRef() {
        return beat;
      },
    },
  };
}

/** Counts what could not be read. The developer hears of the first, the tenth, the hundredth: it may come in floods. */
function countUnread({ log }: Pick<Environment, 'log'>): () => void {
  let count = 0;
  let next = 1;
  return () => {
    count += 1;
    if (count < next) return;
    next *= 10;
    log('warn', `Messages of the server that could not be read so far: ${count}. They are left out.`);
  };
}
