import { beside } from './de/beside.ts';
import { commentsWriting } from './de/comments-writing.ts';
import { chat, proposals } from './de/chat.ts';
import { comments } from './de/comments.ts';
import { common } from './de/common.ts';
import { find } from './de/find.ts';
import { live } from './de/live.ts';
import { notifications } from './de/notifications.ts';
import { presence } from './de/presence.ts';
import { push } from './de/push.ts';
import { timeline } from './de/timeline.ts';

/**
 * German. A locale for another language is made the same way, with `@nality/widgets/locale.js`, and made known by
 * `registerLocale`.
 */
export default {
  common,
  find,
  timeline,
  beside,
  chat,
  proposals,
  live,
  presence,
  comments,
  commentsWriting,
  notifications,
  push,
};
