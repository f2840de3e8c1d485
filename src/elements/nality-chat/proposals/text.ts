import { words } from '../../shared/language.ts';

/** What the chat says of events that are proposed. */
export const text = words('proposals', {
  label: (title: string) => `Proposed event: ${title}`,
  heading: 'For your timeline?',
  theirs: 'Proposed to somebody else',
  add: 'Add to timeline',
  edit: 'Edit first',
  reject: 'No, thanks',
  rejected: 'The proposal is put away.',
  added: 'On your timeline',
  undo: 'Take it off again',
  title: 'Title',
  when: 'When',
  category: 'Category',
  description: 'What there is to tell',
  location: 'Place',
  tags: 'Tags',
  importance: 'Importance',
  cancel: 'Cancel',
  hints: {
    when: 'Like “12 May 1987”, “summer 1968”, “about 1950” or “since 2015”.',
    tags: 'With commas between them.',
  } as Readonly<Record<string, string>>,
  problems: {
    title: 'Give it a title of at most 200 characters.',
    when: 'Say when it was: at least about which year, and not in the future.',
    location: 'At most 500 characters.',
    description: 'At most 5,000 characters.',
    tags: 'At most 50 tags, of about 4,000 letters together.',
  } as Readonly<Record<string, string>>,
});
