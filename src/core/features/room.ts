import type { Readable } from '../lib/signal.ts';
import { watchActivity } from '../sync/activity.ts';
import { createPeers, type Peers } from '../sync/peers.ts';
import type { PeerStatus } from '../sync/roster.ts';
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
  open(topic, context, until) {
    const { me, channels, environment } = context;
    context.use(lastSeen, '', until);
    const status = context.use(activity, '', until);
    return createPeers({ topic, me: me.get() ?? '', status, channels, environment, until });
  },
};
