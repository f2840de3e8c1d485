import type { writingText } from '../../nality-comments/writing-text.ts';
import { many } from './number.ts';

/** What is said to whoever writes comments, in German. */
export const commentsWriting: typeof writingText = {
  field: { new: 'Kommentar schreiben', reply: 'Antwort schreiben', edit: 'Deinen Kommentar ändern' },
  send: { new: 'Senden', reply: 'Antworten', edit: 'Speichern' },
  cancel: 'Abbrechen',
  removed: 'Der Kommentar wurde gelöscht.',
  people: (count: number) =>
    many(
      count,
      '1 Person zu erwähnen. Eingabetaste wählt.',
      '# Personen zu erwähnen. Pfeile und Eingabetaste wählen.',
    ),
};
