/** The conversation's side of the server: opens conversations, answers messages, stops and continues answers. */
import { serve } from '../_shared/http.ts';
import { continueAnswer } from './continue.ts';
import { answerMessage } from './messages.ts';
import { openSession } from './sessions.ts';
import { stop } from './stop.ts';

serve({
  'chat/sessions': openSession,
  'chat/messages': answerMessage,
  'chat/stop': stop,
  'chat/continue': continueAnswer,
});
