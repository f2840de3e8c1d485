import type { Environment } from '../../environment.ts';

/** Hears once how a question went: `ok` or `error`, as the server said, or `timed out`. */
export type OnReply = (status: unknown, response?: unknown) => void;

/** What was asked and waits for its answer. */
export interface Questions {
  /** Waits so many milliseconds for the answer to the message of that number. */
  ask(ref: string, ms: number, onReply: OnReply): void;
  /** Hands on an answer; one to something else is nobody's. */
  answer(ref: string | null, status: unknown, response: unknown): void;
  /** Answers whatever still waits with `error`. */
  end(): void;
}

/** Makes the register of a channel's questions. */
export function createQuestions(after: Environment['after']): Questions {
  const waiting = new Map<string | null, OnReply>();
  return {
    ask(ref, ms, onReply) {
      const settle: OnReply = (status, response) => {
        waiting.delete(ref);
        cancel();
        onReply(status, response);
      };
      const cancel = after(ms, () => settle('timed out'));
      waiting.set(ref, settle);
    },
    answer: (ref, status, response) => waiting.get(ref)?.(status, response),
    end() {
      for (const settle of [...waiting.values()]) settle('error');
    },
  };
}
