import type { Environment } from '../environment.ts';
import { NalityError } from '../errors.ts';
import { backoff } from '../lib/backoff.ts';
import { emitter, type Subscribable } from '../lib/emitter.ts';
import { signal, watch, type Readable } from '../lib/signal.ts';
import type { SupabaseLike } from './client.ts';
import type { IdentityWatch } from './identity.ts';

/** Why nothing is attempted now. */
export type PauseReason = 'offline';

/** How the line to the server is. Each state carries only what belongs to it. */
export type ConnectionState =
  /** Nobody needs it. */
  | { readonly name: 'idle' }
  | { readonly name: 'connecting'; readonly attempt: number }
  | { readonly name: 'online' }
  | { readonly name: 'paused'; readonly reasons: readonly PauseReason[] }
  /** The sign-in ended: a new one is needed. */
  | { readonly name: 'needs-auth'; readonly error: NalityError }
  /** Given up, or impossible as configured. */
  | { readonly name: 'failed'; readonly error: NalityError };

/** What can happen to the line. */
export type ConnectionEvent =
  | { readonly type: 'wanted' }
  | { readonly type: 'unwanted' }
  /** The server answered a join, with yes or no. */
  | { readonly type: 'answered' }
  | { readonly type: 'lost' }
  | { readonly type: 'attempted' }
  | { readonly type: 'pause'; readonly reason: PauseReason }
  | { readonly type: 'resume'; readonly reason: PauseReason }
  | { readonly type: 'auth-lost'; readonly error: NalityError }
  | { readonly type: 'gave-up'; readonly error: NalityError };

/**
 * The next state.
 *
 *     idle ──wanted──▶ connecting ──answered──▶ online
 *      ▲                 ▲   │ ▲ ╰─gave-up─▶ failed  │
 *      ╰──unwanted (any) │ pause╰──────lost──────────╯   failed ──wanted, resume──▶ connecting
 *                   resume   ▼
 *                        paused          auth-lost (any) ─▶ needs-auth
 */
export function nextState(state: ConnectionState, event: ConnectionEvent): ConnectionState {
  switch (event.type) {
    case 'unwanted':
      return IDLE;
    case 'wanted':
      return state.name === 'idle' || state.name === 'failed' ? FIRST_ATTEMPT : state;
    case 'answered':
      return state.name === 'idle' || state.name === 'online' ? state : ONLINE;
    case 'lost':
      return state.name === 'online' ? FIRST_ATTEMPT : state;
    case 'attempted':
      return state.name === 'connecting' ? { name: 'connecting', attempt: state.attempt + 1 } : state;
    case 'pause':
      return pause(state, event.reason);
    case 'resume':
      return resume(state, event.reason);
    case 'auth-lost':
      return state.name === 'idle' ? state : { name: 'needs-auth', error: event.error };
    case 'gave-up':
      return state.name === 'connecting' ? { name: 'failed', error: event.error } : state;
  }
}

const IDLE: ConnectionState = { name: 'idle' };
const ONLINE: ConnectionState = { name: 'online' };
const FIRST_ATTEMPT: ConnectionState = { name: 'connecting', attempt: 1 };

function pause(state: ConnectionState, reason: PauseReason): ConnectionState {
  if (state.name === 'paused' && !state.reasons.includes(reason))
    return { name: 'paused', reasons: [...state.reasons, reason] };
  return state.name === 'connecting' || state.name === 'online'
    ? { name: 'paused', reasons: [reason] }
    : state;
}

function resume(state: ConnectionState, reason: PauseReason): ConnectionState {
  if (state.name === 'failed') return FIRST_ATTEMPT;
  if (state.name !== 'paused') return state;
  const reasons = state.reasons.filter((other) => other !== reason);
  return reasons.length > 0 ? { name: 'paused', reasons } : FIRST_ATTEMPT;
}

/** The one line to the server that everything shares. */
export interface Connection {
  readonly state: Readable<ConnectionState>;
  /** Speaks up when the page came back from sleep, from the background or from offline: time to check. */
  readonly wakes: Subscribable<void>;
  /** Reads who is connecting, anew at each call. No topic may be joined before. */
  ready(): Promise<void>;
  /** Tells what happened to it. */
  report(event: ConnectionEvent): void;
}

/** What the line is made of. */
export interface ConnectionOptions {
  client: SupabaseLike;
  identity: IdentityWatch;
  environment: Environment;
  /** Closes the socket, where it is not the page's own. */
  hangUp(): void;
  /** Gives up after so many attempts. Default: never. */
  maxReconnectAttempts?: number | undefined;
  until: AbortSignal;
}

/** Opens the line. It connects when the first channel is wanted. */
export function createConnection(options: ConnectionOptions): Connection {
  const { client, identity, environment, hangUp, maxReconnectAttempts = Infinity, until } = options;
  const state = signal<ConnectionState>(IDLE);
  const wakes = emitter<void>();
  let cancelAttempt: (() => void) | undefined;

  const report = (event: ConnectionEvent): void => {
    const before = state.get();
    const next = nextState(before, event);
    const wantedOffline = event.type === 'wanted' && !environment.online.get();
    state.set(wantedOffline ? nextState(next, { type: 'pause', reason: 'offline' }) : next);
    if (before !== state.get()) plan(state.get());
  };
  const plan = (now: ConnectionState): void => {
    cancelAttempt?.();
    if (now.name !== 'connecting') return;
    cancelAttempt = environment.after(
      backoff(now.attempt, { random: environment.random }),
      () => void attempt(now.attempt),
    );
  };
  const attempt = async (number: number): Promise<void> => {
    if (number >= maxReconnectAttempts) {
      hangUp();
      return report({
        type: 'gave-up',
        error: new NalityError('offline', `Gave up after ${number} attempts to connect.`),
      });
    }
    report({ type: 'attempted' });
    await check();
  };
  /** The library's own reconnect skips the sign-in and sleeps in the background; this does neither. */
  const check = async (): Promise<void> => {
    await identity
      .refresh()
      .catch((error: unknown) => environment.log('warn', 'Could not read the sign-in.', error));
    if (state.get().name !== 'connecting') return;
    // A short loss of the network leaves the socket open, and no topic joins anew to tell so.
    if (client.realtime.isConnected()) return report({ type: 'answered' });
    try {
      client.realtime.connect();
    } catch (error) {
      environment.log('warn', 'No socket can be opened from this page.', error);
    }
  };
  const wake = (): void => {
    void check().then(() => wakes.emit());
  };

  watch(
    environment.online,
    (online) => report({ type: online ? 'resume' : 'pause', reason: 'offline' }),
    until,
  );
  until.addEventListener(
    'abort',
    environment.online.subscribe((online) => online && wake()),
  );
  until.addEventListener(
    'abort',
    environment.visible.subscribe((visible) => visible && wake()),
  );
  until.addEventListener('abort', () => {
    report({ type: 'unwanted' });
    hangUp();
  });

  return {
    state,
    wakes,
    report,
    ready: async () => void (await identity.refresh()),
  };
}
