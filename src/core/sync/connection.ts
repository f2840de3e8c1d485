import type { Environment } from '../environment.ts';
import { NalityError } from '../errors.ts';
import { backoff } from '../lib/backoff.ts';
import { emitter, type Subscribable } from '../lib/emitter.ts';
import { signal, watch, type Readable } from '../lib/signal.ts';
import type { SupabaseLike } from './client.ts';
import { IDLE, nextState, type ConnectionEvent, type ConnectionState } from './connection-state.ts';
import type { IdentityWatch } from './identity.ts';
import type { LineOptions } from './line-options.ts';
import { answers, openSocket } from './socket.ts';

/** The one line to the server that everything shares. */
export interface Connection {
  readonly state: Readable<ConnectionState>;
  /** Speaks up when the page came back from sleep, from the background or from offline: time to check. */
  readonly wakes: Subscribable<void>;
  /**
   * Reads who is connecting, anew at each call. No topic may be joined before.
   *
   * @throws NalityError `offline` when that cannot be told now
   */
  ready(): Promise<void>;
  /** Tells what happened to it. */
  report(event: ConnectionEvent): void;
}

/** The line as its topics see it. */
export interface Line extends Connection {
  /** Whether the socket stands, as far as is known. While it does not, nothing is joined. */
  readonly open: Readable<boolean>;
  /** Checks line and sign-in now, as after sleep. */
  wake(): void;
}

/** What the line is made of. */
export interface ConnectionOptions {
  client: SupabaseLike;
  identity: IdentityWatch;
  environment: Environment;
  line: LineOptions;
  /** Closes the socket, where it is not the page's own. */
  hangUp(): void;
  until: AbortSignal;
}

/** A socket that does not answer for so long is taken for dead. */
const VERIFY_MS = 5_000;
/** A page that wakes says so in several ways at once. */
const WAKE_MS = 100;
/** A line that nobody needs is hung up only then: whoever goes from one view to the next needs it again before. */
const IDLE_MS = 30_000;

/** Makes the line. It connects when the first topic is wanted. */
export function createConnection(options: ConnectionOptions): Line {
  const { identity, environment, until } = options;
  const state = signal<ConnectionState>(IDLE);
  const open = signal(false);
  const wakes = emitter<void>();
  let cancelWake: (() => void) | undefined;

  const report = (event: ConnectionEvent): void => {
    const before = state.get();
    const next = nextState(before, event);
    const futile = next.name === 'connecting' && !environment.online.get();
    const now = futile ? nextState(next, { type: 'pause', reason: 'offline' }) : next;
    if (now === before) return;
    if (now.name === 'online') open.set(true);
    else if (now.name !== 'needs-auth') open.set(false);
    state.set(now);
    if (state.get() === now) dialler.follow(before, now);
  };
  const dialler = createDialler(options, open, report);
  const verify = async (): Promise<void> => {
    const { name } = state.get();
    if (name === 'failed') report({ type: 'wanted' });
    if (name === 'online' || name === 'needs-auth') {
      if (await answersSoon(options, until)) return;
      report({ type: 'lost' });
    }
    dialler.hurry(state.get());
  };
  const ready = async (): Promise<void> => void (await identity.refresh());
  /** The readers wait for the sign-in alone: what they ask needs no socket. */
  const check = async (): Promise<void> => {
    void verify();
    await ready().catch((error: unknown) => environment.log('warn', 'Could not read the sign-in.', error));
    if (!until.aborted) wakes.emit();
  };
  const wake = (): void => {
    cancelWake?.();
    cancelWake = environment.after(WAKE_MS, () => void check());
  };

  watch(
    environment.online,
    (online) => report({ type: online ? 'resume' : 'pause', reason: 'offline' }),
    until,
  );
  const stopWakes = environment.wakes(wake);
  until.addEventListener('abort', () => {
    stopWakes();
    cancelWake?.();
    report({ type: 'unwanted' });
    dialler.end();
    options.hangUp();
  });
  return { state, open, wakes, report, ready, wake };
}

/** What makes the attempts to connect. */
interface Dialler {
  /** Plans or ends attempts as a new state asks for it. */
  follow(before: ConnectionState, now: ConnectionState): void;
  /** Makes the attempt that is waited for now. */
  hurry(now: ConnectionState): void;
  /** Ends whatever is under way or planned. */
  end(): void;
}

/**
 * The one loop of attempts, where the socket is ours. That of a page's own client is its library's: it skips the sign-in
 * and sleeps in the background.
 */
function createDialler(
  { client, environment, line, hangUp }: ConnectionOptions,
  open: { set(open: boolean): void },
  report: (event: ConnectionEvent) => void,
): Dialler {
  let dialling = new AbortController();
  let cancel: (() => void) | undefined;

  const stop = (): void => {
    cancel?.();
    dialling.abort();
    dialling = new AbortController();
  };
  const attempt = async (number: number, until: AbortSignal): Promise<void> => {
    const reached = await reach(until).catch((error: unknown) => {
      environment.log('warn', 'No socket can be opened from this page.', error);
      return false;
    });
    if (until.aborted) return;
    if (reached) return report({ type: 'answered' });
    hangUp();
    report(number < line.maxReconnectAttempts ? { type: 'attempted' } : gaveUp(number));
  };
  const reach = async (until: AbortSignal): Promise<boolean> => {
    const { realtime } = client;
    const { after } = environment;
    if (!realtime.isConnected()) {
      const isOpen = await openSocket(realtime, { ms: line.timeoutMs, after, until });
      if (!isOpen || until.aborted) return false;
      open.set(true);
    }
    return answersSoon({ client, environment, line }, until);
  };
  const dial = (number: number): void => {
    stop();
    void attempt(number, dialling.signal);
  };
  return {
    follow(before, now) {
      stop();
      if (now.name === 'idle') cancel = environment.after(IDLE_MS, hangUp);
      if (now.name !== 'connecting') return;
      const first = before.name === 'idle' || before.name === 'paused' || before.name === 'failed';
      if (first) return dial(now.attempt);
      if (before.name !== 'connecting') hangUp();
      const pause = backoff(now.attempt, { ...line.reconnect, random: environment.random });
      cancel = environment.after(pause, () => dial(now.attempt));
    },
    hurry: (now) => now.name === 'connecting' && dial(now.attempt),
    end: stop,
  };
}

function answersSoon(
  { client, environment: { after }, line }: Pick<ConnectionOptions, 'client' | 'environment' | 'line'>,
  until: AbortSignal,
): Promise<boolean> {
  return answers(client.realtime, { ms: Math.min(VERIFY_MS, line.timeoutMs), after, until });
}

function gaveUp(attempts: number): ConnectionEvent {
  const error = new NalityError('offline', `Gave up after ${attempts} attempts to connect.`);
  return { type: 'gave-up', error };
}
