import type { ChannelSpec } from '../sync/channel.ts';
import type { FeatureContext } from './feature-context.ts';

/**
 * The topic of a timeline: its events and media, and the database's hints that rights (`rights`), the number of comments
 * (`comments`) or somebody's profile (`profile`) are others. Whoever opens it opens it like this, so that it is joined once.
 */
export function timelineTopic(owner: string, { feedOf }: Pick<FeatureContext, 'feedOf'>): ChannelSpec {
  const filter = `user_id=eq.${owner}`;
  return feedOf(
    `timeline:${owner}`,
    ['life_events', 'media_objects'].map((table) => ({ table, filter })),
  );
}
