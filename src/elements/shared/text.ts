import type { NalityErrorCode } from '../../core/errors.ts';

/** Every word that the widgets say, in English. Parameters come as text and are rendered as text. */
export const text = {
  timeline: {
    label: 'Timeline',
    loading: 'Loading the timeline …',
    count: (count: number) => (count === 1 ? '1 event' : `${count} events`),
    view: 'Order by',
    views: { time: 'Year', decade: 'Decade', category: 'Category', importance: 'Importance' },
    add: 'Add an event',
    continueDraft: 'Continue your draft',
    undated: 'Without a date',
    importanceGroups: { 9: 'Turning points', 7: 'Milestones', 4: 'Along the way', 1: 'Small moments' },
    emptyMine: {
      title: 'Every life starts with a first line',
      body: 'Add the first event: a birth, a move, a discovery. A year is enough, details can follow.',
    },
    emptyTheirs: { title: 'Nothing here yet', body: 'This timeline has no events so far.' },
    notShared: {
      title: 'This timeline is private',
      body: 'Its owner has not shared it with you. If you expected to see it, ask them to share it.',
    },
    signIn: {
      title: 'This timeline is not public',
      body: 'Sign in to see it if it is shared with you.',
    },
    signInMine: { title: 'Your timeline waits for you', body: 'Sign in to see and write it.' },
    offline: {
      title: 'You’re offline',
      body: 'The timeline appears as soon as there is a connection. What you wrote is kept.',
    },
    invalidUser: {
      title: 'This timeline has no valid address',
      body: 'The page asks for a timeline with an id that is none. Whoever looks after the page can mend it.',
    },
  },

  category: {
    personal: 'Personal',
    education: 'Education',
    career: 'Career',
    family: 'Family',
    travel: 'Travel',
    achievement: 'Achievement',
    health: 'Health',
    relationship: 'Relationship',
    other: 'Other',
  },

  precision: {
    day: 'Exact day',
    month: 'Month',
    season: 'Season',
    year: 'Year',
    decade: 'Decade',
    about: 'About (year)',
  },

  season: ['winter', 'spring', 'summer', 'autumn'],

  date: {
    unknown: 'Date unknown',
    season: (season: string, year: string) => `${season} ${year}`,
    decade: (year: string) => `${year}s`,
    about: (year: string) => `about ${year}`,
    range: (start: string, end: string) => `${start} – ${end}`,
    since: (start: string) => `since ${start}`,
    until: (end: string) => `until ${end}`,
  },

  card: {
    importance: (importance: number) => `Importance ${importance} of 10`,
    more: 'Read more',
    less: 'Show less',
    edit: (title: string) => `Edit “${title}”`,
    remove: (title: string) => `Delete “${title}”`,
    draft: 'Unfinished changes',
    editing: (name: string) => `${name} is editing …`,
    editingToo: (name: string) =>
      `${name} is editing this too. What you type here stays yours until you save.`,
    tags: 'Tags',
    drawing: (title: string) => `Drawing for “${title}”`,
    someone: 'Someone',
  },

  edit: {
    title: 'Title',
    when: 'When',
    end: 'Until',
    precision: 'How exactly',
    day: 'Day',
    month: 'Month',
    season: 'Season',
    year: 'Year',
    decade: 'Decade (e.g. 1890)',
    place: 'Place',
    description: 'Description',
    category: 'Category',
    importance: 'Importance',
    span: 'It lasted for some time',
    ongoing: 'It still goes on',
    tags: 'Tags',
    tagsHint: 'Press Enter after each tag.',
    removeTag: (tag: string) => `Remove the tag ${tag}`,
    save: 'Save',
    cancel: 'Cancel',
    allFields: 'All fields …',
    formTitle: 'Edit event',
    formTitleNew: 'New event',
    restored: 'What you typed earlier is back.',
    startOver: 'Discard it',
    yearHint: 'A year is enough. Choose “about” if nobody knows it for certain.',
    formFailed: 'The form could not be loaded. Check your connection and try again; what you typed is kept.',
    vetoed: 'The page did not accept this. Nothing is lost: change it or try again.',
    gone: 'This event was deleted meanwhile. What you typed is kept; saving adds it as a new event.',
    meanwhile: (field: string, value: string) =>
      `Meanwhile someone wrote “${value}” (${field}). Saving replaces it.`,
    takeTheirs: 'Take theirs',
    yes: 'yes',
    no: 'no',
    withdrawn: 'You can no longer edit here. What you typed is kept in this browser.',
    keptDraft: 'What you typed is kept here until you come back.',
  },

  problem: {
    fields: {
      title: {
        required: 'Give it a title, a few words are enough.',
        'too-long': 'A title has at most 200 characters.',
      },
      description: { 'too-long': 'A description has at most 5,000 characters.' },
      start_date: {
        'invalid-date': 'This date does not exist. Check day, month and year.',
        'in-future': 'This lies in the future. A timeline tells what has happened.',
      },
      end_date: {
        'invalid-date': 'This date does not exist. Check day, month and year.',
        'end-before-start': 'The end lies before the beginning.',
        required: 'Say when it ended, or that it still goes on.',
      },
      importance: { 'out-of-range': 'Choose a number from 1 to 10.' },
    } as Record<string, Record<string, string>>,
    generic: {
      required: 'This is needed.',
      'too-long': 'This is too long.',
      'out-of-range': 'This is out of range.',
      'end-before-start': 'The end lies before the beginning.',
      'in-future': 'This lies in the future.',
      'invalid-date': 'This date does not exist.',
    } as Record<string, string>,
  },

  recovered: {
    title: (title: string) => `“${title}” was not saved. What you typed is kept.`,
    untitled: 'An event without a title',
    resume: 'Continue',
    discard: 'Discard',
  },

  rowState: {
    queued: 'Waiting to be sent',
    sending: 'Saving …',
    failed: 'Not saved',
    conflict: 'Changed by someone else at the same time',
    retry: 'Try again',
    edit: 'Edit',
    discard: 'Discard',
    keepMine: 'Keep mine',
    takeTheirs: 'Take theirs',
    kept: 'What you wrote is kept.',
  },

  toast: {
    region: 'Messages',
    deleted: (title: string) => `“${title}” deleted`,
    undo: 'Undo',
    dismiss: 'Dismiss',
  },

  banner: {
    offline: 'You’re offline. What you write is kept and sent later.',
    reconnecting: 'Connecting again … What you write is kept.',
    signIn: 'Please sign in again. What you write is kept and sent then.',
    failed: 'The timeline could not be refreshed. What you see may be old; what you write is kept.',
    retry: 'Try again',
  },

  announce: {
    added: (who: string | undefined, title: string) =>
      who ? `${who} added “${title}”` : `“${title}” was added`,
    changed: (who: string | undefined, title: string) =>
      who ? `${who} changed “${title}”` : `“${title}” was changed`,
    removed: (who: string | undefined, title: string) =>
      who ? `${who} deleted “${title}”` : `“${title}” was deleted`,
    many: (count: number) => `${count} events were changed by others`,
    saved: (title: string) => `“${title}” saved`,
    failed: (title: string) => `“${title}” could not be saved. What you wrote is kept.`,
  },

  errors: {
    config: {
      title: 'This widget is not set up yet',
      advice: 'Its project address or key does not work. Whoever looks after this page can mend it.',
    },
    'secret-key': {
      title: 'This widget was given a secret key',
      advice:
        'It refuses to use it: a page must only carry the publishable key. The key should be replaced now.',
    },
    'schema-missing': {
      title: 'The database is not prepared',
      advice: 'The migrations of this package have not been applied to the project.',
    },
    'schema-old': {
      title: 'The database and this page do not fit together',
      advice:
        'One of them is older than the other can understand. Whoever looks after this page can update it.',
    },
    'auth-required': {
      title: 'Please sign in',
      advice: 'What you wrote is kept and sent when you have signed in.',
    },
    'auth-expired': {
      title: 'Your session has ended',
      advice: 'Sign in again. What you wrote is kept and sent then.',
    },
    denied: {
      title: 'You may not do this',
      advice: 'Your right on this timeline does not allow it. Ask its owner; what you wrote is kept here.',
    },
    invalid: {
      title: 'This was not accepted',
      advice: 'Check what you entered and save again. Nothing is lost.',
    },
    'not-found': { title: 'This does not exist any more', advice: 'It may have been deleted meanwhile.' },
    conflict: {
      title: 'Somebody changed the same thing',
      advice: 'Look at both versions and choose. What you wrote is kept.',
    },
    offline: { title: 'No connection', advice: 'Check your network. What you wrote is kept and sent later.' },
    timeout: {
      title: 'No answer in time',
      advice: 'The service is slow or out of reach. Try again in a moment.',
    },
    'rate-limited': { title: 'Too many requests', advice: 'Wait a moment, then try again. Nothing is lost.' },
    'too-large': { title: 'This is too large', advice: 'Make it shorter or smaller and save again.' },
    storage: {
      title: 'Your browser could not store this',
      advice: 'Its storage is full or switched off. Keep this page open until everything is saved.',
    },
    server: {
      title: 'Something went wrong on the server',
      advice: 'Try again in a moment. What you wrote is kept.',
    },
  } satisfies Record<NalityErrorCode, { title: string; advice: string }>,
};
