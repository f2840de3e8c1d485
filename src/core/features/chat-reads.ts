import { asNalityError } from '../errors.ts';
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
  const stored = signal<string | null | undefined>(undefined);
  const failed = signal(false);
  let cancel: (() => void) | undefined;

  const note = (mark: OwnMark): void => {
    own.set(mark);
    cache.remember(name, mark);
  };
  const reading = createReader({
    async read() {
      await connection.ready();
      const marks = await remote.select<Mark>('chat_reads', 'user_id,last_read_message_id', 'session_id', [
        session,
      ]);
      const mine = marks.find(({ user_id: id }) => id === me)?.last_read_message_id ?? null;
      if (stored.get() === undefined) stored.set(mine);
    },
    onError: () => failed.set(true),
    ...context,
    until,
  });
  const moving = createReader({
    async read() {
      const { id = null, isStored } = own.get() ?? {};
      if (isStored) return;
      const row = { session_id: session, user_id: me, last_read_message_id: id };
      try {
        await remote.put('chat_reads', row, 'session_id,user_id');
      } catch (error) {
        environment.log('info', 'How far you have read could not be stored.', error);
        if (asNalityError(error).retryable) throw error;
        return;
      }
      stored.set(id);
      if (own.get()?.id === id) note({ id, isStored: true });
    },
    ...context,
    until,
  });
  const recall = async (): Promise<void> => {
    const known = await cache.recall<OwnMark>(name);
    if (own.get() || until.aborted) return;
    own.set(known ?? { id: null, isStored: true });
    moving.run();
  };
  until.addEventListener('abort', () => cancel?.(), { once: true });
  void recall();
  reading.run();
  return {
    lastRead: computed([own, stored, failed], (mine, known, none) =>
      mine && (!mine.isStored || (known === undefined && none)) ? mine.id : mine && known,
    ),
    read(id) {
      if (id === own.get()?.id) return;
      note({ id, isStored: false });
      cancel ??= environment.after(PAUSE_MS, () => {
        cancel = undefined;
        moving.run();
      });
    },
  };
}
