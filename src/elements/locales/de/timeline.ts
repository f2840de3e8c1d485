import type { text } from '../../nality-timeline/text.ts';
import type { WhenProblem } from '../../when/when-part.ts';
import { many, number } from './number.ts';

const WHEN_PROBLEMS: Record<WhenProblem, string> = {
  unreadable:
    'Das lässt sich nicht als Datum lesen. Schreib es wie „März 1894“, „um 1950“ oder „1914 – 1918“.',
  'no-year': 'Das Jahr fehlt, wie in „März 1894“.',
  'short-year': 'Schreib das Jahr mit vier Ziffern, wie in „1987“.',
  'no-such-date': 'Dieses Datum gibt es nicht. Prüfe Tag, Monat und Jahr.',
  about: '„Um“ passt nur zu einem Jahr, wie in „um 1950“.',
  mixed: 'Schreib Anfang und Ende gleich genau, wie in „März 1914 – Mai 1918“ oder „1914 – 1918“.',
  'no-start': 'Sag auch, wann es begann, wie in „1914 – 1918“.',
};

/** What the timeline says, in German. */
export const timeline: typeof text = {
  timeline: {
    label: 'Zeitleiste',
    loading: 'Die Zeitleiste wird geladen …',
    count: (count: number) => many(count, '1 Ereignis', '# Ereignisse'),
    view: 'Ordnen nach',
    jump: 'Springe zu',
    search: 'Suchen',
    printed: (shown: number, all: number) =>
      `Gedruckt sind die ersten ${number(shown)} von ${number(all)} Ereignissen.`,
    findFailed: 'Die Suche konnte nicht geladen werden. Prüfe deine Verbindung und versuche es noch einmal.',
    views: { time: 'Jahr', decade: 'Jahrzehnt', category: 'Bereich', importance: 'Bedeutung' },
    add: 'Ereignis hinzufügen',
    continueDraft: 'Entwurf fortsetzen',
    undated: 'Ohne Datum',
    importanceGroups: { 9: 'Wendepunkte', 7: 'Meilensteine', 4: 'Unterwegs', 1: 'Kleine Augenblicke' },
    emptyMine: {
      title: 'Jedes Leben beginnt mit einer ersten Zeile',
      body: 'Füge das erste Ereignis hinzu: eine Geburt, einen Umzug, eine Entdeckung. Ein Jahr genügt, Einzelheiten können folgen.',
    },
    emptyTheirs: { title: 'Hier ist noch nichts', body: 'Diese Zeitleiste hat noch keine Ereignisse.' },
    notShared: {
      title: 'Diese Zeitleiste ist privat',
      body: 'Sie ist nicht mit dir geteilt. Wenn du sie sehen solltest, bitte darum, sie zu teilen.',
    },
    signIn: {
      title: 'Diese Zeitleiste ist nicht öffentlich',
      body: 'Melde dich an, um sie zu sehen, falls sie mit dir geteilt ist.',
    },
    signInMine: {
      title: 'Deine Zeitleiste wartet auf dich',
      body: 'Melde dich an, um sie zu sehen und zu schreiben.',
    },
    offline: {
      title: 'Du bist offline',
      body: 'Die Zeitleiste erscheint, sobald es eine Verbindung gibt. Was du geschrieben hast, ist aufgehoben.',
    },
    invalidUser: {
      title: 'Diese Zeitleiste hat keine gültige Adresse',
      body: 'Die Seite fragt nach einer Zeitleiste mit einer Kennung, die keine ist. Wer sich um die Seite kümmert, kann das beheben.',
    },
  },

  card: {
    importance: (importance: number) => `Bedeutung ${importance} von 10`,
    more: 'Weiterlesen',
    less: 'Weniger zeigen',
    edit: (title: string) => `„${title}“ bearbeiten`,
    remove: (title: string) => `„${title}“ löschen`,
    draft: 'Unfertige Änderungen',
    editingToo: (name: string) =>
      `${name} schreibt auch daran. Was du hier tippst, bleibt deins, bis du speicherst.`,
    tags: 'Schlagwörter',
    drawing: (title: string) => `Zeichnung zu „${title}“`,
    deleted: (title: string) => `„${title}“ gelöscht`,
  },

  edit: {
    title: 'Titel',
    when: 'Wann',
    place: 'Ort',
    description: 'Beschreibung',
    category: 'Bereich',
    importance: 'Bedeutung',
    tags: 'Schlagwörter',
    tagsHint: 'Nach jedem Schlagwort die Eingabetaste drücken.',
    removeTag: (tag: string) => `Schlagwort ${tag} entfernen`,
    save: 'Speichern',
    cancel: 'Abbrechen',
    allFields: 'Alle Felder …',
    formTitle: 'Ereignis bearbeiten',
    formTitleNew: 'Neues Ereignis',
    restored: 'Was du vorher getippt hast, ist wieder da.',
    formFailed:
      'Das Formular konnte nicht geladen werden. Prüfe deine Verbindung und versuche es noch einmal; was du getippt hast, ist aufgehoben.',
    vetoed:
      'Die Seite hat das nicht angenommen. Nichts ist verloren: Ändere es oder versuche es noch einmal.',
    gone: 'Dieses Ereignis wurde inzwischen gelöscht. Was du getippt hast, ist aufgehoben; beim Speichern entsteht ein neues Ereignis.',
    meanwhile: (field: string, value: string) =>
      `Inzwischen hat jemand „${value}“ geschrieben (${field}). Speichern ersetzt das.`,
    takeTheirs: 'Das andere nehmen',
    withdrawn: 'Du kannst hier nicht mehr schreiben. Was du getippt hast, ist in diesem Browser aufgehoben.',
    changed: (title: string) => `„${title}“ geändert`,
    changedSince: 'Es wurde seither wieder geändert. Nichts wurde rückgängig gemacht.',
  },

  when: {
    hint: 'So genau, wie du es weißt: „12. März 1894“, „Frühling 1987“, „um 1950“, „1950er“, „1914 – 1918“, „seit 2015“.',
    understood: (words: string) => `Verstanden als: ${words}`,
    problem: WHEN_PROBLEMS,
  },

  problem: {
    title: {
      required: 'Gib ihm einen Titel, ein paar Worte genügen.',
      'too-long': 'Ein Titel hat höchstens 200 Zeichen.',
    },
    location: { 'too-long': 'Ein Ort hat höchstens 500 Zeichen.' },
    description: { 'too-long': 'Eine Beschreibung hat höchstens 5.000 Zeichen.' },
    tags: { 'too-long': 'Höchstens 50 Schlagwörter mit zusammen etwa 4.000 Buchstaben.' },
    start_date: {
      ...WHEN_PROBLEMS,
      required: 'Sag, wann es war. Ein Jahr genügt.',
      'invalid-date': 'Dieses Datum gibt es nicht. Prüfe Tag, Monat und Jahr.',
      'in-future': 'Das liegt in der Zukunft. Eine Zeitleiste erzählt, was geschehen ist.',
    },
    end_date: {
      'invalid-date': 'Dieses Datum gibt es nicht. Prüfe Tag, Monat und Jahr.',
      'end-before-start': 'Das Ende liegt vor dem Anfang.',
    },
    importance: { 'out-of-range': 'Wähle eine Zahl von 1 bis 10.' },
  },

  recovered: {
    title: (title: string) => `„${title}“ wurde nicht gespeichert. Was du getippt hast, ist aufgehoben.`,
    untitled: 'Ein Ereignis ohne Titel',
    resume: 'Fortsetzen',
    discard: 'Verwerfen',
  },

  announce: {
    added: (who: string | undefined, title: string) =>
      who ? `${who} hat „${title}“ hinzugefügt` : `„${title}“ wurde hinzugefügt`,
    changed: (who: string | undefined, title: string) =>
      who ? `${who} hat „${title}“ geändert` : `„${title}“ wurde geändert`,
    removed: (who: string | undefined, title: string) =>
      who ? `${who} hat „${title}“ gelöscht` : `„${title}“ wurde gelöscht`,
    many: (count: number) => `${number(count)} Ereignisse wurden von anderen geändert`,
    saved: (title: string) => `„${title}“ gespeichert`,
    failed: (title: string) =>
      `„${title}“ konnte nicht gespeichert werden. Was du geschrieben hast, ist aufgehoben.`,
  },
};
