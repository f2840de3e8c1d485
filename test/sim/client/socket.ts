import type { Feed, JoinRequest, Line, ServerFrame } from '../server/feed.ts';
import type { Chance } from '../world/chance.ts';
import type { Clock } from '../world/clock.ts';
import type { Faults } from '../world/faults.ts';
import type { Network } from './network.ts';

/** A socket that reconnects by itself after a loss, as Phoenix's client does. */
export interface Socket {
  isConnected(): boolean;
  isConnecting(): boolean;
  /** The heartbeat that waits for its answer. */
  pendingHeartbeat(): string | null;
  connect(): void;
  /** Closes it, and does not come back before the next `connect`. */
  disconnect(): void;
  join(request: JoinRequest): void;
  leave(topic: string, ref: number): void;
  track(topic: string, meta: object): void;
  broadcast(topic: string, event: string, payload: object): void;
  renew(token: string | null): void;
  /** Asks for a sign of life; closes the socket when the one before was not answered. */
  heartbeat(): void;
  /** Closes it from outside, with a code of the protocol (F16). */
  lose(code: number): void;
}

/** What a socket tells. */
export interface SocketEvents {
  onOpen(): void;
  onClose(reason: { wasClean: boolean; code: number; reason: string }): void;
  onFrame(topic: string, ref: number, frame: ServerFrame): void;
}

interface SocketOptions {
  readonly time: Clock;
  readonly chance: Chance;
  readonly faults: Faults;
  readonly network: Network;
  readonly feed: Feed;
  readonly where: number;
  /** Runs something in the tab: later if it is frozen, never if it is gone. */
  readonly inTab: (task: () => void) => void;
  /** A timer of the tab. */
  readonly after: (ms: number, task: () => void) => () => void;
  readonly events: SocketEvents;
}

/** The defaults of realtime-js: pauses before reconnecting, and between heartbeats (milliseconds). */
const RECONNECT_MS = [1000, 2000, 5000, 10_000];
const HEARTBEAT_MS = 25_000;
/** After so long the operating system gives up a handshake that nobody answers. */
const DIAL_TIMEOUT_MS = 21_000;

/** Makes a closed socket. */
export function createSocket(options: SocketOptions): Socket {
  const { time, chance, faults, network, feed, where, inTab, after, events } = options;
  let state: 'closed' | 'dialing' | 'open' = 'closed';
  let line: Line | undefined;
  let generation = 0;
  let tries = 0;
  let unanswered = false;
  let beats = 0;
  let lastArrival = 0;
  let lastDeparture = 0;
  let cancelBeat: (() => void) | undefined;
  let cancelReconnect: (() => void) | undefined;

  const up = (size: number, act: (line: Line) => void): void => {
    const [own, delay] = [line, state === 'open' ? network.frame('up', size) : undefined];
    if (!own || delay === undefined) return;
    lastDeparture = Math.max(lastDeparture, time.now() + delay);
    time.after(lastDeparture - time.now(), () => line === own && act(own));
  };
  const down = (own: number, topic: string, ref: number, frame: ServerFrame): void => {
    const isData = frame.type === 'change' || frame.type === 'broadcast';
    if (isData && faults.strikes('F11', where)) return;
    arrive(own, [topic, ref, frame], isData && faults.strikes('F13', where));
    if (isData && faults.strikes('F12', where)) arrive(own, [topic, ref, frame], true);
  };
  /** In order, unless something on the way changes it. */
  const arrive = (own: number, message: [string, number, ServerFrame], outOfOrder: boolean): void => {
    const delay = network.frame('down', JSON.stringify(message).length);
    if (delay === undefined) return;
    const at = outOfOrder
      ? time.now() + delay + chance.between(0, 500)
      : (lastArrival = Math.max(lastArrival, time.now() + delay));
    time.after(at - time.now(), () =>
      inTab(() => own === generation && state === 'open' && events.onFrame(...message)),
    );
  };
  const open = (own: number): void => {
    if (own !== generation || state !== 'dialing') return;
    state = 'open';
    tries = 0;
    unanswered = false;
    line = feed.open((topic, ref, frame) => down(own, topic, ref, frame));
    beat();
    events.onOpen();
  };
  const beat = (): void => {
    cancelBeat?.();
    cancelBeat = after(HEARTBEAT_MS, () => (heartbeat(), state === 'open' && beat()));
  };
  const heartbeat = (): void => {
    if (state !== 'open') return;
    if (unanswered) return lose(1000);
    unanswered = true;
    beats += 1;
    const own = generation;
    up(20, () => {
      const delay = network.frame('down', 20);
      if (delay !== undefined)
        time.after(delay, () => inTab(() => void (own === generation && (unanswered = false))));
    });
  };
  const shut = (): void => {
    generation += 1;
    state = 'closed';
    line?.end();
    line = undefined;
    cancelBeat?.();
  };
  const lose = (code: number): void => {
    if (state === 'closed') return;
    shut();
    events.onClose({ wasClean: false, code, reason: '' });
    tries += 1;
    cancelReconnect?.();
    cancelReconnect = after(RECONNECT_MS[tries - 1] ?? 10_000, connect);
  };
  const connect = (): void => {
    if (state !== 'closed') return;
    cancelReconnect?.();
    state = 'dialing';
    generation += 1;
    const own = generation;
    const result = network.dial();
    const fail = (): void => inTab(() => own === generation && lose(1006));
    if (result === 'refused') time.after(5, fail);
    else if (result === 'stalled') time.after(DIAL_TIMEOUT_MS, fail);
    else time.after(result, () => inTab(() => open(own)));
  };

  return {
    isConnected: () => state === 'open',
    isConnecting: () => state === 'dialing',
    pendingHeartbeat: () => (unanswered ? String(beats) : null),
    connect,
    disconnect() {
      cancelReconnect?.();
      if (state === 'closed') return;
      shut();
      events.onClose({ wasClean: true, code: 1000, reason: '' });
    },
    join: (request) => up(300, (own) => own.join(request)),
    leave: (topic, ref) => up(50, (own) => own.leave(topic, ref)),
    track: (topic, meta) => up(200, (own) => own.track(topic, meta)),
    broadcast: (topic, event, payload) => up(200, (own) => own.broadcast(topic, event, payload)),
    renew: (token) => up(500, (own) => own.renew(token)),
    heartbeat,
    lose,
  };
}
