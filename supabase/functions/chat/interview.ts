import type { Notes } from '../_shared/proposals.ts';
import type { Session, Turn } from './conversation.ts';

/** What an interviewer is given. */
export interface Situation {
  session: Session;
  /** What was said, oldest first; the last is what is to be answered. */
  history: Turn[];
  /** How the person writes dates. */
  locale: string;
  /** What there is of the answer already. */
  before: string;
  signal: AbortSignal;
  /** Adds to the answer; false when no more is wanted. */
  say(text: string): boolean;
}

/** What an answer comes with; `source` says who made it. */
export interface Outcome {
  notes: Notes;
  source: { model: string } | { built_in: true };
}

/** Answers by `say`, and rejects with a `ModelFailure` when it cannot finish. */
export type Interviewer = (situation: Situation) => Promise<Outcome>;
