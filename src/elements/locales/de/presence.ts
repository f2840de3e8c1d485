import type { text } from '../../nality-presence/text.ts';
import { many, number } from './number.ts';

/** What the presence widget says, in German. */
export const presence: typeof text = {
  label: 'Wer da ist',
  loading: 'Es wird nachgesehen, wer da ist …',
  empty: 'Noch ist niemand da',
  alone: 'Nur du bist da',
  signIn: 'Melde dich an, um zu sehen, wer da ist',
  denied: 'Wer da ist, sehen nur die Mitglieder',
  noRoom: 'Diesem Widget fehlt ein Raum',
  stale: 'Du bist offline: So war es zuletzt',
  reconnecting: 'Die Verbindung wird wiederhergestellt …',
  you: 'du',
  status: { online: 'online', away: 'abwesend', offline: 'offline' },
  at: (title: string) => `sieht sich „${title}“ an`,
  lastSeen: (when: string) => `zuletzt da: ${when}`,
  here: (count: number) => many(count, '1 Person ist da', '# Personen sind da'),
  overflow: (count: number) => `+${number(count)}`,
  showAll: (count: number) => many(count, 'Zeigen, wer das ist', 'Alle # Personen zeigen'),
};
