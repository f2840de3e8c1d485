import type { Environment } from '../environment.ts';
import { budget } from '../lib/budget.ts';
import { watch, type Readable } from '../lib/signal.ts';
import type { ChannelState } from './channel.ts';
import type { ChannelHandle } from './channels.ts';
import type { PeerStatus, PresenceMeta } from './roster.ts';
import type { Values } from './rows.ts';

/**
 * Supabase closes a channel at the sixth presence call in 30 s (realtime PR 1705). One is left in reserve, and five
 * seconds: calls that are sent far enough apart may arrive closer together.
 */
const PRESENCE_BUDGET = { calls: 4, perMs: 35_000 };

/** Who I am on a topic, and how. */
export interface TrackingOptions {
  handle: Pick<ChannelHandle, 'state' | 'track'>;
  me: string;
  tab: string;
  status: Readable<PeerStatus>;
  environment: Pick<Environment, 'now' | 'after'>;
  until: AbortSignal;
}

/**
 * Keeps the server told how I am here: after every join, and whenever it changes. What the budget does not allow at
 * once is told later, as it is then; the last state is never left untold.
 */
export function keepTracked({ handle, me, tab, status, environment, until }: TrackingOptions): void {
  const { now, after } = environment;
  /** How I was when the server last took it, in this join. */
  let taken: PeerStatus | undefined;
  let visit = 0;

  const isUntold = (): boolean => handle.state.get().name === 'live' && taken !== status.get();
  const track = async (): Promise<void> => {
    if (!isUntold()) return;
    const told = status.get();
    const lastSeen = new Date(now()).toISOString();
    const meta: PresenceMeta = { user_id: me, tab, status: told, visit, last_seen: lastSeen };
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
  watch(status, wish, until);
}
