import type { Environment } from '../environment.ts';
import { budget } from '../lib/budget.ts';
import { computed, signal, watch, type Readable } from '../lib/signal.ts';
import type { ChannelState } from './channel.ts';
import type { ChannelHandle } from './channels.ts';
import type { PeerStatus, PresenceMeta } from './roster.ts';
import type { Values } from './rows.ts';

/**
 * Supabase closes a channel at the sixth presence call in 30 s (realtime PR 1705). One is left in reserve, and five
 * seconds: calls that are sent far enough apart may arrive closer together.
 */
const PRESENCE_BUDGET = { calls: 4, perMs: 35_000 };
/** Who wanders about leaves the rest of that to what matters more: whether they are there. */
const VIEW_BUDGET = { calls: 2, perMs: 20_000 };

/** Who I am on a topic, and how. */
export interface TrackingOptions {
  handle: Pick<ChannelHandle, 'state' | 'track'>;
  me: string;
  tab: string;
  status: Readable<PeerStatus>;
  /** The id of the event that I look at; null for none. */
  looksAt: Readable<string | null>;
  environment: Pick<Environment, 'now' | 'after'>;
  until: AbortSignal;
}

/**
 * Keeps the server told how I am here: after every join, and whenever it changes. What the budget does not allow at
 * once is told later, as it is then; the last state is never left untold.
 */
export function keepTracked({ handle, me, tab, status, looksAt, environment, until }: TrackingOptions): void {
  const { now, after } = environment;
  /** How I was when the server last took it, in this join. */
  let taken: Told | undefined;
  let visit = 0;
  const shown = signal(looksAt.get());
  const looking = budget(() => shown.set(looksAt.get()), { ...VIEW_BUDGET, now, after, until });
  const state = computed([status, shown], (how, event): Told => ({ status: how, event_id: event }));

  const isUntold = (): boolean =>
    handle.state.get().name === 'live' && !(taken && isSame(taken, state.get()));
  const track = async (): Promise<void> => {
    if (!isUntold()) return;
    const told = state.get();
    const meta: PresenceMeta = {
      user_id: me,
      tab,
      ...told,
      visit,
      last_seen: new Date(now()).toISOString(),
    };
    taken = told;
    if (!(await handle.track(meta as unknown as Values))) taken = undefined;
    wish();
  };
  const tracking = budget(() => void track(), { ...PRESENCE_BUDGET, now, after, until });
  const wish = (): void => {
    if (isUntold()) tracking.request();
  };
  const onState = ({ name }: ChannelState): void => {
    if (name === 'live') visit += 1;
    else taken = undefined;
    wish();
  };

  watch(handle.state, onState, until);
  watch(state, wish, until);
  watch(looksAt, (event) => event === shown.get() || looking.request(), until);
}

/** How I am here. */
type Told = Pick<PresenceMeta, 'status' | 'event_id'>;

function isSame(a: Told, b: Told): boolean {
  return a.status === b.status && a.event_id === b.event_id;
}
