import type { Readable } from '../lib/signal.ts';
import type { ChannelSpec } from '../sync/channel.ts';
import { watchActivity } from '../sync/activity.ts';
import { createPeers, type Peers } from '../sync/peers.ts';
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

/**
 * The people of a topic. Only for somebody who is signed in, and while they are at a topic it is noted that they are here.
 *
 * @param feed the changes that the topic carries besides
 */
export function openRoom(
  topic: string,
  context: FeatureContext,
  until: AbortSignal,
  feed?: ChannelSpec,
): Peers {
  context.use(lastSeen, '', until);
  const status = context.use(activity, '', until);
  return createPeers({ ...context, topic, feed, me: context.me.get() ?? '', status, until });
}

/** The people of a topic that carries nothing else. */
export const roomFeature: Feature<Peers> = { name: 'room', open: openRoom };
