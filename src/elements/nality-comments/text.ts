import { many } from '../shared/counted.ts';
import { words } from '../shared/language.ts';

/** Every word that the comments say. */
export const text = words('comments', {
  label: 'Comments',
  loading: 'The comments are loading …',
  empty: { title: 'Nobody has written anything yet', body: 'Say what you remember of it, or ask about it.' },
  quiet: { title: 'No comments yet', body: 'Nobody has written anything about this.' },
  closed: {
    title: 'These comments are private',
    body: 'They are not shared with you. If you should see them, ask for it.',
  },
  signIn: {
    title: 'These comments are not public',
    body: 'Sign in to see them if they are shared with you.',
  },
  offline: {
    title: 'You’re offline',
    body: 'The comments appear as soon as there is a connection. What you wrote is kept.',
  },
  invalid: {
    title: 'These comments have no valid address',
    body: 'The page asks for an event by an id that is none. Whoever looks after this page can mend it.',
  },
  invitation: 'Sign in to write a comment.',
  earlier: (count: number) => many(count, 'Show 1 earlier comment', 'Show # earlier comments'),
  moreReplies: (count: number) => many(count, 'Show 1 more reply', 'Show # more replies'),
  unseen: (count: number) => many(count, '1 new comment', '# new comments'),
  deleted: 'This comment was deleted.',
  restore: 'Restore',
  edited: 'edited',
  reply: 'Reply',
  edit: 'Edit',
  remove: 'Delete',
  of: (act: string, name: string) => `${act}: comment by ${name}`,
  link: (when: string) => `${when}, link to this comment`,
  typing: (names: readonly string[], others: number) => {
    if (others > 0) return 'Several people are writing …';
    return names.length === 1 ? `${names[0]} is writing …` : `${names.join(' and ')} are writing …`;
  },
  arrived: (name: string) => `New comment by ${name}.`,
  arrivedMany: (count: number) => many(count, '# new comment.', '# new comments.'),
  refused: 'Your comment was not saved. It is kept.',
});
