import type { Stage } from './stage.ts';

/** What every measurement is given. */
export interface Run {
  stage: Stage;
  /** How often each contestant has its turn. */
  rounds: number;
  /** Small sizes: whether it works, not how fast. */
  quick: boolean;
  say: (line: string) => void;
  /** Ends the bench: what was measured would mean nothing. */
  fail: (text: string) => void;
}
