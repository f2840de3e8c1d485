import { many } from '../shared/counted.ts';
import { words } from '../shared/language.ts';

/** What is said to whoever writes comments. */
export const writingText = words('commentsWriting', {
  field: { new: 'Write a comment', reply: 'Write a reply', edit: 'Change your comment' },
  send: { new: 'Send', reply: 'Reply', edit: 'Save' },
  cancel: 'Cancel',
  removed: 'The comment was deleted.',
  people: (count: number) =>
    many(count, '1 person to mention. Enter chooses.', '# people to mention. Arrows and Enter choose.'),
});
