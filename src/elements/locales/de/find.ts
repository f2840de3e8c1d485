import type { findText } from '../../nality-timeline/find-text.ts';
import { number } from './number.ts';

/** What search and filters say, in German. */
export const find: typeof findText = {
  label: 'Suche und Filter',
  query: 'Suche in Titel, Geschichte, Ort und Schlagwörtern',
  category: 'Bereich',
  importance: 'Bedeutung',
  importanceFrom: (importance: number) => `Bedeutung ab ${importance}`,
  tag: 'Schlagwort',
  from: 'Von',
  to: 'Bis',
  when: 'z. B. 1950',
  media: 'Medien',
  mediaKinds: { image: 'Bilder', video: 'Videos', audio: 'Aufnahmen', document: 'Dokumente' },
  since: (from: string) => `Ab ${from}`,
  until: (to: string) => `Bis ${to}`,
  chosen: 'Filter',
  remove: (filter: string) => `Filter ${filter} entfernen`,
  clear: 'Alles aufheben',
  close: 'Suche schließen',
  found: (found: number, all: number) =>
    found === 0 ? 'Kein Ereignis passt' : `${number(found)} von ${number(all)} Ereignissen passen`,
  none: {
    title: 'Nichts gefunden',
    body: 'Kein Ereignis passt zu dem, was du suchst. Versuche es mit weniger Worten oder Filtern; nichts ist verloren.',
  },
};
