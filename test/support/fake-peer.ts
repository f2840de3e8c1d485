import { signal, type Signal } from '../../src/core/lib/signal.ts';
import { createPeers, type Peers } from '../../src/core/sync/peers.ts';
import type { PeerStatus } from '../../src/core/sync/roster.ts';
import type { FakeEnvironment } from './fake-environment.ts';
import type { FakeLine, FakeRoom } from './fake-room.ts';

/** A tab of a person in a fake room. */
export interface FakePeer {
  readonly peers: Peers;
  readonly line: FakeLine;
  readonly status: Signal<PeerStatus>;
  /** Closes the tab. */
  close(): void;
}

/** Opens a tab in a fake room, joined. */
export function sitDown(room: FakeRoom, me: string, environment: FakeEnvironment): FakePeer {
  const line = room.connect();
  const status = signal<PeerStatus>('online');
  const end = new AbortController();
  const { channels } = line;
  const peers = createPeers({ topic: 'room', me, status, channels, environment, until: end.signal });
  line.join();
  return { peers, line, status, close: () => end.abort() };
}

/** Ids of people and things, for reading. */
export const MARIE = '00000000-0000-4000-8000-0000000000a1';
export const IRENE = '00000000-0000-4000-8000-0000000000a2';
export const EVE = '00000000-0000-4000-8000-0000000000a3';
export const RADIUM = '00000000-0000-4000-8000-0000000000b1';
export const POLONIUM = '00000000-0000-4000-8000-0000000000b2';
