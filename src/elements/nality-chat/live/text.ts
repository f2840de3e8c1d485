import type { PresentPerson } from '../../../core/features/presence.ts';
import { words } from '../../shared/language.ts';

/** What is said of talking together. Loaded with it. */
export const liveText = words('live', {
  closed: {
    title: 'Talk together',
    body: 'Whoever has the link and may comment on your timeline can come in, read what was said and talk along.',
    act: 'Open to others',
  },
  open: {
    title: 'Live session',
    body: 'Whoever has the link and may comment on your timeline can come in.',
    act: 'End the session',
    note: 'Who came in by the link is out then.',
  },
  guest: { title: 'You are in together', act: 'Leave' },
  link: 'Link to this session',
  copy: 'Copy link',
  people: 'Who is in',
  you: 'you',
  status: { online: 'here', away: 'away', offline: 'not here' } satisfies Record<
    PresentPerson['status'],
    string
  >,
  dismiss: (name: string) => `Take ${name} out`,
});
