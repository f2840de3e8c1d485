import type { text } from '../../nality-timeline/beside/text.ts';
import { many, number } from './number.ts';

/** What the timeline says of media, conflicts and comments, in German. */
export const beside: typeof text = {
  media: {
    label: 'Fotos und Dateien',
    add: (title: string) => `Fotos oder Dateien zu „${title}“ hinzufügen`,
    addHere: 'Fotos oder Dateien hinzufügen',
    hint: 'Du kannst sie auch hierher ziehen oder ein Bild einfügen.',
    kinds: { image: 'Foto', video: 'Video', audio: 'Aufnahme', document: 'Dokument' },
    open: (kind: string, name: string) => `${kind}: ${name}. Öffnen`,
    more: (count: number) => `${number(count)} weitere. Öffnen`,
    state: (name: string) => `${name}: nicht gespeichert`,
    waiting: 'Wartet',
    waitingForLine: 'Wartet auf eine Verbindung',
    sending: (percent: number) => `${percent} %`,
    saving: 'Gleich fertig …',
    failed: 'Nicht gesendet.',
    notKept: 'Zu groß, um hier aufgehoben zu werden: Lass diese Seite offen, bis es fertig ist.',
    progress: (name: string) => `${name} wird gesendet`,
    cancel: (name: string) => `${name} nicht weiter senden`,
    retry: 'Noch einmal versuchen',
    describe: (name: string) => `Was ist auf ${name} zu sehen?`,
    describeHint: 'Ein paar Worte für alle, die es nicht sehen können',
    done: (name: string) => `${name} wurde hinzugefügt`,
    refused: {
      'unknown-type': (names: string) =>
        `${names}: Hinzufügen kann man Fotos (JPEG, PNG, WebP, HEIC), Videos (MP4, MOV), Aufnahmen und PDF.`,
      empty: (names: string) => `${names}: Es ist nichts darin.`,
      'too-large': (names: string) =>
        `${names}: zu groß. Ein Foto darf 10 MB haben, ein Video 100 MB, eine Aufnahme oder ein PDF 25 MB.`,
      'too-many': (names: string) => `${names}: Ein Ereignis fasst höchstens 20 Fotos und Dateien.`,
    },
    notLoaded:
      'Dateien lassen sich gerade nicht senden. Prüfe deine Verbindung und füge sie noch einmal hinzu.',
    dropOnEvent: 'Zieh Dateien auf das Ereignis, zu dem sie gehören.',
    staged: 'Sie kommen beim Speichern dazu.',
    loose: 'Nicht alle lassen sich hier aufheben: Lass diese Seite bis dahin offen.',
    unstage: (name: string) => `${name} nicht hinzufügen`,
    removed: (name: string) => `„${name}“ entfernt`,
  },

  gallery: {
    place: (at: number, count: number) => `${at} von ${count}`,
    previous: 'Zurück',
    next: 'Weiter',
    close: 'Schließen',
    original: 'Original öffnen',
    remove: 'Entfernen',
    describe: 'Was zu sehen ist',
    noPicture: 'Dieser Browser kann es nicht zeigen.',
    noPlay: 'Dieser Browser kann es nicht abspielen.',
    onlySmall: 'Das ist eine kleine Fassung: Das Original kann dieser Browser nicht zeigen.',
    loading: 'Wird geladen …',
    failed: 'Die Galerie konnte nicht geladen werden. Prüfe deine Verbindung und versuche es noch einmal.',
  },

  versions: {
    title: 'Deine Fassung und die andere',
    earlier: (count: number) => many(count, 'Eine frühere Fassung', '# frühere Fassungen'),
    listTitle: 'Was ersetzt wurde',
    listBody: 'Es wird 30 Tage lang aufgehoben.',
    none: 'Nichts wurde ersetzt.',
    outcome: {
      open: 'Zwei Fassungen trafen aufeinander. Du hast noch nicht gewählt.',
      theirs: 'Zwei Fassungen trafen aufeinander. Die andere Fassung blieb.',
      mine: 'Zwei Fassungen trafen aufeinander. Deine Fassung blieb.',
      merged: 'Zwei Fassungen trafen aufeinander. Aus beiden wurde eine.',
    },
    by: {
      mine: (field: string) => `${field}, deine Fassung`,
      theirs: (field: string) => `${field}, die andere Fassung`,
    },
    look: 'Ansehen',
    gone: 'Dieses Ereignis wurde inzwischen gelöscht. Deine Fassung zu wählen bringt es zurück.',
    theirs: 'Die andere',
    now: 'So ist es jetzt',
    nowBy: { mine: 'So ist es jetzt: deine', theirs: 'So ist es jetzt: die andere' },
    mine: 'Deine',
    both: 'Beide',
    empty: '(leer)',
    preview: 'So wird es sein',
    save: 'So übernehmen',
    keepMine: 'Meine behalten',
    takeTheirs: 'Die andere nehmen',
    backMine: 'Deine zurückholen',
    backTheirs: 'Die andere zurückholen',
    leaveIt: 'So lassen, wie es ist',
    cancel: 'Jetzt nicht',
    saved: 'Deine Wahl ist aufgehoben.',
    failed:
      'Das konnte nicht geladen werden. Prüfe deine Verbindung und versuche es noch einmal; beide Fassungen sind aufgehoben.',
    when: 'Wann',
  },

  comments: (count: number) => many(count, '1 Kommentar', '# Kommentare'),
};
