import type { Environment } from '../environment.ts';
import { asNalityError, type NalityError } from '../errors.ts';
import { backoff } from '../lib/backoff.ts';
import { computed, signal, watch, type Readable } from '../lib/signal.ts';
import { sleep } from '../lib/sleep.ts';
import type { Connection } from '../sync/connection.ts';
import type { Phase } from '../sync/phase.ts';
import type { ChatItem } from './chat-answers.ts';

/** Whether the assistant has been asked for an answer that has not begun yet. */
export type Asking =
  | { readonly name: 'idle' }
  | { readonly name: 'asking'; readonly messageId: string }
  /** It is asked again by `ask`, or once more after a reload. */
  | { readonly name: 'refused'; readonly messageId: string; readonly error: NalityError };

/** What is asked, and of whom. */
export interface AskingOptions {
  items: Readable<readonly ChatItem[]>;
  phase: Readable<Phase>;
  me: string;
  /** Asks for the answer to a message. To ask again is harmless: there is one answer. */
  ask(messageId: string): Promise<unknown>;
  connection: Pick<Connection, 'ready'>;
  environment: Environment;
  until: AbortSignal;
}

/** Older messages that were never answered are left alone. */
const DAY_MS = 24 * 60 * 60_000;
/** So often is asked what fails for a passing reason, with growing pauses: about a minute, and more where the server asks for it. */
const MAX_ATTEMPTS = 6;
const IDLE: Asking = { name: 'idle' };

/**
 * The message that the assistant has to be asked about: my newest one, once the server has it, as long as it has no answer. That
 * follows from the rows alone, in whichever tab and after whatever reload. `now` in milliseconds.
 */
export function unanswered(items: readonly ChatItem[], me: string, now: number): string | undefined {
  const newest = items.findLast(({ row, state }) => row.user_id === me && state === 'saved')?.row;
  if (!newest || Date.parse(newest.created_at) < now - DAY_MS) return undefined;
  const isAnswered = items.some(({ row }) => isAnswer(row) && row.reply_to === newest.id);
  return isAnswered ? undefined : newest.id;
}

function isAnswer({ message_type: type }: ChatItem['row']): boolean {
  return type === 'assistant_response';
}

/** Asks for the answers to my messages, each in one tab at a time. */
export function createAsking(options: AskingOptions): {
  readonly state: Readable<Asking>;
  /** Asks again after a refusal. */
  again(): void;
} {
  const { items, phase, me, ask, connection, environment, until } = options;
  const state = signal<Asking>(IDLE);
  const wanted = computed([items, phase], (all, { name }) =>
    name === 'live' ? unanswered(all, me, environment.now()) : undefined,
  );
  let end = new AbortController();
  /** Until then the server asks to be left in peace, by whatever message. */
  let quietUntil = 0;

  const pursue = async (messageId: string, signal: AbortSignal): Promise<void> => {
    state.set({ name: 'asking', messageId });
    const release = await environment.lock(`nality:ask:${messageId}`, { signal });
    try {
      for (let attempt = 1, pause = 0; ; attempt++) {
        await sleep(Math.max(pause, quietUntil - environment.now()), environment.after, signal);
        if (signal.aborted) return;
        const error = await connection
          .ready()
          .then(() => ask(messageId))
          .then(() => undefined, asNalityError);
        quietUntil = environment.now() + (error?.retryAfterMs ?? 0);
        if (!error || signal.aborted) return;
        // It was answered, and the answer deleted.
        if (error.code === 'conflict') return state.set(IDLE);
        if (!error.retryable || attempt === MAX_ATTEMPTS)
          return state.set({ name: 'refused', messageId, error });
        pause = backoff(attempt, { random: environment.random });
      }
    } finally {
      release();
    }
  };
  const follow = (messageId: string | undefined): void => {
    end.abort();
    end = new AbortController();
    if (messageId === undefined) return state.set(IDLE);
    // It rejects only when it is not wanted any more, before it has the lock.
    pursue(messageId, AbortSignal.any([end.signal, until])).catch(() => undefined);
  };

  watch(wanted, follow, until);
  return { state, again: () => follow(wanted.get()) };
}
