import type { MediaType, Refusal } from '../../../core/features/media/media-object.ts';
import { words } from '../../shared/language.ts';

/** What the timeline says of media, of what met a conflict, and of comments. */
export const text = words('beside', {
  media: {
    label: 'Photos and files',
    add: (title: string) => `Add photos or files to “${title}”`,
    addHere: 'Add photos or files',
    hint: 'You can also drop them here, or paste a picture.',
    kinds: {
      image: 'Photo',
      video: 'Video',
      audio: 'Recording',
      document: 'Document',
    } satisfies Record<MediaType, string>,
    open: (kind: string, name: string) => `${kind}: ${name}. Open`,
    more: (count: number) => `${count} more. Open`,
    state: (name: string) => `${name}: not saved`,
    waiting: 'Waiting',
    waitingForLine: 'Waits for a connection',
    sending: (percent: number) => `${percent} %`,
    saving: 'Almost done …',
    failed: 'Not sent.',
    notKept: 'Too big to be kept here: leave this page open until it is done.',
    progress: (name: string) => `Sending ${name}`,
    cancel: (name: string) => `Stop sending ${name}`,
    retry: 'Try again',
    describe: (name: string) => `What is to be seen in ${name}?`,
    describeHint: 'A few words for those who cannot see it',
    done: (name: string) => `${name} was added`,
    refused: {
      'unknown-type': (names: string) =>
        `${names}: photos (JPEG, PNG, WebP, HEIC), videos (MP4, MOV), recordings and PDF can be added.`,
      empty: (names: string) => `${names}: there is nothing in it.`,
      'too-large': (names: string) =>
        `${names}: too large. A photo may have 10 MB, a video 100 MB, a recording or PDF 25 MB.`,
      'too-many': (names: string) => `${names}: an event holds at most 20 photos and files.`,
    } satisfies Record<Refusal, (names: string) => string>,
    notLoaded: 'Files cannot be sent right now. Check your connection and add them again.',
    dropOnEvent: 'Drop files on the event that they belong to.',
    staged: 'These are added when you save. They stay here as long as this page is open.',
    unstage: (name: string) => `Do not add ${name}`,
    removed: (name: string) => `“${name}” removed`,
  },

  gallery: {
    place: (at: number, count: number) => `${at} of ${count}`,
    previous: 'Previous',
    next: 'Next',
    close: 'Close',
    original: 'Open original',
    remove: 'Remove',
    describe: 'What is to be seen',
    noPicture: 'This browser cannot show it.',
    noPlay: 'This browser cannot play it.',
    onlySmall: 'This is a small version: this browser cannot show the original.',
    loading: 'Loading …',
    failed: 'The gallery could not be loaded. Check your connection and try again.',
  },

  versions: {
    title: 'Your version and theirs',
    earlier: (count: number) =>
      count === 1 ? 'An earlier version of yours' : `${count} earlier versions of yours`,
    listTitle: 'What of yours was replaced',
    listBody: 'It is kept for 30 days.',
    none: 'Nothing of yours was replaced.',
    look: 'Look',
    gone: 'This event was deleted meanwhile. Choosing yours brings it back.',
    theirs: 'Theirs',
    now: 'As it is now',
    mine: 'Yours',
    both: 'Both',
    empty: '(empty)',
    preview: 'This is how it will be',
    save: 'Use this',
    keepMine: 'Keep mine',
    takeTheirs: 'Take theirs',
    leaveIt: 'Leave it as it is',
    cancel: 'Not now',
    saved: 'Your choice is kept.',
    failed: 'This could not be loaded. Check your connection and try again; both versions are kept.',
    when: 'When',
  },

  comments: (count: number) => (count === 1 ? '1 comment' : `${count} comments`),
});
