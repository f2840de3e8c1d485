import type { Chance } from '../world/chance.ts';
import type { Clock } from '../world/clock.ts';
import type { Faults } from '../world/faults.ts';
import type { Change } from './transaction.ts';
import { broadcastOf, changeOf, deletionOf } from './payloads.ts';
import type { Rights } from './rights.ts';
import { claimsOf } from './tokens.ts';

/** What a client asks for when it joins a topic. */
export interface JoinRequest {
  readonly topic: string;
  /** Tells this join from earlier ones of the same topic. */
  readonly ref: number;
  readonly token: string | null;
  /** Tables to hear of by postgres_changes. */
  readonly changes: readonly { table: string; filter: string }[];
  /** Whether it wants to be told when the database's broadcasts stand. */
  readonly feed: boolean;
  readonly presenceKey: string | undefined;
}

/** What the server sends on a topic. */
export type ServerFrame =
  | { readonly type: 'joined' }
  | { readonly type: 'refused'; readonly reason: string }
  | { readonly type: 'system'; readonly extension: string; readonly status: string; readonly message: string }
  | { readonly type: 'change'; readonly payload: Readonly<Record<string, unknown>> }
  | { readonly type: 'broadcast'; readonly event: string; readonly payload: object }
  | { readonly type: 'presence'; readonly state: Readonly<Record<string, object[]>> }
  | { readonly type: 'closed' };

/** One socket, as the server has it. */
export interface Line {
  join(request: JoinRequest): void;
  leave(topic: string, ref: number): void;
  track(topic: string, meta: object): void;
  broadcast(topic: string, event: string, payload: object): void;
  /** A new token for everything that is joined. */
  renew(token: string | null): void;
  /** The socket is gone. */
  end(): void;
}

/** Tells whoever follows a timeline of what was committed; promises nothing. */
export interface Feed {
  /** Opens a socket. `send` is called in order; what arrives when is the network's business. */
  open(send: Send): Line;
  publish(changes: readonly Change[]): void;
  /** Tells every follower of changes that the replication broke, and says nothing more to them (F17). */
  breakDown(): void;
  /** A frame that no client understands (F20). */
  babble(): void;
  readonly lines: number;
}

/** Sends a frame that belongs to a join. */
type Send = (topic: string, ref: number, frame: ServerFrame) => void;

interface Topic extends JoinRequest {
  live: boolean;
  silent: boolean;
  cancels: (() => void)[];
}

interface OpenLine {
  readonly topics: Map<string, Topic>;
  readonly metas: Map<string, object>;
  readonly send: Send;
}

interface FeedOptions {
  readonly time: Clock;
  readonly chance: Chance;
  readonly faults: Faults;
  readonly rights: Rights;
  readonly clock: () => number;
  readonly isDown: () => boolean;
}

/** Opens the feed. */
export function createFeed(options: FeedOptions): Feed {
  const { time, chance, faults, rights, clock, isDown } = options;
  const lines = new Set<OpenLine>();

  const mayHear = (person: string | null, topic: string): boolean => {
    return rights.can(person, topic.split(':')[1] ?? '', 'view');
  };
  const tellPresence = (topic: string): void => {
    const state: Record<string, object[]> = {};
    for (const { topics, metas } of lines) {
      const key = topics.get(topic)?.presenceKey;
      const meta = metas.get(topic);
      if (key !== undefined && meta) (state[key] ??= []).push(meta);
    }
    for (const { topics, send } of lines) {
      const { presenceKey, ref = 0 } = topics.get(topic) ?? {};
      if (presenceKey !== undefined) send(topic, ref, { type: 'presence', state });
    }
  };
  const drop = (line: OpenLine, name: string): void => {
    for (const cancel of line.topics.get(name)?.cancels ?? []) cancel();
    line.topics.delete(name);
    if (line.metas.delete(name)) tellPresence(name);
  };
  const watchExpiry = (line: OpenLine, topic: Topic): void => {
    const { expires } = claimsOf(topic.token);
    if (expires === Infinity) return;
    const check = (): void => {
      if (claimsOf(topic.token).expires > clock()) return watchExpiry(line, topic);
      faults.struck('F34');
      line.send(topic.topic, topic.ref, {
        type: 'system',
        extension: 'system',
        status: 'error',
        message: 'Token has expired',
      });
      line.send(topic.topic, topic.ref, { type: 'closed' });
      drop(line, topic.topic);
    };
    topic.cancels.push(time.after(expires - clock() + 1, check));
  };
  const goLive = (line: OpenLine, topic: Topic): void => {
    const extension = topic.changes.length > 0 ? 'postgres_changes' : 'system';
    const [status, message] = faults.strikes('F21') ? ['error', 'not published'] : ['ok', 'Subscribed'];
    topic.live = status === 'ok';
    line.send(topic.topic, topic.ref, { type: 'system', extension, status, message });
  };
  const join = (line: OpenLine, request: JoinRequest): void => {
    const { person, expires } = claimsOf(request.token);
    const refuse = (reason: string): void =>
      line.send(request.topic, request.ref, { type: 'refused', reason });
    drop(line, request.topic);
    if (expires <= clock()) return refuse('InvalidJWTToken: Token has expired 1 seconds ago');
    if (!mayHear(person, request.topic)) return refuse('Unauthorized: You do not have permissions to read');
    if (isDown() || faults.strikes('F15')) return refuse('UnableToConnectToTenantDatabase: try again');
    const topic: Topic = { ...request, live: false, silent: false, cancels: [] };
    line.topics.set(request.topic, topic);
    watchExpiry(line, topic);
    line.send(request.topic, request.ref, { type: 'joined' });
    if (request.changes.length === 0 && !request.feed) return;
    // Joined is not yet live: what is committed meanwhile is not told.
    const late = faults.strikes('F14') ? chance.between(1000, 3000) : chance.between(5, 300);
    topic.cancels.push(time.after(late, () => goLive(line, topic)));
  };
  const framesFor = (topic: Topic, change: Change): readonly ServerFrame[] => {
    const { before, after } = change;
    const owner = topic.topic.split(':')[1];
    const { person } = claimsOf(topic.token);
    if (topic.changes.length === 0)
      return after?.user_id === owner && topic.feed ? [broadcastOf(change, faults)] : [];
    if (!after) return [{ type: 'change', payload: deletionOf(before!.id) }];
    // Row level security is asked for every change, and only the new row counts for the filter.
    if (after.user_id !== owner || !rights.can(person, owner, 'view')) return [];
    return [{ type: 'change', payload: changeOf(change, faults) }];
  };
  const publish = (changes: readonly Change[]): void => {
    if (isDown()) return;
    for (const line of lines)
      for (const topic of [...line.topics.values()])
        if (topic.live && !topic.silent)
          for (const frame of changes.flatMap((change) => framesFor(topic, change)))
            line.send(topic.topic, topic.ref, frame);
  };

  return {
    open(send) {
      const line: OpenLine = { topics: new Map(), metas: new Map(), send };
      lines.add(line);
      return {
        join: (request) => join(line, request),
        leave: (topic, ref) => line.topics.get(topic)?.ref === ref && drop(line, topic),
        track(topic, meta) {
          if (!line.topics.has(topic)) return;
          line.metas.set(topic, meta);
          tellPresence(topic);
        },
        broadcast(topic, event, payload) {
          for (const other of lines)
            if (other !== line && other.topics.has(topic))
              other.send(topic, other.topics.get(topic)!.ref, { type: 'broadcast', event, payload });
        },
        renew(token) {
          for (const topic of [...line.topics.values()]) {
            (topic as { token: string | null }).token = token;
            if (mayHear(claimsOf(token).person, topic.topic)) continue;
            line.send(topic.topic, topic.ref, { type: 'closed' });
            drop(line, topic.topic);
          }
        },
        end() {
          for (const name of [...line.topics.keys()]) drop(line, name);
          lines.delete(line);
        },
      };
    },
    publish,
    breakDown() {
      for (const line of lines)
        for (const topic of line.topics.values())
          if (topic.live && topic.changes.length > 0) {
            faults.struck('F17');
            topic.silent = true;
            line.send(topic.topic, topic.ref, {
              type: 'system',
              extension: 'postgres_changes',
              status: 'error',
              message: 'lost',
            });
          }
    },
    babble() {
      for (const line of lines)
        for (const [name, { ref }] of line.topics) {
          faults.struck('F20');
          line.send(name, ref, {
            type: 'change',
            payload: { table: 'life_events', eventType: 'TRUNCATE', new: {}, old: {} },
          });
          line.send(name, ref, {
            type: 'broadcast',
            event: '?',
            payload: { operation: 'ODD', table: 'life_events' },
          });
        }
    },
    get lines() {
      return lines.size;
    },
  };
}
