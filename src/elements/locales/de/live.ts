import type { liveText } from '../../nality-chat/live/text.ts';

/** What is said of talking together, in German. */
export const live: typeof liveText = {
  closed: {
    title: 'Gemeinsam sprechen',
    body: 'Wer den Link hat und deine Zeitleiste kommentieren darf, kann hereinkommen, alles lesen und mitreden.',
    act: 'Für andere öffnen',
  },
  open: {
    title: 'Gemeinsame Sitzung',
    body: 'Wer den Link hat und deine Zeitleiste kommentieren darf, kann hereinkommen.',
    act: 'Sitzung beenden',
    note: 'Wer über den Link hereinkam, ist dann draußen.',
  },
  guest: { title: 'Ihr seid zusammen hier', act: 'Verlassen' },
  link: 'Link zu dieser Sitzung',
  copy: 'Link kopieren',
  people: 'Wer dabei ist',
  you: 'du',
  status: { online: 'da', away: 'abwesend', offline: 'nicht da' },
  dismiss: (name: string) => `${name} herausnehmen`,
};
