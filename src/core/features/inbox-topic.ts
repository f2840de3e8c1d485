import { openWhile } from '../lib/open-while.ts';
import { computed } from '../lib/signal.ts';
import type { ChannelSpec } from '../sync/channel.ts';
import type { FeatureContext } from './feature-context.ts';
import { askAtJoins, onRights } from './rights.ts';

/**
 * The topic that is a person's alone: their notifications, and the database's hint (`rights`) that a timeline or family is
 * shared with them, or no more. Whoever opens it opens it like this, so that it is joined once.
 */
export function inboxTopic(person: string, { feedOf }: Pick<FeatureContext, 'feedOf'>): ChannelSpec {
  return feedOf(`notifications:${person}`, [{ table: 'user_notifications', filter: `user_id=eq.${person}` }]);
}

/** Asks again whenever something is shared with me, or no more. */
export function followRightsOfMine(ask: () => void, context: FeatureContext, until: AbortSignal): void {
  const { me, channels } = context;
  const signedIn = computed([me], (id) => id !== undefined);
  openWhile(signedIn, until, (open) => {
    if (!open) return;
    const spec = inboxTopic(me.get() ?? '', context);
    const { state } = channels.open(spec, { onBroadcast: onRights(ask) }, open);
    askAtJoins(state, ask, open);
  });
}
