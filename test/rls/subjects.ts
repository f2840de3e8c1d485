import { randomUUID } from 'node:crypto';
import type { Subject } from './subject.ts';
import { SUBJECTS_OF_THE_OWNER } from './subjects-of-people.ts';
import { subjectsOfTimeline } from './subjects-of-timelines.ts';

/** The kit's own tables, which the API does not show at all. */
const OF_THE_KIT: Record<string, Subject> = {
  'nality.sources': {
    table: 'nality.sources',
    key: ['name'],
    make: async () => ({ name: 'life_events' }),
    insertion: async () => ({ name: 'forged', scope: 'id', insertable: [], editable: [], blank: {} }),
    change: { scope: 'forged' },
  },
  'nality.epoch': {
    table: 'nality.epoch',
    key: ['id'],
    make: async (world) => (await world.sql('select id from nality.epoch'))[0] ?? {},
    insertion: async () => ({ only_row: true, id: randomUUID() }),
    change: { only_row: false },
  },
  'nality.ledger': {
    table: 'nality.ledger',
    key: ['actor', 'op_id'],
    make: (world) => world.put('nality.ledger', { actor: world.timeline.owner, op_id: randomUUID() }),
    insertion: async (_world, who) => ({ actor: who, op_id: randomUUID() }),
    change: { at: '2000-01-01T00:00:00+00:00' },
  },
  'nality.taken_out': {
    table: 'nality.taken_out',
    key: ['session_id', 'user_id'],
    make: (world) =>
      world.put('nality.taken_out', { session_id: world.session, user_id: world.timeline.owner }),
    insertion: async (world, who) => ({ session_id: world.session, user_id: who }),
    change: { session_id: randomUUID() },
  },
};

/** By the names of the matrix; storage.objects is tried in its own way (files.ts). */
export const SUBJECTS: Record<string, Subject> = {
  ...subjectsOfTimeline((world) => world.timeline),
  ...Object.fromEntries(
    Object.entries(subjectsOfTimeline((world) => world.publicTimeline)).map(([name, subject]) => [
      `${name}, public`,
      subject,
    ]),
  ),
  ...SUBJECTS_OF_THE_OWNER,
  ...OF_THE_KIT,
};
