import type { Environment } from '../environment.ts';
import { NalityError } from '../errors.ts';
import { backoff } from '../lib/backoff.ts';
import { emitter, type Subscribable } from '../lib/emitter.ts';
import { signal, watch, type Readable } from '../lib/signal.ts';
import type { SupabaseLike } from './client.ts';
import { IDLE, nextState, type ConnectionEvent, type ConnectionState } from './connection-state.ts';
import type { IdentityWatch } from './identity.ts';

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
