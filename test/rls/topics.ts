import type { World } from './world.ts';

/** The topic that a subject of the matrix stands for. */
export function topicOf(world: World, subject: string): string {
  const { timeline, publicTimeline, session, family } = world;
  const topics: Record<string, string> = {
    timeline: `timeline:${timeline.owner}`,
    timeline_collab: `timeline_collab:${timeline.owner}`,
    event_comments: `event_comments:${timeline.event}`,
    chat: `chat:${session}`,
    answers: `answers:${session}`,
    live: `live:${session}`,
    notifications: `notifications:${timeline.owner}`,
    announcements: 'notifications:all',
    family: `family:${family}`,
    'presence of a timeline': `presence:${timeline.owner}`,
    'presence of a family': `presence:${family}`,
    'presence of a chat': `presence:${session}`,
    'presence by name': 'presence:lobby',
    'timeline, public': `timeline:${publicTimeline.owner}`,
    'event_comments, public': `event_comments:${publicTimeline.event}`,
    'timeline_collab, public': `timeline_collab:${publicTimeline.owner}`,
    unknown: `gossip:${timeline.owner}`,
  };
  const topic = topics[subject];
  if (!topic) throw new Error(`the matrix names ${subject}, topics.ts does not`);
  return topic;
}
