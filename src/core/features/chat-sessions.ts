import { computed, type Readable } from '../lib/signal.ts';
import { blindWrite } from '../sync/blind-write.ts';
import { createFact, phaseOfFact } from '../sync/fact.ts';
import type { Outbox, OutboxEvent } from '../sync/outbox.ts';
import type { Operation } from '../sync/rows.ts';
import { filledAt, messageOf } from './chat-message.ts';
import type { Feature, Opened } from './feature.ts';
import type { FeatureContext } from './feature-context.ts';

/** A conversation that I am in, by what it began with. */
export interface BegunSession {
  readonly id: string;
  /** Who began it: I, or whoever took me in. */
  readonly user_id: string;
  /** The first words; null where nothing is known of it but when it began. */
  readonly title: string | null;
  /** By the server's clock, ISO 8601. */
  readonly created_at: string;
}

/** My conversations: those that I began, and of others those that I am in. */
export interface ChatSessions extends Opened {
  /** The one that I began last; null for none, undefined until it is known. */
  readonly newest: Readable<string | null | undefined>;
  /**
   * Begins a conversation with its first message. Returns its id.
   *
   * @throws NalityError `invalid` | `too-large`
   */
  begin(text: string): string;
  /**
   * My conversations that the server has, the newest first: fifty of my own at most, and fifty of others.
   *
   * @throws NalityError `offline` | `timeout` | `server`
   */
  list(): Promise<readonly BegunSession[]>;
}

const TABLE = 'chat_sessions';
const LISTED = 50;
/** A title is as long as a line may be, in code points: half of an emoji is no text that PostgreSQL stores. */
const TITLE = 80;
/** Another device may begin one: it is looked for so often, in milliseconds. */
const EVERY_MS = 5 * 60_000;

/** The conversations of a person, by their id. */
export const chatSessionsFeature: Feature<ChatSessions> = { name: 'chat-sessions', open: openSessions };

function openSessions(me: string, context: FeatureContext, until: AbortSignal): ChatSessions {
  const { remote, outbox, environment } = context;
  const stored = createFact<string | null>({
    name: `newest:${TABLE}`,
    async read() {
      await remote.checkSchema();
      const { rows } = await remote.page(TABLE, me, 'created_at', 1, undefined);
      return rows[0]?.id ?? null;
    },
    everyMs: EVERY_MS,
    ...context,
    until,
  });
  const write = (table: string, scope: string, values: object, shown = {}): string => {
    const rowId = environment.uuid();
    outbox.enqueue(
      blindWrite({ table, scope, type: 'insert', rowId, values: { ...values }, shown }, environment),
    );
    return rowId;
  };
  const onSettled = (event: OutboxEvent): void =>
    void (event.type === 'settled' && beginsSession(event.operation) && stored.refresh());
  until.addEventListener('abort', outbox.events.subscribe(onSettled), { once: true });
  return {
    newest: computed([begunIn(outbox), stored.value], (begun, known) => begun ?? known),
    phase: phaseOfFact(stored),
    begin(text) {
      const message = messageOf(text, me);
      const session = write(TABLE, me, { user_id: me, session_type: 'interview', title: titleOf(text) });
      write('chat_messages', session, { ...message, session_id: session }, filledAt(environment.now()));
      return session;
    },
    async list() {
      await remote.checkSchema();
      const [{ rows }, joined] = await Promise.all([
        remote.page(TABLE, me, 'created_at', LISTED, undefined),
        joinedBy(me, context),
      ]);
      return [...(rows as unknown as readonly BegunSession[]), ...joined].sort(
        (a, b) => Date.parse(b.created_at) - Date.parse(a.created_at),
      );
    },
  };
}

/** The conversations of others that somebody is in. */
async function joinedBy(
  person: string,
  { remote }: Pick<FeatureContext, 'remote'>,
): Promise<readonly BegunSession[]> {
  const parts = await remote.select<{ session_id: string }>('chat_participants', 'session_id', 'user_id', [
    person,
  ]);
  if (parts.length === 0) return [];
  const found = await remote.select<BegunSession & { deleted_at: string | null }>(
    TABLE,
    'id,user_id,title,created_at,deleted_at',
    'id',
    parts.slice(-LISTED).map(({ session_id: session }) => session),
  );
  return found.filter((session) => session.user_id !== person && session.deleted_at === null);
}

/** What a conversation is called that begins with these words. */
function titleOf(text: string): string {
  const line = [...text.trim().replace(/\s+/g, ' ')];
  return line.length > TITLE
    ? `${line
        .slice(0, TITLE - 1)
        .join('')
        .trimEnd()}…`
    : line.join('');
}

/** The conversation that was begun here last and that the server may not have yet. */
function begunIn({ pending }: Outbox): Readable<string | undefined> {
  return computed([pending], (all) => all.findLast(beginsSession)?.rowId);
}

/** Whether an operation begins a conversation. */
export function beginsSession({ table, type }: Operation): boolean {
  return table === TABLE && type === 'insert';
}
