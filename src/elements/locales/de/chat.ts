import type { text as proposalText } from '../../nality-chat/proposals/text.ts';
import type { text } from '../../nality-chat/text.ts';
import { many } from './number.ts';

/** What the chat says, in German. */
export const chat: typeof text = {
  label: 'Gespräch',
  log: 'Nachrichten',
  assistant: 'Interviewer',
  you: 'Du',
  loading: 'Das Gespräch wird geladen …',
  fresh: 'Neues Gespräch',
  conversations: {
    label: 'Gespräche',
    loading: 'Deine Gespräche werden geladen …',
    joined: (day: string) => `${day}, mit anderen`,
    none: 'Es gibt noch keine anderen.',
    failed: 'Sie konnten nicht geladen werden. Prüfe die Verbindung und öffne dies noch einmal.',
  },
  together: 'Gemeinsam',
  older: 'Frühere Nachrichten zeigen',
  olderLoading: 'Frühere Nachrichten werden geladen …',
  unread: 'Neue Nachrichten',
  latest: (count: number) =>
    count === 0 ? 'Zum Ende' : many(count, '1 neue Nachricht', '# neue Nachrichten'),
  more: 'Mehr zeigen',
  copy: 'Antwort kopieren',
  copied: 'Kopiert',
  copyCode: 'Code kopieren',
  proceed: 'Weiter',
  stopped: 'Angehalten.',
  interrupted: 'Die Antwort ist abgebrochen.',
  unanswered: 'Der Interviewer hat nicht geantwortet',
  ask: 'Noch einmal fragen',
  failed: 'Das hat nicht geklappt',
  thinking: 'Der Interviewer schreibt …',
  typing: (names: readonly string[]) =>
    names.length === 1
      ? `${names[0]} schreibt …`
      : names.length === 2
        ? `${names[0]} und ${names[1]} schreiben …`
        : `${names.length} Personen schreiben …`,
  here: (count: number) => many(count, 'Noch jemand ist da', '# andere sind da'),
  said: (name: string, words: string) => `${name}: ${words}`,
  suggestions: 'Du könntest sagen',

  composer: {
    label: 'Deine Nachricht',
    placeholder: 'Schreib eine Nachricht',
    send: 'Senden',
    stop: 'Antwort anhalten',
  },

  empty: {
    title: 'Erzähl eine Geschichte',
    body: 'Wo war es, und wer war dabei? Der Interviewer fragt, hört zu und schlägt Ereignisse für deine Zeitleiste vor.',
  },
  emptyReadonly: {
    title: 'Noch wurde nichts gesagt',
    body: 'Nachrichten erscheinen hier, sobald jemand schreibt.',
  },
  starters: [
    'Ich möchte dir vom Haus meiner Kindheit erzählen.',
    'Ich erzähle dir, wie ich jemand Wichtiges kennengelernt habe.',
    'Frag mich nach einer Reise.',
  ],
  signIn: {
    title: 'Melde dich an, um zu sprechen',
    body: 'Ein Gespräch gehört dir: Nach der Anmeldung ist es hier.',
  },
  join: {
    title: 'Du nimmst an diesem Gespräch nicht teil',
    body: 'Wenn es ein Live-Gespräch ist und du die Zeitleiste der Person kommentieren darfst, kannst du dazukommen.',
    act: 'Teilnehmen',
    denied: 'Dieses Gespräch steht dir nicht offen. Wem es gehört, kann dich einladen.',
  },
  invalid: {
    title: 'Dieses Gespräch gibt es nicht',
    body: 'Die session-id dieses Widgets ist keine Kennung.',
  },
  offline: { title: 'Du bist offline', body: 'Das Gespräch erscheint, sobald es eine Verbindung gibt.' },
};

/** What it says of events that are proposed. */
export const proposals: typeof proposalText = {
  label: (title: string) => `Vorgeschlagenes Ereignis: ${title}`,
  heading: 'Für deine Zeitleiste?',
  theirs: 'Jemand anderem vorgeschlagen',
  add: 'Zur Zeitleiste hinzufügen',
  edit: 'Erst bearbeiten',
  reject: 'Nein, danke',
  rejected: 'Der Vorschlag ist beiseitegelegt.',
  added: 'Auf deiner Zeitleiste',
  undo: 'Wieder entfernen',
  title: 'Titel',
  when: 'Wann',
  category: 'Kategorie',
  description: 'Was es zu erzählen gibt',
  location: 'Ort',
  tags: 'Schlagwörter',
  importance: 'Bedeutung',
  cancel: 'Abbrechen',
  hints: {
    when: 'Etwa „12. Mai 1987“, „Sommer 1968“, „um 1950“ oder „seit 2015“.',
    tags: 'Mit Kommas dazwischen.',
  },
  problems: {
    title: 'Gib einen Titel mit höchstens 200 Zeichen an.',
    when: 'Sag, wann es war: wenigstens ungefähr in welchem Jahr, und nicht in der Zukunft.',
    location: 'Höchstens 500 Zeichen.',
    description: 'Höchstens 5.000 Zeichen.',
    tags: 'Höchstens 50 Schlagwörter mit zusammen etwa 4.000 Buchstaben.',
  },
};
