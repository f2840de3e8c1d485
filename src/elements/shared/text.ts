import type { NalityErrorCode } from '../../core/errors.ts';
import { many } from './counted.ts';
import { words } from './language.ts';

/** The words that several widgets say. Parameters come as text and are rendered as text. */
export const common = words('common', {
  someone: 'Someone',
  editing: (name: string) => `${name} is editing …`,

  draft: {
    kept: 'What you typed is kept here until you come back.',
    discard: 'Discard it',
    discarded: 'Discarded',
  },

  left: (count: number) =>
    `${many(Math.abs(count), '# character', '# characters')} ${count < 0 ? 'too many' : 'left'}`,

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

  rowState: {
    queued: 'Waiting to be sent',
    sending: 'Saving …',
    failed: 'Not saved',
    notDeleted: 'Not deleted',
    conflict: 'Changed by someone else at the same time',
    retry: 'Try again',
    edit: 'Edit',
    discard: 'Discard',
    compare: 'Compare both',
    keepMine: 'Keep mine',
    takeTheirs: 'Take theirs',
    keepIt: 'Keep it',
    kept: 'What you wrote is kept.',
  },

  toast: {
    region: 'Messages',
    undo: 'Undo',
    dismiss: 'Dismiss',
  },

  banner: {
    offline: 'You’re offline. What you write is kept and sent later.',
    reconnecting: 'Connecting again … What you write is kept.',
    signIn: 'Please sign in again. What you write is kept and sent then.',
    failed: 'It could not be loaded again. What you see may be old; what you write is kept.',
    retry: 'Try again',
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
      advice: 'Your right here does not allow it. Ask the owner; what you wrote is kept.',
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
});
