import type { NalityError } from '../errors.ts';

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

type StateOf<Name> = Extract<ConnectionState, { name: Name }>;
type EventOf<Type> = Extract<ConnectionEvent, { type: Type }>;

/** For every state and every event the next state: the type demands each cell. */
type Table = {
  readonly [Name in ConnectionState['name']]: {
    readonly [Type in ConnectionEvent['type']]: (
      state: StateOf<Name>,
      event: EventOf<Type>,
    ) => ConnectionState;
  };
};

export const IDLE: ConnectionState = { name: 'idle' };
const ONLINE: ConnectionState = { name: 'online' };
const FIRST_ATTEMPT: ConnectionState = { name: 'connecting', attempt: 1 };

const same = (state: ConnectionState): ConnectionState => state;
const idle = (): ConnectionState => IDLE;
const online = (): ConnectionState => ONLINE;
const connect = (): ConnectionState => FIRST_ATTEMPT;
const pause = (_state: ConnectionState, { reason }: EventOf<'pause'>): ConnectionState => ({
  name: 'paused',
  reasons: [reason],
});
const needAuth = (_state: ConnectionState, { error }: EventOf<'auth-lost'>): ConnectionState => ({
  name: 'needs-auth',
  error,
});

/**
 *     idle ──wanted──▶ connecting ──answered──▶ online
 *      ▲                 ▲   │ ▲ ╰─gave-up─▶ failed  │
 *      ╰──unwanted (any) │ pause╰──────lost──────────╯   failed ──wanted, resume──▶ connecting
 *                   resume   ▼
 *                        paused          auth-lost (any but idle) ─▶ needs-auth
 */
const TABLE: Table = {
  idle: {
    wanted: connect,
    unwanted: same,
    answered: same,
    lost: same,
    attempted: same,
    pause: same,
    resume: same,
    'auth-lost': same,
    'gave-up': same,
  },
  connecting: {
    wanted: same,
    unwanted: idle,
    answered: online,
    lost: same,
    attempted: ({ attempt }) => ({ name: 'connecting', attempt: attempt + 1 }),
    pause,
    resume: same,
    'auth-lost': needAuth,
    'gave-up': (_state, { error }) => ({ name: 'failed', error }),
  },
  online: {
    wanted: same,
    unwanted: idle,
    answered: same,
    lost: connect,
    attempted: same,
    pause,
    resume: same,
    'auth-lost': needAuth,
    'gave-up': same,
  },
  paused: {
    wanted: same,
    unwanted: idle,
    answered: online,
    lost: same,
    attempted: same,
    pause: (state, { reason }) =>
      state.reasons.includes(reason) ? state : { name: 'paused', reasons: [...state.reasons, reason] },
    resume: ({ reasons }, { reason }) => {
      const left = reasons.filter((other) => other !== reason);
      return left.length > 0 ? { name: 'paused', reasons: left } : FIRST_ATTEMPT;
    },
    'auth-lost': needAuth,
    'gave-up': same,
  },
  'needs-auth': {
    wanted: same,
    unwanted: idle,
    answered: online,
    lost: connect,
    attempted: same,
    pause: same,
    resume: same,
    'auth-lost': needAuth,
    'gave-up': same,
  },
  failed: {
    wanted: connect,
    unwanted: idle,
    answered: online,
    lost: same,
    attempted: same,
    pause: same,
    resume: connect,
    'auth-lost': needAuth,
    'gave-up': same,
  },
};

/** The next state. */
export function nextState(state: ConnectionState, event: ConnectionEvent): ConnectionState {
  const cell = TABLE[state.name][event.type] as (
    state: ConnectionState,
    event: ConnectionEvent,
  ) => ConnectionState;
  return cell(state, event);
}
