import type { Environment } from '../environment.ts';
import { budget } from '../lib/budget.ts';
import { signal, watch, type Readable } from '../lib/signal.ts';
import type { ChannelState, PresenceState } from './channel.ts';
import type { Channels } from './channels.ts';
import { claimants, claimed, standing, unclaimed, withoutTabs, RENEW_MS, type Claims } from './claims.ts';
import {
  peersOf,
  personsByTab,
  plausible,
  samePeers,
  type Peer,
  type PeerStatus,
  type PresenceMeta,
} from './presence-state.ts';
import type { Values } from './rows.ts';

/** Who is here, and what they are editing. */
export interface Peers {
  /** Everybody who is here, me included, one entry per person. Empty while the line is lost. */
  readonly people: Readable<readonly Peer[]>;
  /** What the others are editing: per subject their ids, the earliest first. */
  readonly editing: Readable<ReadonlyMap<string, readonly string[]>>;
  readonly state: Readable<ChannelState>;
  /** Tells the others that I am editing something, until the returned function is called. */
  claim(subject: string): () => void;
}

/** Where, and as whom. */
export interface PeersOptions {
  topic: string;
  me: string;
  /** How I am, as the others shall see it. */
  status: Readable<PeerStatus>;
  channels: Channels;
  environment: Environment;
  until: AbortSignal;
}

/** Supabase closes a channel at the sixth presence call in 30 s; one is left in reserve. */
const PRESENCE_BUDGET = { calls: 4, perMs: 30_000 };
/** The product's broadcast for signals between collaborators. */
const EVENT = 'collaboration';

const NOBODY: ReadonlyMap<string, readonly string[]> = new Map();

/** Joins the people of a topic: tells them of me and me of them. */
export function createPeers({ topic, me, status, channels, environment, until }: PeersOptions): Peers {
  const tab = environment.uuid();
  const people = signal<readonly Peer[]>([]);
  const editing = signal(NOBODY);
  /** What I am editing, and in how many places. */
  const mine = new Map<string, number>();
  let claims: Claims = new Map();
  let tabs: ReadonlyMap<string, string> = new Map();
  let cancelTick: (() => void) | undefined;

  const setClaims = (next: Claims): void => {
    claims = standing(next, environment.now());
    const others = new Map([...tabs].filter(([, person]) => person !== me));
    const now = claimants(claims, others);
    if (JSON.stringify([...now]) !== JSON.stringify([...editing.get()])) editing.set(now);
  };
  const onPresence = (told: PresenceState): void => {
    const state = plausible(told);
    const before = tabs;
    tabs = personsByTab(state);
    const next = peersOf(state);
    if (!samePeers(next, people.get())) people.set(next);
    setClaims(withoutTabs(claims, difference(before, tabs)));
    if (difference(tabs, before).size > 0) announceAll();
  };
  const onBroadcast = (event: string, payload: Values): void => {
    const { type, tab: from, data } = payload as unknown as Signal;
    const subject = data?.event_id;
    if (event !== EVENT || typeof from !== 'string' || typeof subject !== 'string' || from === tab) return;
    if (type === 'edit_start') setClaims(claimed(claims, from, subject, environment.now()));
    if (type === 'edit_end') setClaims(unclaimed(claims, from, subject));
  };

  const handle = channels.open(
    { topic, changes: [], feed: false, presenceKey: me },
    { onPresence, onBroadcast },
    until,
  );

  const announce = (type: Signal['type'], subject: string): void => {
    const data = { event_id: subject };
    handle.broadcast(EVENT, { type, user_id: me, tab, data, timestamp: environment.now() } satisfies Signal);
  };
  const announceAll = (): void => {
    for (const subject of mine.keys()) announce('edit_start', subject);
  };
  const tick = (): void => {
    announceAll();
    setClaims(claims);
    cancelTick = environment.after(RENEW_MS, tick);
  };
  const tracking = budget(
    () => {
      const meta: PresenceMeta = {
        user_id: me,
        tab,
        status: status.get(),
        last_seen: new Date(environment.now()).toISOString(),
      };
      const isLive = (): boolean => handle.state.get().name === 'live';
      void handle.track(meta as unknown as Values).then((taken) => !taken && isLive() && tracking.request());
    },
    { ...PRESENCE_BUDGET, now: environment.now, after: environment.after, until },
  );
  /** Without a line nobody can be seen; whoever is still there is told anew after the next join. */
  const onState = ({ name }: ChannelState): void => {
    if (name === 'live') return tracking.request();
    tabs = new Map();
    people.set([]);
    setClaims(new Map());
  };

  watch(handle.state, onState, until);
  until.addEventListener(
    'abort',
    status.subscribe(() => handle.state.get().name === 'live' && tracking.request()),
    { once: true },
  );
  until.addEventListener('abort', () => {
    cancelTick?.();
    for (const subject of mine.keys()) announce('edit_end', subject);
  });
  tick();

  return {
    people,
    editing,
    state: handle.state,
    claim(subject) {
      mine.set(subject, (mine.get(subject) ?? 0) + 1);
      announce('edit_start', subject);
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        const left = (mine.get(subject) ?? 1) - 1;
        if (left > 0) return void mine.set(subject, left);
        mine.delete(subject);
        announce('edit_end', subject);
      };
    },
  };
}

function difference(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): ReadonlySet<string> {
  return new Set([...a.keys()].filter((key) => !b.has(key)));
}

/** A signal between collaborators, as the product has them. */
interface Signal {
  type: 'edit_start' | 'edit_end' | 'cursor_move' | 'selection_change';
  user_id: string;
  tab: string;
  data: { event_id: string };
  timestamp: number;
}
