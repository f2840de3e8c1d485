import type { ChannelSpec } from '../sync/channel.ts';
import type { FeatureContext } from './feature-context.ts';

/**
 * The topic that is a person's alone: their notifications, and the database's hint (`rights`) that a timeline or family is
 * shared with them, or no more. Whoever opens it opens it like this, so that it is joined once.
 */
export function inboxTopic(person: string, { feedOf }: Pick<FeatureContext, 'feedOf'>): ChannelSpec {
  return feedOf(`notifications:${person}`, [{ table: 'user_notifications', filter: `user_id=eq.${person}` }]);
}
