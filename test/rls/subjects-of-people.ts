import { randomUUID } from 'node:crypto';
import type { Subject } from './subject.ts';
import type { Row, World } from './world.ts';

const newSession = async (world: World): Promise<unknown> =>
  (await world.put('public.chat_sessions', { user_id: world.timeline.owner }))['id'];

/** The subjects that belong to a person or a conversation rather than to a timeline. */
export const SUBJECTS_OF_THE_OWNER: Record<string, Subject> = {
  users: {
    table: 'public.users',
    key: ['id'],
    make: async (world) => ({ id: world.timeline.owner }),
    insertion: async () => ({ id: randomUUID() }),
    change: { birth_date: '1867-11-07' },
  },
  families: {
    table: 'public.families',
    key: ['id'],
    async make(world) {
      const family = await world.put('public.families', { name: 'Curie', created_by: world.timeline.owner });
      await world.put('public.family_members', { family_id: family['id'], user_id: world.ids.commenter });
      return family;
    },
    insertion: async (_world, who) => ({ id: randomUUID(), name: 'Dłuski', created_by: who }),
    change: { name: 'Forged' },
  },
  family_members: {
    table: 'public.family_members',
    key: ['family_id', 'user_id'],
    make: async (world) =>
      world.put('public.family_members', { family_id: world.family, user_id: await world.stranger() }),
    insertion: async (world) => ({ family_id: world.family, user_id: await world.stranger() }),
    change: { role: 'owner' },
  },
  chat_sessions: {
    table: 'public.chat_sessions',
    key: ['id'],
    make: (world) => world.put('public.chat_sessions', { user_id: world.timeline.owner }),
    insertion: async (_world, who) => ({ id: randomUUID(), user_id: who }),
    change: { title: 'Forged' },
  },
  chat_participants: {
    table: 'public.chat_participants',
    key: ['session_id', 'user_id'],
    make: async (world) =>
      world.put('public.chat_participants', {
        session_id: await newSession(world),
        user_id: await world.stranger(),
      }),
    insertion: async (world) => ({ session_id: await newSession(world), user_id: await world.stranger() }),
    change: { created_at: '2000-01-01T00:00:00+00:00' },
  },
  chat_messages: {
    table: 'public.chat_messages',
    key: ['id'],
    make: async (world) =>
      world.put('public.chat_messages', {
        session_id: await newSession(world),
        user_id: world.timeline.owner,
        content: 'I was born in Warsaw',
      }),
    insertion: async (world, who) => ({
      id: randomUUID(),
      session_id: await newSession(world),
      user_id: who,
      content: 'Hello',
    }),
    change: { content: 'Forged' },
  },
  chat_reads: {
    table: 'public.chat_reads',
    key: ['session_id', 'user_id'],
    async make(world) {
      const session_id = await newSession(world);
      const message = await world.put('public.chat_messages', { session_id, content: 'Hello' });
      return world.put('public.chat_reads', {
        session_id,
        user_id: world.timeline.owner,
        last_read_message_id: message['id'],
      });
    },
    insertion: async (world, who) => ({ session_id: await newSession(world), user_id: who }),
    change: { last_read_message_id: null },
  },
  chat_extracted_events: {
    table: 'public.chat_extracted_events',
    key: ['id'],
    make: async (world) =>
      world.put('public.chat_extracted_events', {
        session_id: await newSession(world),
        user_id: world.timeline.owner,
        title: 'Moved to Paris',
      }),
    insertion: async (world, who) => ({
      id: randomUUID(),
      session_id: await newSession(world),
      user_id: who,
      title: 'x',
    }),
    change: { status: 'accepted' },
  },
  user_notifications: {
    table: 'public.user_notifications',
    key: ['id'],
    make: (world) => world.put('public.user_notifications', { user_id: world.timeline.owner, title: 'News' }),
    insertion: async (world) => ({ id: randomUUID(), user_id: world.timeline.owner, title: 'Forged' }),
    change: { read: true },
  },
  push_subscriptions: {
    table: 'public.push_subscriptions',
    key: ['id'],
    make: (world) => world.put('public.push_subscriptions', { user_id: world.timeline.owner, ...browser() }),
    insertion: async (_world, who) => ({ id: randomUUID(), user_id: who, ...browser() }),
    change: { endpoint: 'https://push.test/forged' },
  },
};

const browser = (): Row => ({
  endpoint: `https://push.test/${randomUUID()}`,
  keys: { p256dh: 'k', auth: 'a' },
});
