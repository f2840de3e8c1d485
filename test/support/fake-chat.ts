import type { Asking } from '../../src/core/features/chat-asking.ts';
import type { ChatItem } from '../../src/core/features/chat-answers.ts';
import type { Chat } from '../../src/core/features/chat.ts';
import type { ChatSession } from '../../src/core/features/chat-about.ts';
import type { ChatMessage } from '../../src/core/features/chat-message.ts';
import type { Proposal } from '../../src/core/features/chat-proposals.ts';
import type { ChatSessions } from '../../src/core/features/chat-sessions.ts';
import type { Profile } from '../../src/core/features/profiles.ts';
import { signal, type Signal } from '../../src/core/lib/signal.ts';
import type { Tracked } from '../../src/core/sync/rows.ts';
import { fakeCore, type FakeCore } from './fake-core.ts';

type ValueOf<R> = R extends { get(): infer T } ? T : never;

/** A conversation without a server: a test says what it holds, and sees what was asked of it. */
export interface FakeChat extends Chat {
  readonly session: Signal<ChatSession | null | undefined>;
  readonly items: Signal<readonly ChatItem[]>;
  readonly phase: Signal<ValueOf<Chat['phase']>>;
  readonly more: Signal<ValueOf<Chat['more']>>;
  readonly authors: Signal<ReadonlyMap<string, Profile>>;
  readonly typists: Signal<readonly Profile[]>;
  readonly others: Signal<readonly Profile[]>;
  readonly asking: Signal<Asking>;
  readonly proposals: Signal<readonly Tracked<Proposal>[]>;
  readonly lastRead: Signal<string | null | undefined>;
  /** What was asked of it, in order. */
  readonly asked: (readonly [verb: string, ...values: unknown[]])[];
  /** What the next refusable verb meets. */
  fault: Error | undefined;
  /** Adds messages below the others, or replaces those of the same id. */
  say(...items: readonly ChatItem[]): void;
}

/** A core with one conversation, and my list of them. */
export interface FakeChatCore extends FakeCore {
  readonly chat: FakeChat;
  readonly sessions: Omit<ChatSessions, 'list'> & {
    readonly newest: Signal<string | null | undefined>;
    readonly begun: string[];
    /** What a test lets it list. */
    list: ChatSessions['list'];
  };
  /** The conversations that were opened, in order. */
  readonly opened: string[];
}

/** A row as the server would send it. */
export function chatMessage(id: string, values: Partial<ChatMessage> = {}): ChatMessage {
  return {
    id,
    session_id: 'session',
    user_id: null,
    content: `Words of ${id}`,
    message_type: 'assistant_response',
    reply_to: null,
    status: 'final',
    metadata: {},
    created_at: '2026-11-20T19:00:00Z',
    updated_at: '2026-11-20T19:00:00Z',
    rev: 1,
    deleted_at: null,
    ...values,
  };
}

/** A message as it is shown. */
export function chatItem(
  id: string,
  values: Partial<ChatMessage> = {},
  shown: Partial<ChatItem> = {},
): ChatItem {
  const row = chatMessage(id, values);
  return { row, state: 'saved', text: row.content, status: row.status, ...shown };
}

/** A proposal as the server would send it. */
export function proposalRow(id: string, values: Partial<Proposal> = {}): Proposal {
  return {
    id,
    session_id: 'session',
    message_id: null,
    user_id: 'me',
    title: 'By bicycle to the sea',
    description: 'A ride to the coast.',
    estimated_date: 'summer 1899',
    category: 'travel',
    details: {},
    confidence: 0.5,
    status: 'pending',
    created_life_event_id: null,
    created_at: '2026-11-20T19:00:00Z',
    rev: 1,
    deleted_at: null,
    ...values,
  };
}

export function fakeChat(): FakeChat {
  const asked: FakeChat['asked'] = [];
  const note =
    (verb: string) =>
    (...values: unknown[]): void =>
      void asked.push([verb, ...values]);
  const attempt =
    (verb: string) =>
    async (...values: unknown[]): Promise<void> => {
      asked.push([verb, ...values]);
      if (chat.fault) throw chat.fault;
    };
  const chat: FakeChat = {
    session: signal<ChatSession | null | undefined>({
      id: 'session',
      user_id: 'me',
      title: null,
      session_type: 'interview',
      deleted_at: null,
    }),
    items: signal<readonly ChatItem[]>([]),
    phase: signal<ValueOf<Chat['phase']>>({ name: 'live' }),
    more: signal<ValueOf<Chat['more']>>('none'),
    authors: signal<ReadonlyMap<string, Profile>>(new Map()),
    typists: signal<readonly Profile[]>([]),
    others: signal<readonly Profile[]>([]),
    asking: signal<Asking>({ name: 'idle' }),
    proposals: signal<readonly Tracked<Proposal>[]>([]),
    lastRead: signal<string | null | undefined>(null),
    asked,
    fault: undefined,
    loadMore: note('loadMore'),
    send(text) {
      if (chat.fault) throw chat.fault;
      asked.push(['send', text]);
    },
    type: note('type'),
    read: note('read'),
    settle: note('settle'),
    ask: note('ask'),
    stop: attempt('stop'),
    proceed: attempt('proceed'),
    join: attempt('join'),
    reload: note('reload'),
    accept: (id, draft) => (asked.push(['accept', id, draft]), `event-of-${id}`),
    takeBack: note('takeBack'),
    reject: note('reject'),
    say(...items) {
      const byId = new Map(chat.items.get().map((item) => [item.row.id, item]));
      for (const item of items) byId.set(item.row.id, item);
      chat.items.set([...byId.values()]);
    },
  };
  return chat;
}

/** A core on which somebody is signed in. */
export function fakeChatCore(me: string | undefined): FakeChatCore {
  const core = fakeCore();
  core.identity.set(me ? { name: 'person', id: me, isAnonymous: false } : { name: 'anonymous' });
  const chat = fakeChat();
  const begun: string[] = [];
  const sessions: FakeChatCore['sessions'] = {
    newest: signal<string | null | undefined>(null),
    phase: signal<ValueOf<Chat['phase']>>({ name: 'live' }),
    begun,
    list: async () => [],
    begin(text) {
      begun.push(text);
      return '00000000-0000-4000-8006-000000000009';
    },
  };
  const opened: string[] = [];
  core.offers.set('chat', (id) => (opened.push(id), chat));
  core.offers.set('chat-sessions', () => sessions);
  return Object.assign(core, { chat, sessions, opened });
}
