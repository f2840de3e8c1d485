import { many } from '../shared/counted.ts';
import { words } from '../shared/language.ts';
import type { WhenProblem } from '../when/when-part.ts';

const WHEN_PROBLEMS: Record<WhenProblem, string> = {
  unreadable: 'This cannot be read as a date. Write it like “March 1894”, “about 1950” or “1914 – 1918”.',
  'no-year': 'The year is missing, as in “March 1894”.',
  'short-year': 'Write the year with four digits, as in “1987”.',
  'no-such-date': 'This date does not exist. Check day, month and year.',
  about: '“About” goes with a year alone, as in “about 1950”.',
  mixed: 'Write beginning and end equally exactly, as in “March 1914 – May 1918” or “1914 – 1918”.',
  'no-start': 'Say when it began, too, as in “1914 – 1918”.',
};

/** Every word that the timeline says. Parameters come as text and are rendered as text. */
export const text = words('timeline', {
  timeline: {
    label: 'Timeline',
    loading: 'Loading the timeline …',
    count: (count: number) => many(count, '1 event', '# events'),
    view: 'Order by',
    jump: 'Jump to',
    search: 'Search',
    printed: (shown: number, all: number) => `Printed are the first ${shown} of ${all} events.`,
    findFailed: 'The search could not be loaded. Check your connection and try again.',
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

  card: {
    importance: (importance: number) => `Importance ${importance} of 10`,
    more: 'Read more',
    less: 'Show less',
    edit: (title: string) => `Edit “${title}”`,
    remove: (title: string) => `Delete “${title}”`,
    draft: 'Unfinished changes',
    editingToo: (name: string) =>
      `${name} is editing this too. What you type here stays yours until you save.`,
    tags: 'Tags',
    drawing: (title: string) => `Drawing for “${title}”`,
    deleted: (title: string) => `“${title}” deleted`,
  },

  edit: {
    title: 'Title',
    when: 'When',
    place: 'Place',
    description: 'Description',
    category: 'Category',
    importance: 'Importance',
    tags: 'Tags',
    tagsHint: 'Press Enter after each tag.',
    removeTag: (tag: string) => `Remove the tag ${tag}`,
    save: 'Save',
    cancel: 'Cancel',
    allFields: 'All fields …',
    formTitle: 'Edit event',
    formTitleNew: 'New event',
    restored: 'What you typed earlier is back.',
    formFailed: 'The form could not be loaded. Check your connection and try again; what you typed is kept.',
    vetoed: 'The page did not accept this. Nothing is lost: change it or try again.',
    gone: 'This event was deleted meanwhile. What you typed is kept; saving adds it as a new event.',
    meanwhile: (field: string, value: string) =>
      `Meanwhile someone wrote “${value}” (${field}). Saving replaces it.`,
    takeTheirs: 'Take theirs',
    withdrawn: 'You can no longer edit here. What you typed is kept in this browser.',
    changed: (title: string) => `“${title}” changed`,
    changedSince: 'It has been changed again since. Nothing was undone.',
  },

  when: {
    hint: 'As exactly as you know it: “12 March 1894”, “spring 1987”, “about 1950”, “the 1950s”, “1914 – 1918”, “since 2015”.',
    understood: (words: string) => `Understood as: ${words}`,
    problem: WHEN_PROBLEMS,
  },

  problem: {
    title: {
      required: 'Give it a title, a few words are enough.',
      'too-long': 'A title has at most 200 characters.',
    },
    location: { 'too-long': 'A place has at most 500 characters.' },
    description: { 'too-long': 'A description has at most 5,000 characters.' },
    tags: { 'too-long': 'At most 50 tags, of about 4,000 letters together.' },
    start_date: {
      ...WHEN_PROBLEMS,
      required: 'Say when it was. A year is enough.',
      'invalid-date': 'This date does not exist. Check day, month and year.',
      'in-future': 'This lies in the future. A timeline tells what has happened.',
    },
    end_date: {
      'invalid-date': 'This date does not exist. Check day, month and year.',
      'end-before-start': 'The end lies before the beginning.',
    },
    importance: { 'out-of-range': 'Choose a number from 1 to 10.' },
  } as Record<string, Record<string, string>>,

  recovered: {
    title: (title: string) => `“${title}” was not saved. What you typed is kept.`,
    untitled: 'An event without a title',
    resume: 'Continue',
    discard: 'Discard',
  },

  announce: {
    added: (who: string | undefined, title: string) =>
      who ? `${who} added “${title}”` : `“${title}” was added`,
    changed: (who: string | undefined, title: string) =>
      who ? `${who} changed “${title}”` : `“${title}” was changed`,
    removed: (who: string | undefined, title: string) =>
      who ? `${who} deleted “${title}”` : `“${title}” was deleted`,
    many: (count: number) => many(count, '# event was changed by others', '# events were changed by others'),
    saved: (title: string) => `“${title}” saved`,
    failed: (title: string) => `“${title}” could not be saved. What you wrote is kept.`,
  },
});
