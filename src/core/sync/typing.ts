import type { Environment } from '../environment.ts';

/** Tells the others that I am typing somewhere. */
export interface Typing {
  /** To be called at every keystroke. */
  type(): void;
  /** The text was sent or left; otherwise it ends by itself three seconds after the last keystroke. */
  stop(): void;
}

/** Whoever has typed nothing for so long has stopped … */
const STOP_MS = 3_000;
/** … whoever goes on says so again after this time … */
const REPEAT_MS = 2_000;
/** … and whoever is not heard of for so long has left without a word. */
export const TYPING_MS = 5_000;

/**
 * What is typed in one place. `tell` may lose what it is told: it is repeated. After `until` nothing is typed; its
 * owner calls `stop` then, for as long as there is a line.
 */
export function createTyping(
  tell: (typing: boolean) => void,
  { now, after }: Pick<Environment, 'now' | 'after'>,
  until: AbortSignal,
): Typing {
  let told: number | undefined;
  let cancelStop: (() => void) | undefined;
  const stop = (): void => {
    cancelStop?.();
    if (told === undefined) return;
    told = undefined;
    tell(false);
  };
  return {
    type() {
      if (until.aborted) return;
      cancelStop?.();
      cancelStop = after(STOP_MS, stop);
      if (told !== undefined && now() < told + REPEAT_MS) return;
      told = now();
      tell(true);
    },
    stop,
  };
}
