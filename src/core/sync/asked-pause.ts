import type { Environment } from '../environment.ts';
import type { NalityError } from '../errors.ts';

/** The pause that a server asks for: unlike one of our own, no wish ends it. */
export interface AskedPause {
  /** Whether it lasts. A wish in the meantime is fulfilled at its end. */
  holdsBack(): boolean;
  /** Begins it, if the server asks for one with this refusal. */
  heed(error: NalityError): void;
}

/** Makes the pauses of whoever asks a server. `wished` fulfils what was wished for in the meantime. */
export function createAskedPause(
  wished: () => void,
  { after }: Pick<Environment, 'after'>,
  until: AbortSignal,
): AskedPause {
  let cancel: (() => void) | undefined;
  let isWished = false;
  const end = (): void => {
    cancel = undefined;
    if (isWished) wished();
  };
  until.addEventListener('abort', () => cancel?.(), { once: true });
  return {
    holdsBack() {
      isWished ||= cancel !== undefined;
      return cancel !== undefined;
    },
    heed({ retryAfterMs }) {
      if (retryAfterMs === undefined || until.aborted) return;
      cancel?.();
      isWished = false;
      cancel = after(retryAfterMs, end);
    },
  };
}
