import { many } from '../shared/counted.ts';
import { words } from '../shared/language.ts';
import type { PresentPerson } from '../../core/features/presence.ts';

/** Every word that the presence widget says. */
export const text = words('presence', {
  label: 'Who is here',
  loading: 'Looking who is here …',
  empty: 'Nobody is here yet',
  alone: 'Only you are here',
  signIn: 'Sign in to see who is here',
  denied: 'Who is here is shown to members only',
  noRoom: 'This widget needs a room',
  stale: 'You’re offline: this is who was here last',
  reconnecting: 'Connecting again …',
  you: 'you',
  status: { online: 'online', away: 'away', offline: 'offline' } satisfies Record<
    PresentPerson['status'],
    string
  >,
  at: (title: string) => `looking at “${title}”`,
  lastSeen: (when: string) => `last seen ${when}`,
  here: (count: number) => many(count, '1 person is here', '# people are here'),
  overflow: (count: number) => `+${count}`,
  showAll: (count: number) => many(count, 'Show who this is', 'Show all # people'),
});
