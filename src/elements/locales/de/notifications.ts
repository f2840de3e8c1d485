import type { text } from '../../nality-notifications/text.ts';
import { told } from './told.ts';
import { many, number } from './number.ts';

/** What the notifications say, in German. */
export const notifications: typeof text = {
  label: 'Mitteilungen',
  loading: 'Mitteilungen werden geladen …',
  unreadCount: (count: number) => `Mitteilungen, ${number(count)} ungelesen`,
  unread: 'Ungelesen',
  type: { info: 'Hinweis', warning: 'Warnung', error: 'Problem', success: 'Erledigt' },
  told,
  readAll: 'Alle als gelesen markieren',
  markRead: (title: string) => `„${title}“ als gelesen markieren`,
  markUnread: (title: string) => `„${title}“ als ungelesen markieren`,
  remove: (title: string) => `„${title}“ löschen`,
  removed: (title: string) => `„${title}“ gelöscht`,
  open: 'Öffnen',
  older: 'Ältere Mitteilungen zeigen',
  loadingOlder: 'Ältere werden geladen …',
  olderFailed: 'Ältere konnten nicht geladen werden. Noch einmal versuchen',
  news: (count: number) => `${number(count)} neu`,
  arrived: (count: number, title: string) =>
    count === 1 ? `Neue Mitteilung: ${title}` : many(count, '# neue Mitteilung', '# neue Mitteilungen'),
  allow: 'Mitteilungen des Browsers erlauben',
  empty: {
    title: 'Alles ruhig',
    body: 'Wenn jemand kommentiert, antwortet, dich erwähnt oder eine Zeitleiste mit dir teilt, liest du es hier.',
  },
  signIn: { title: 'Deine Mitteilungen warten auf dich', body: 'Melde dich an, um zu sehen, was neu ist.' },
  offline: { title: 'Du bist offline', body: 'Mitteilungen erscheinen, sobald es eine Verbindung gibt.' },
};
