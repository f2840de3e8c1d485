import type { PresentPerson } from '../../core/features/presence.ts';

/** Every word that the presence widget says, in English. */
export const presenceText = {
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
  someone: 'Someone',
  status: { online: 'online', away: 'away', offline: 'offline' } satisfies Record<
    PresentPerson['status'],
    string
  >,
  lastSeen: (when: string) => `last seen ${when}`,
  here: (count: number) => (count === 1 ? '1 person is here' : `${count} people are here`),
  overflow: (count: number) => `+${count}`,
  showAll: (count: number) => (count === 1 ? 'Show who this is' : `Show all ${count} people`),
};
