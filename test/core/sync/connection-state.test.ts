import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NalityError } from '../../../src/core/errors.ts';
import {
  nextState,
  type ConnectionEvent,
  type ConnectionState,
} from '../../../src/core/sync/connection-state.ts';

const error = new NalityError('auth-expired', 'over');
const states = {
  idle: { name: 'idle' },
  connecting: { name: 'connecting', attempt: 3 },
  online: { name: 'online' },
  paused: { name: 'paused', reasons: ['offline'] },
  'needs-auth': { name: 'needs-auth', error },
  failed: { name: 'failed', error },
} satisfies Record<ConnectionState['name'], ConnectionState>;

const events = {
  wanted: { type: 'wanted' },
  unwanted: { type: 'unwanted' },
  answered: { type: 'answered' },
  lost: { type: 'lost' },
  attempted: { type: 'attempted' },
  pause: { type: 'pause', reason: 'offline' },
  resume: { type: 'resume', reason: 'offline' },
  'auth-lost': { type: 'auth-lost', error },
  'gave-up': { type: 'gave-up', error },
} satisfies Record<ConnectionEvent['type'], ConnectionEvent>;

/** Every state × every event, by hand. */
const table: Record<keyof typeof states, Record<keyof typeof events, string>> = {
  idle: {
    wanted: 'connecting 1',
    unwanted: 'idle',
    answered: 'idle',
    lost: 'idle',
    attempted: 'idle',
    pause: 'idle',
    resume: 'idle',
    'auth-lost': 'idle',
    'gave-up': 'idle',
  },
  connecting: {
    wanted: 'connecting 3',
    unwanted: 'idle',
    answered: 'online',
    lost: 'connecting 3',
    attempted: 'connecting 4',
    pause: 'paused offline',
    resume: 'connecting 3',
    'auth-lost': 'needs-auth',
    'gave-up': 'failed',
  },
  online: {
    wanted: 'online',
    unwanted: 'idle',
    answered: 'online',
    lost: 'connecting 1',
    attempted: 'online',
    pause: 'paused offline',
    resume: 'online',
    'auth-lost': 'needs-auth',
    'gave-up': 'online',
  },
  paused: {
    wanted: 'paused offline',
    unwanted: 'idle',
    answered: 'online',
    lost: 'paused offline',
    attempted: 'paused offline',
    pause: 'paused offline',
    resume: 'connecting 1',
    'auth-lost': 'needs-auth',
    'gave-up': 'paused offline',
  },
  'needs-auth': {
    wanted: 'needs-auth',
    unwanted: 'idle',
    answered: 'online',
    lost: 'connecting 1',
    attempted: 'needs-auth',
    pause: 'needs-auth',
    resume: 'needs-auth',
    'auth-lost': 'needs-auth',
    'gave-up': 'needs-auth',
  },
  failed: {
    wanted: 'connecting 1',
    unwanted: 'idle',
    answered: 'online',
    lost: 'failed',
    attempted: 'failed',
    pause: 'failed',
    resume: 'connecting 1',
    'auth-lost': 'needs-auth',
    'gave-up': 'failed',
  },
};

function describe(state: ConnectionState): string {
  if (state.name === 'connecting') return `connecting ${state.attempt}`;
  return state.name === 'paused' ? `paused ${state.reasons.join()}` : state.name;
}

for (const [from, row] of Object.entries(table)) {
  test(`from ${from}, every event leads where the table says`, () => {
    for (const [event, expected] of Object.entries(row)) {
      const next = nextState(states[from as keyof typeof states], events[event as keyof typeof events]);
      assert.equal(describe(next), expected, `${from} + ${event}`);
    }
  });
}
