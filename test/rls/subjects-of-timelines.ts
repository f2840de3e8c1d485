import { randomUUID } from 'node:crypto';
import type { Subject } from './subject.ts';
import type { Row, Timeline, World } from './world.ts';

const event = (timeline: Timeline, author: string): Row => ({
  id: randomUUID(),
  user_id: timeline.owner,
  created_by: author,
  title: 'Polonium',
  start_date: '1898-07-18',
});

async function medium(world: World, timeline: Timeline, author: string): Promise<Row> {
  const id = randomUUID();
  const { id: eventId } = await world.put('public.life_events', event(timeline, timeline.owner));
  return {
    id,
    user_id: timeline.owner,
    created_by: author,
    life_event_id: eventId,
    storage_path: `${timeline.owner}/${eventId}/${id}`,
    file_name: 'photo.jpg',
    file_size: 1000,
    mime_type: 'image/jpeg',
    media_type: 'image',
  };
}

const comment = (timeline: Timeline, author: string): Row => ({
  id: randomUUID(),
  event_id: timeline.event,
  user_id: author,
  content: 'Bravo',
});

/** The subjects of a timeline: the owner's, or the public one. */
export const subjectsOfTimeline = (pick: (world: World) => Timeline): Record<string, Subject> => ({
  life_events: {
    table: 'public.life_events',
    key: ['id'],
    make: (world) => world.put('public.life_events', event(pick(world), pick(world).owner)),
    insertion: async (world, who) => event(pick(world), who),
    change: { title: 'Forged' },
  },
  media_objects: {
    table: 'public.media_objects',
    key: ['id'],
    make: async (world) =>
      world.put('public.media_objects', await medium(world, pick(world), pick(world).owner)),
    insertion: (world, who) => medium(world, pick(world), who),
    change: { alt_text: 'Forged' },
  },
  event_comments: {
    table: 'public.event_comments',
    key: ['id'],
    make: (world) => world.put('public.event_comments', comment(pick(world), pick(world).owner)),
    insertion: async (world, who) => comment(pick(world), who),
    change: { content: 'Forged' },
  },
  timeline_shares: {
    table: 'public.timeline_shares',
    key: ['id'],
    make: async (world) =>
      world.put('public.timeline_shares', {
        owner_id: pick(world).owner,
        grantee_kind: 'user',
        grantee_id: await world.stranger(),
        level: 'view',
      }),
    insertion: async (world, who) => ({
      id: randomUUID(),
      owner_id: pick(world).owner,
      grantee_kind: 'user',
      grantee_id: await world.stranger(),
      level: 'view',
      created_by: who,
    }),
    change: { level: 'comment' },
  },
  profiles: {
    table: 'public.profiles',
    key: ['id'],
    make: async (world) => ({ id: pick(world).owner }),
    insertion: async () => ({ id: randomUUID(), display_name: 'Forged' }),
    change: { display_name: 'Forged' },
  },
  nality_trash: {
    table: 'public.nality_trash',
    key: ['source', 'id'],
    async make(world) {
      const { id } = await world.put('public.life_events', event(pick(world), pick(world).owner));
      await world.sql(`select nality.bury('life_events', $1)`, [id]);
      return { source: 'life_events', id };
    },
    insertion: async () => ({ source: 'life_events', id: randomUUID(), content: { title: 'Forged' } }),
    change: { content: { title: 'Forged' } },
  },
});
