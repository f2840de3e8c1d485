import { computed, type Readable } from '../lib/signal.ts';
import { createFact } from '../sync/fact.ts';
import type { FeatureContext } from './feature-context.ts';

/** How far I have read a conversation. */
export interface ChatReads {
  /** The last message that I had read; null for none and where it cannot be told, undefined until that is known. */
  readonly lastRead: Readable<string | null | undefined>;
  /** Notes that I have read down to a message that the server has. */
  read(messageId: string): void;
}

/** Marks are moved so many milliseconds after they were wished for, the last wish alone. */
const PAUSE_MS = 1_000;
/** A mark is no more than a mark: it is read again rarely, and tried again late. */
const RARELY_MS = 5 * 60_000;

interface Mark {
  readonly user_id: string;
  readonly last_read_message_id: string | null;
}

/** Follows my mark in a conversation. */
export function createReads(
  session: string,
  me: string,
  context: FeatureContext,
  until: AbortSignal,
): ChatReads {
  const { remote, environment } = context;
  const marks = createFact({
    name: `read:${session}`,
    read: () => remote.select<Mark>('chat_reads', 'user_id,last_read_message_id', 'session_id', [session]),
    everyMs: RARELY_MS,
    ...context,
    until,
  });
  let wanted: string | undefined;
  let cancel: (() => void) | undefined;

  const move = async (): Promise<void> => {
    cancel = undefined;
    const mark = wanted;
    try {
      const row = { session_id: session, user_id: me, last_read_message_id: mark };
      await remote.put('chat_reads', row, 'session_id,user_id');
    } catch (error) {
      environment.log('info', 'How far you have read could not be stored.', error);
      later(RARELY_MS);
    }
  };
  const later = (ms: number): void => {
    if (!until.aborted) cancel ??= environment.after(ms, () => void move());
  };
  until.addEventListener('abort', () => cancel?.(), { once: true });
  return {
    lastRead: computed([marks.value, marks.error], (all, error) =>
      all || error ? (all?.find(({ user_id: id }) => id === me)?.last_read_message_id ?? null) : undefined,
    ),
    read(messageId) {
      if (messageId === wanted) return;
      wanted = messageId;
      later(PAUSE_MS);
    },
  };
}
