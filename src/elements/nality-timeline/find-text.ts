import { words } from '../shared/language.ts';

/** What search and filters say. Loaded with them. */
export const findText = words('find', {
  label: 'Search and filters',
  query: 'Search title, story, place and tags',
  category: 'Category',
  importance: 'Importance',
  importanceFrom: (importance: number) => `Importance ${importance} or more`,
  tag: 'Tag',
  from: 'From',
  to: 'To',
  when: 'e.g. 1950',
  media: 'Media',
  mediaKinds: { image: 'Pictures', video: 'Videos', audio: 'Recordings', document: 'Documents' },
  since: (from: string) => `From ${from}`,
  until: (to: string) => `To ${to}`,
  chosen: 'Filters',
  remove: (filter: string) => `Remove the filter ${filter}`,
  clear: 'Clear all',
  close: 'Close the search',
  found: (found: number, all: number) =>
    found === 0 ? 'No event matches' : `${found} of ${all} events match`,
  none: {
    title: 'Nothing found',
    body: 'No event matches what you look for. Try fewer words or filters; nothing is lost.',
  },
});
