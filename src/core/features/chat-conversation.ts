import { computed, constant, distinct, type Readable } from '../lib/signal.ts';
import type { ChannelEvents, ChannelSpec, ChannelState, TableFilter } from '../sync/channel.ts';
import { createCollection, type Collection } from '../sync/collection.ts';
import type { WindowOptions } from '../sync/edge.ts';
import type { SyncedRow } from '../sync/rows.ts';
import type { Typing } from '../sync/typing.ts';
import { createAnswers, type Answers } from './chat-answers.ts';
import { createAsking, type Asking } from './chat-asking.ts';
import { filledAt, messageOf, oldestFirst, type ChatMessage } from './chat-message.ts';
import { createProposals, type Proposal, type Proposals } from './chat-proposals.ts';
import { createReads, type ChatReads } from './chat-reads.ts';
import type { FeatureContext } from './feature-context.ts';
import type { Profile } from './profiles.ts';
import { askAtJoins, onRights } from './rights.ts';
import { openRoom } from './room.ts';

/** A conversation that I am in. */
export interface Conversation
  extends
    ChatReads,
    Proposals,
    Pick<Answers, 'items'>,
    Pick<Collection<ChatMessage>, 'phase' | 'more' | 'loadMore' | 'reload'> {
  readonly authors: Readable<ReadonlyMap<string, Profile>>;
  readonly typists: Readable<readonly Profile[]>;
  readonly others: Readable<readonly Profile[]>;
  readonly typing: Typing;
  readonly asking: Readable<Asking>;
  send(text: string): void;
  again(): void;
  stop(messageId: string): Promise<void>;
  proceed(messageId: string): Promise<void>;
}

/** Which conversation, and as whom. */
export interface ConversationOptions {
  session: string;
  me: string;
  /** Whether the server knows of it: before that it is neither followed nor answered. */
  live: boolean;
  /** Hears that somebody's right in it, or the conversation itself, is another one. */
  onRights(): void;
}

const PAGE = 50;
const NOBODY: readonly never[] = [];

/** Opens a conversation. One join carries its rows and its people, and one the pieces of answers, where only the server speaks. */
export function openConversation(
  options: ConversationOptions,
  context: FeatureContext,
  until: AbortSignal,
): Conversation {
  const { session, me } = options;
  const { remote, environment } = context;
  const line = options.live ? openLine(options, context, until) : NO_LINE;
  const open = <Row extends SyncedRow>(rows: RowsOf<Row>): Collection<Row> =>
    createCollection<Row>({
      ...context,
      ...rows,
      scope: session,
      scopeColumn: 'session_id',
      follow: line.follow,
      until,
    });
  let last = environment.now();
  const messages = open<ChatMessage>({
    table: 'chat_messages',
    compare: oldestFirst,
    window: { by: 'created_at', size: PAGE },
    // What is written within one millisecond keeps its order.
    fill: () => filledAt((last = Math.max(environment.now(), last + 1))),
  });
  const proposals = open<Proposal>({
    table: 'chat_extracted_events',
    compare: oldestFirst,
    fill: () => ({}),
  });
  const answers = createAnswers(messages.rows, environment, until);
  if (options.live) listen(answersTopic(session), answers.hear, context, until);
  const call = (verb: string, id: string): Promise<unknown> =>
    remote.invoke(`chat/${verb}`, { session_id: session, message_id: id });
  const asking = createAsking({
    ...context,
    items: answers.items,
    phase: messages.phase,
    me,
    until,
    ask: (id) => call('messages', id),
  });

  return {
    ...messages,
    ...createReads(session, me, context, until),
    ...createProposals(proposals, me, context),
    typists: line.typists,
    others: line.others,
    items: answers.items,
    authors: authorsOf(answers.items, context),
    typing: line.typing,
    asking: asking.state,
    again: asking.again,
    send(text) {
      messages.mutate({ type: 'insert', values: messageOf(text, me) });
      line.typing.stop();
    },
    async stop(id) {
      const release = answers.hold(id);
      await call('stop', id).catch((error: unknown) => {
        release();
        throw error;
      });
    },
    async proceed(id) {
      await call('continue', id).catch((error: unknown) => {
        // It is answered when all is written, which takes longer than calls are waited for.
        const now = answers.items.get().find(({ row }) => row.id === id)?.status;
        if (now !== 'streaming' && now !== 'final') throw error;
      });
    },
    reload() {
      messages.reload();
      proposals.reload();
    },
  };
}

type RowsOf<Row> = {
  table: string;
  compare(a: Row, b: Row): number;
  window?: WindowOptions;
  fill(): Record<string, unknown>;
};

interface Line extends Pick<Conversation, 'typists' | 'others' | 'typing'> {
  follow(events: Partial<ChannelEvents>, until: AbortSignal): { readonly state: Readable<ChannelState> };
}

const NO_LINE: Line = {
  follow: () => ({ state: constant<ChannelState>({ name: 'joining' }) }),
  typing: { type: () => undefined, stop: () => undefined },
  typists: constant(NOBODY),
  others: constant(NOBODY),
};

/** Joins the topic of a conversation, for all that it carries. */
function openLine(
  { session, me, onRights: ask }: ConversationOptions,
  context: FeatureContext,
  until: AbortSignal,
): Line {
  const topic = `chat:${session}`;
  const feed = context.feedOf(topic, filtersOf(session));
  const spec: ChannelSpec = { ...feed, presenceKey: me };
  const room = openRoom({ topic, feed }, context, until);
  const onChange: ChannelEvents['onChange'] = ({ table }) => table === 'chat_sessions' && ask();
  context.channels.open(spec, { onChange, onBroadcast: onRights(ask) }, until);
  askAtJoins(room.state, ask, until);
  return {
    follow: (events, end) => context.channels.open(spec, events, end),
    typing: room.typing(session),
    others: profilesOf(
      computed([room.people], (all) => all.map(({ id }) => id).filter((id) => id !== me)),
      context,
    ),
    typists: profilesOf(
      computed([room.typists], (all) => all.get(session) ?? []),
      context,
    ),
  };
}

/** The room of a conversation's answers. Nobody but the server can speak there: what is heard is the assistant's. */
export function answersTopic(session: string): string {
  return `answers:${session}`;
}

/** Hears a topic that is worth nothing to whoever has left. */
function listen(
  topic: string,
  onBroadcast: ChannelEvents['onBroadcast'],
  { channels }: FeatureContext,
  until: AbortSignal,
): void {
  channels.open({ topic, changes: [], feed: false, presenceKey: undefined }, { onBroadcast }, until);
  until.addEventListener('abort', () => channels.unsubscribe(topic), { once: true });
}

/** The tables whose rows the topic carries, with the columns that hold the session. */
const TABLES = { chat_messages: 'session_id', chat_extracted_events: 'session_id', chat_sessions: 'id' };

function filtersOf(session: string): readonly TableFilter[] {
  return Object.entries(TABLES).map(([table, column]) => ({ table, filter: `${column}=eq.${session}` }));
}

/** The profiles of these people, in their order. */
function profilesOf(
  ids: Readable<readonly string[]>,
  { profiles }: FeatureContext,
): Readable<readonly Profile[]> {
  const lists = computed(
    [distinct(ids, (a, b) => a.join() === b.join())],
    (all): ReadonlyMap<string, readonly string[]> => new Map([['', all]]),
  );
  return computed([profiles.resolve(lists)], (named) => named.get('') ?? NOBODY);
}

/** The profiles of all who wrote. */
function authorsOf(items: Answers['items'], context: FeatureContext): Readable<ReadonlyMap<string, Profile>> {
  const ids = computed([items], (all) => [...new Set(all.flatMap(({ row }) => row.user_id ?? []))]);
  return computed([profilesOf(ids, context)], (all) => new Map(all.map((one) => [one.id, one])));
}
