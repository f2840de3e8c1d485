import { NalityError } from '../errors.ts';
import { computed, constant, signal, switched, watch, type Readable } from '../lib/signal.ts';
import { phaseOfFact } from '../sync/fact.ts';
import type { OutboxEvent } from '../sync/outbox.ts';
import type { More } from '../sync/reading.ts';
import { chatAbout, takePart, type ChatSession } from './chat-about.ts';
import type { ChatItem } from './chat-answers.ts';
import type { Asking } from './chat-asking.ts';
import { openConversation, type Conversation } from './chat-conversation.ts';
import type { Proposals } from './chat-proposals.ts';
import type { ChatReads } from './chat-reads.ts';
import { beginsSession } from './chat-sessions.ts';
import type { Feature, Opened } from './feature.ts';
import type { FeatureContext } from './feature-context.ts';
import type { Profile } from './profiles.ts';

/** A conversation with the assistant and with each other. */
export interface Chat extends Opened, ChatReads, Proposals {
  /** What is known of it; null where I am not in it, undefined until that is known. */
  readonly session: Readable<ChatSession | null | undefined>;
  /** Oldest first, with what is not yet saved. */
  readonly items: Readable<readonly ChatItem[]>;
  /** Whether there are older ones. */
  readonly more: Readable<More>;
  loadMore(): void;
  /** The names and pictures of those who wrote, by their ids. */
  readonly authors: Readable<ReadonlyMap<string, Profile>>;
  /** The others who are typing, the earliest first. */
  readonly typists: Readable<readonly Profile[]>;
  /** The others who are here. */
  readonly others: Readable<readonly Profile[]>;
  /** Whether the assistant was asked and has not begun. */
  readonly asking: Readable<Asking>;
  /** Says something; it is visible at once, and answered once the server has it. @throws NalityError `denied`, `storage`, `invalid` or `too-large` */
  send(text: string): void;
  /** To be called at every keystroke. */
  type(): void;
  /** Decides over a message that the server refused. */
  settle(operationId: string, choice: 'retry' | 'discard'): void;
  /** Asks the assistant again, after it has refused. */
  ask(): void;
  /** Ends an answer that is being written. It looks ended at once. @throws NalityError */
  stop(messageId: string): Promise<void>;
  /** Has an answer go on that was stopped or interrupted. @throws NalityError */
  proceed(messageId: string): Promise<void>;
  /** Takes part in a live conversation. @throws NalityError `denied` */
  join(): Promise<void>;
  /** Loads everything again, for instance after a failure. */
  reload(): void;
}

type ValueOf<R> = R extends Readable<infer T> ? T : never;

/** A conversation, by the id of its session. */
export const chatFeature: Feature<Chat> = { name: 'chat', open: openChat };

function openChat(session: string, context: FeatureContext, until: AbortSignal): Chat {
  const { outbox, me } = context;
  const about = context.use(chatAbout, session, until);
  const open = signal<Conversation | undefined>(undefined);
  const closed = phaseOfFact(about);
  const begun = computed([outbox.pending], (all) =>
    all.some((one) => one.rowId === session && beginsSession(one)),
  );
  const place = computed([begun, about.value], (is, now) => (now ? 'in' : is ? 'begun' : 'out'));
  let end = new AbortController();
  /** What I have begun here is written into before the server knows of it; it is followed from then on. */
  const enter = (now: 'in' | 'begun' | 'out'): void => {
    end.abort();
    end = new AbortController();
    const options = { session, me: me.get() ?? '', live: now === 'in', onRights: about.refresh };
    const both = AbortSignal.any([end.signal, until]);
    open.set(now === 'out' ? undefined : openConversation(options, context, both));
  };
  const onSettled = (event: OutboxEvent): void =>
    void (event.type === 'settled' && event.operation.rowId === session && about.refresh());

  watch(place, enter, until);
  watch(about.value, (now) => now === null && !begun.get() && leave(session, context), until);
  until.addEventListener('abort', outbox.events.subscribe(onSettled), { once: true });

  const of = <Name extends keyof Conversation>(
    name: Name,
    none: ValueOf<Conversation[Name]>,
  ): Readable<ValueOf<Conversation[Name]>> => {
    const nothing = constant(none);
    return switched(open, (now) => (now?.[name] as typeof nothing | undefined) ?? nothing);
  };
  return {
    session: about.value,
    items: of('items', []),
    more: of('more', 'none'),
    authors: of('authors', new Map()),
    typists: of('typists', []),
    others: of('others', []),
    asking: of('asking', { name: 'idle' }),
    proposals: of('proposals', []),
    lastRead: of('lastRead', undefined),
    phase: switched(open, (now) => now?.phase ?? closed),
    loadMore: () => open.get()?.loadMore(),
    send(text) {
      const now = open.get();
      if (!now) throw new NalityError('denied', 'You are not in this conversation.');
      now.send(text);
    },
    type: () => open.get()?.typing.type(),
    read: (id) => open.get()?.read(id),
    accept: (id, draft) => open.get()?.accept(id, draft),
    takeBack: (id) => open.get()?.takeBack(id),
    reject: (id) => open.get()?.reject(id),
    settle: outbox.settle,
    ask: () => open.get()?.again(),
    stop: async (id) => open.get()?.stop(id),
    proceed: async (id) => open.get()?.proceed(id),
    async join() {
      await takePart(session, context);
      about.refresh();
    },
    reload() {
      about.refresh();
      open.get()?.reload();
    },
  };
}

/** Whoever is not in it keeps nothing of it on this machine. */
function leave(session: string, { cache, channels }: FeatureContext): void {
  void cache.forget('chat_messages', session);
  void cache.forget('chat_extracted_events', session);
  channels.unsubscribe(`chat:${session}`);
}
