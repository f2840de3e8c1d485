import type { Readable } from '../lib/signal.ts';
import { watchActivity } from '../sync/activity.ts';
import { createPeers, type Peers, type PeersOptions } from '../sync/peers.ts';
import type { PeerStatus } from '../sync/roster.ts';
import type { FeatureContext } from './feature-context.ts';
import type { Feature } from './feature.ts';
import { keepLastSeen } from './last-seen.ts';

/** Whether the person is at the page. */
const activity: Feature<Readable<PeerStatus>> = {
  name: 'activity',
  open: (_key, { environment }, until) => watchActivity(environment, until),
};

const lastSeen: Feature<void> = {
  name: 'last-seen',
  open: (_key, context, until) =>
    keepLastSeen({ ...context, status: context.use(activity, '', until), until }),
};

/** The people of a topic. Only for somebody who is signed in, and while they are at a topic it is noted that they are here. */
export const roomFeature: Feature<Peers> = {
  name: 'room',
  open: (topic, context, until) => openRoom({ topic }, context, until),
};

/** The people of a topic that may carry rows, too: whoever else holds it has to ask for the same. */
export function openRoom(
  { topic, feed }: Pick<PeersOptions, 'topic' | 'feed'>,
  context: FeatureContext,
  until: AbortSignal,
): Peers {
  const { me, channels, environment } = context;
  context.use(lastSeen, '', until);
  const status = context.use(activity, '', until);
  return createPeers({ topic, feed, me: me.get() ?? '', status, channels, environment, until });
}
