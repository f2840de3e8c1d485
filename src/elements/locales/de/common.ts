import type { common as english } from '../../shared/text.ts';
import { number } from './number.ts';

/** What several widgets say, in German. */
export const common: typeof english = {
  someone: 'Jemand',
  editing: (name: string) => `${name} schreibt daran …`,

  draft: {
    kept: 'Was du getippt hast, bleibt hier, bis du wiederkommst.',
    discard: 'Verwerfen',
    discarded: 'Verworfen',
  },

  left: (count: number) =>
    count < 0 ? `${number(-count)} Zeichen zu viel` : `noch ${number(count)} Zeichen`,

  category: {
    personal: 'Persönliches',
    education: 'Ausbildung',
    career: 'Beruf',
    family: 'Familie',
    travel: 'Reisen',
    achievement: 'Erfolge',
    health: 'Gesundheit',
    relationship: 'Beziehungen',
    other: 'Anderes',
  },

  season: ['Winter', 'Frühling', 'Sommer', 'Herbst'],

  date: {
    unknown: 'Datum unbekannt',
    season: (season: string, year: string) => `${season} ${year}`,
    decade: (year: string) => `${year}er Jahre`,
    about: (year: string) => `um ${year}`,
    range: (start: string, end: string) => `${start} – ${end}`,
    since: (start: string) => `seit ${start}`,
    until: (end: string) => `bis ${end}`,
  },

  rowState: {
    queued: 'Wartet auf das Senden',
    sending: 'Wird gespeichert …',
    failed: 'Nicht gespeichert',
    notDeleted: 'Nicht gelöscht',
    conflict: 'Gleichzeitig von jemand anderem geändert',
    retry: 'Noch einmal versuchen',
    edit: 'Bearbeiten',
    discard: 'Verwerfen',
    compare: 'Beides vergleichen',
    keepMine: 'Meines behalten',
    takeTheirs: 'Das andere nehmen',
    keepIt: 'Behalten',
    kept: 'Was du geschrieben hast, ist aufgehoben.',
  },

  toast: { region: 'Meldungen', undo: 'Rückgängig', dismiss: 'Schließen' },

  banner: {
    offline: 'Du bist offline. Was du schreibst, wird aufgehoben und später gesendet.',
    reconnecting: 'Die Verbindung wird wiederhergestellt … Was du schreibst, wird aufgehoben.',
    signIn: 'Bitte melde dich wieder an. Was du schreibst, wird aufgehoben und dann gesendet.',
    failed:
      'Es konnte nicht neu geladen werden. Was du siehst, kann veraltet sein; was du schreibst, wird aufgehoben.',
    retry: 'Noch einmal versuchen',
  },

  errors: {
    config: {
      title: 'Dieses Widget ist noch nicht eingerichtet',
      advice:
        'Adresse oder Schlüssel des Projekts stimmen nicht. Wer sich um diese Seite kümmert, kann das beheben.',
    },
    'secret-key': {
      title: 'Diesem Widget wurde ein geheimer Schlüssel gegeben',
      advice:
        'Es verwendet ihn nicht: Eine Seite darf nur den öffentlichen Schlüssel enthalten. Der Schlüssel sollte jetzt ersetzt werden.',
    },
    'schema-missing': {
      title: 'Die Datenbank ist nicht vorbereitet',
      advice: 'Die Migrationen dieses Pakets wurden im Projekt nicht ausgeführt.',
    },
    'schema-old': {
      title: 'Datenbank und Seite passen nicht zusammen',
      advice:
        'Eine der beiden ist älter, als die andere versteht. Wer sich um diese Seite kümmert, kann sie aktualisieren.',
    },
    'auth-required': {
      title: 'Bitte melde dich an',
      advice: 'Was du geschrieben hast, ist aufgehoben und wird nach der Anmeldung gesendet.',
    },
    'auth-expired': {
      title: 'Deine Sitzung ist abgelaufen',
      advice: 'Melde dich wieder an. Was du geschrieben hast, ist aufgehoben und wird dann gesendet.',
    },
    denied: {
      title: 'Das darfst du nicht',
      advice:
        'Dein Recht erlaubt es hier nicht. Frage, wem dies gehört; was du geschrieben hast, bleibt aufgehoben.',
    },
    invalid: {
      title: 'Das wurde nicht angenommen',
      advice: 'Prüfe, was du eingegeben hast, und speichere noch einmal. Nichts ist verloren.',
    },
    'not-found': { title: 'Das gibt es nicht mehr', advice: 'Vielleicht wurde es inzwischen gelöscht.' },
    conflict: {
      title: 'Jemand hat dasselbe geändert',
      advice: 'Sieh dir beides an und wähle. Was du geschrieben hast, ist aufgehoben.',
    },
    offline: {
      title: 'Keine Verbindung',
      advice: 'Prüfe dein Netz. Was du geschrieben hast, ist aufgehoben und wird später gesendet.',
    },
    timeout: {
      title: 'Keine rechtzeitige Antwort',
      advice: 'Der Dienst ist langsam oder nicht erreichbar. Versuche es gleich noch einmal.',
    },
    'rate-limited': {
      title: 'Zu viele Anfragen',
      advice: 'Warte einen Moment und versuche es dann noch einmal. Nichts ist verloren.',
    },
    'too-large': { title: 'Das ist zu groß', advice: 'Kürze oder verkleinere es und speichere noch einmal.' },
    storage: {
      title: 'Dein Browser konnte das nicht aufheben',
      advice: 'Sein Speicher ist voll oder abgeschaltet. Lass diese Seite offen, bis alles gespeichert ist.',
    },
    server: {
      title: 'Auf dem Server ging etwas schief',
      advice: 'Versuche es gleich noch einmal. Was du geschrieben hast, ist aufgehoben.',
    },
  },
};
