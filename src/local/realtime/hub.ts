import type { Authorization } from './authorization.ts';
import type { Subscriptions } from './changes/subscriptions.ts';
import type { ReplayRequest } from './join-config.ts';
import type { RateCounter, RealtimeLimits, RealtimePauses } from './limits.ts';
import type { StoredBroadcast } from './outgoing.ts';
import type { Rooms } from './rooms.ts';
import type { Tokens } from './tokens.ts';

/** What all sockets and channels of one server share. */
export interface Hub {
  limits: RealtimeLimits;
  pauses: RealtimePauses;
  rates: Record<'joins' | 'events' | 'changes' | 'presence' | 'requests', RateCounter>;
  /** The project allows no public channels. */
  privateOnly: boolean;
  /** The sockets that have joined something: each counts as a user. */
  users: Set<object>;
  tokens: Tokens;
  authorization: Authorization;
  rooms: Rooms;
  subscriptions: Subscriptions;
  /** Stored messages of a private topic, oldest first. */
  replay(topic: string, request: ReplayRequest): Promise<StoredBroadcast[]>;
  /** Ends every connection, as a server does that wants its clients to come back. */
  disconnectAll(): void;
  log(line: string): void;
}
