import type { text } from '../../nality-comments/text.ts';
import { many } from './number.ts';

/** What the comments say, in German. */
export const comments: typeof text = {
  label: 'Kommentare',
  loading: 'Die Kommentare werden geladen …',
  empty: {
    title: 'Noch hat niemand etwas geschrieben',
    body: 'Schreib, woran du dich erinnerst, oder frag nach.',
  },
  quiet: { title: 'Noch keine Kommentare', body: 'Dazu hat noch niemand etwas geschrieben.' },
  closed: {
    title: 'Diese Kommentare sind privat',
    body: 'Sie sind nicht mit dir geteilt. Wenn du sie sehen solltest, bitte darum.',
  },
  signIn: {
    title: 'Diese Kommentare sind nicht öffentlich',
    body: 'Melde dich an, um sie zu sehen, falls sie mit dir geteilt sind.',
  },
  offline: {
    title: 'Du bist offline',
    body: 'Die Kommentare erscheinen, sobald es eine Verbindung gibt. Was du geschrieben hast, ist aufgehoben.',
  },
  invalid: {
    title: 'Diese Kommentare haben keine gültige Adresse',
    body: 'Die Seite fragt nach einem Ereignis mit einer Kennung, die keine ist. Wer sich um die Seite kümmert, kann das beheben.',
  },
  invitation: 'Melde dich an, um einen Kommentar zu schreiben.',
  earlier: (count: number) => many(count, '1 früheren Kommentar zeigen', '# frühere Kommentare zeigen'),
  moreReplies: (count: number) => many(count, '1 weitere Antwort zeigen', '# weitere Antworten zeigen'),
  unseen: (count: number) => many(count, '1 neuer Kommentar', '# neue Kommentare'),
  deleted: 'Dieser Kommentar wurde gelöscht.',
  restore: 'Wiederherstellen',
  edited: 'bearbeitet',
  reply: 'Antworten',
  edit: 'Bearbeiten',
  remove: 'Löschen',
  of: (act: string, name: string) => `${act}: Kommentar von ${name}`,
  link: (when: string) => `${when}, Link zu diesem Kommentar`,
  typing: (names: readonly string[], others: number) => {
    if (others > 0) return 'Mehrere schreiben gerade …';
    return names.length === 1 ? `${names[0]} schreibt …` : `${names.join(' und ')} schreiben …`;
  },
  arrived: (name: string) => `Neuer Kommentar von ${name}.`,
  arrivedMany: (count: number) => many(count, '# neuer Kommentar.', '# neue Kommentare.'),
  refused: 'Dein Kommentar wurde nicht gespeichert. Er ist aufgehoben.',
};
