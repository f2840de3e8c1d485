import { many } from '../shared/counted.ts';
import { words } from '../shared/language.ts';

/** Every word that the chat says. Parameters come as text and are rendered as text. */
export const text = words('chat', {
  label: 'Conversation',
  log: 'Messages',
  assistant: 'Interviewer',
  you: 'You',
  loading: 'Loading the conversation …',
  fresh: 'New conversation',
  conversations: {
    label: 'Conversations',
    loading: 'Loading your conversations …',
    joined: (day: string) => `${day}, with others`,
    none: 'There are no others yet.',
    failed: 'They could not be loaded. Check your connection and open this again.',
  },
  together: 'Together',
  older: 'Show earlier messages',
  olderLoading: 'Loading earlier messages …',
  unread: 'New messages',
  latest: (count: number) => (count === 0 ? 'To the latest' : many(count, '1 new message', '# new messages')),
  more: 'Show more',
  copy: 'Copy answer',
  copied: 'Copied',
  copyCode: 'Copy code',
  proceed: 'Continue',
  stopped: 'Stopped.',
  interrupted: 'The answer broke off.',
  unanswered: 'The interviewer did not answer',
  ask: 'Ask again',
  failed: 'That did not work',
  thinking: 'The interviewer is writing …',
  typing: (names: readonly string[]) =>
    names.length === 1
      ? `${names[0]} is typing …`
      : names.length === 2
        ? `${names[0]} and ${names[1]} are typing …`
        : `${names.length} people are typing …`,
  here: (count: number) => many(count, '1 other is here', '# others are here'),
  said: (name: string, words: string) => `${name}: ${words}`,
  suggestions: 'You could say',

  composer: {
    label: 'Your message',
    placeholder: 'Write a message',
    send: 'Send',
    stop: 'Stop the answer',
  },

  empty: {
    title: 'Tell a story',
    body: 'Where did it happen, and who was there? The interviewer asks, listens and proposes events for your timeline.',
  },
  emptyReadonly: { title: 'Nothing was said yet', body: 'Messages appear here as soon as somebody writes.' },
  starters: [
    'I would like to tell you about my childhood home.',
    'Let me tell you how I met somebody important.',
    'Ask me about a journey.',
  ],
  signIn: { title: 'Sign in to talk', body: 'A conversation belongs to you: after signing in it is here.' },
  join: {
    title: 'You are not in this conversation',
    body: 'If it is a live one and you may comment on its owner’s timeline, you can take part.',
    act: 'Join',
    denied: 'This conversation is not open to you. Its owner can invite you.',
  },
  invalid: { title: 'There is no such conversation', body: 'The session-id of this widget is not an id.' },
  offline: { title: 'You are offline', body: 'The conversation is shown as soon as there is a connection.' },
});
