import { computed, signal, type Readable } from '../lib/signal.ts';
import { createReader } from '../sync/reader.ts';
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

interface Mark {
  readonly user_id: string;
  readonly last_read_message_id: string | null;
}

/** The mark as this device has moved it last; kept for the next page. */
interface OwnMark {
  readonly id: string | null;
  /** Whether the server has it, or may have a newer one. */
  readonly isStored: boolean;
}

const STORED: OwnMark = { id: null, isStored: true };

/**
 * Follows my mark in a conversation: the server's, but for one that was moved here and that the server does not have yet. What
 * this device remembers besides is believed only while the server cannot be asked: I may have read on another one.
 */
export function createReads(
  session: string,
  me: string,
  context: FeatureContext,
  until: AbortSignal,
): ChatReads {
  const { remote, environment, connection, cache } = context;
  const name = `mark:${session}`;
  const own = signal<OwnMark | undefined>(undefined);
  /** Null also where the server could not be asked. */
  const stored = signal<string | null | undefined>(undefined);

  const note = (mark: OwnMark): void => {
    own.set(mark);
    cache.remember(name, mark);
  };
  const { run } = createReader({
    async read() {
      await connection.ready();
      if (stored.get() === undefined) {
        const columns = 'user_id,last_read_message_id';
        const marks = await remote.select<Mark>('chat_reads', columns, 'session_id', [session]);
        stored.set(marks.find(({ user_id: id }) => id === me)?.last_read_message_id ?? null);
      }
      const { id, isStored } = own.get() ?? STORED;
      if (isStored) return;
      const row = { session_id: session, user_id: me, last_read_message_id: id };
      await remote.put('chat_reads', row, 'session_id,user_id');
      stored.set(id);
      if (own.get()?.id === id) note({ id, isStored: true });
    },
    onError: () => stored.set(stored.get() ?? null),
    ...context,
    until,
  });
  const recall = async (): Promise<void> => {
    const known = await cache.recall<OwnMark>(name);
    if (own.get() || until.aborted) return;
    own.set(known ?? STORED);
    run();
  };
  void recall();
  run();
  return {
    lastRead: computed(
      [own, stored],
      (mine, known) => mine && (mine.isStored && known !== null ? known : mine.id),
    ),
    read(id) {
      if (id === own.get()?.id) return;
      note({ id, isStored: false });
      environment.after(PAUSE_MS, run);
    },
  };
}
