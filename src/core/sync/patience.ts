import type { Environment } from '../environment.ts';
import { NalityError } from '../errors.ts';
import { watch, type Readable } from '../lib/signal.ts';
import type { ConnectionState } from './connection-state.ts';

/** A call that is waited for. */
export interface Waiting {
  /** Aborts, with a `NalityError` as its reason, when it has been waited for long enough. */
  readonly signal: AbortSignal;
  /** It is waited for no longer. */
  done(): void;
}

/** How long calls are waited for. */
export interface Patience {
  begin(): Waiting;
}

/** A call without an answer is given up after so many milliseconds and may be sent again. */
const TIMEOUT_MS = 15_000;
/** What went out before the line was lost, and so long after it stands again is not answered, is given up as well. */
const GRACE_MS = 2_000;

/**
 * Makes the patience of a line, until `until` aborts: then what is under way is given up. A connection for calls dies
 * as silently as a socket does, but only of a socket it is noticed: its loss puts every call of before in doubt.
 */
export function createPatience(
  state: Readable<ConnectionState>,
  { after }: Pick<Environment, 'after'>,
  until: AbortSignal,
): Patience {
  const underWay = new Set<AbortController>();
  let doubted: readonly AbortController[] = [];
  let stood = false;
  let cancel: (() => void) | undefined;

  const giveUpDoubted = (): void => {
    for (const call of doubted) if (underWay.has(call)) call.abort(wentDown());
  };
  const onState = ({ name }: ConnectionState): void => {
    if (name === 'online') {
      stood = true;
      cancel?.();
      cancel = after(GRACE_MS, giveUpDoubted);
    } else if (stood && name !== 'needs-auth') {
      stood = false;
      cancel?.();
      doubted = [...underWay];
    }
  };
  watch(state, onState, until);
  until.addEventListener('abort', () => cancel?.(), { once: true });
  return {
    begin() {
      const call = new AbortController();
      const giveUp = (): void => call.abort(tookTooLong());
      const cancelTimeout = after(TIMEOUT_MS, giveUp);
      underWay.add(call);
      if (until.aborted) giveUp();
      else until.addEventListener('abort', giveUp);
      return {
        signal: call.signal,
        done() {
          underWay.delete(call);
          cancelTimeout();
          until.removeEventListener('abort', giveUp);
        },
      };
    },
  };
}

const tookTooLong = (): NalityError => new NalityError('timeout', 'The server did not answer in time.');

const wentDown = (): NalityError =>
  new NalityError('offline', 'The line was lost before an answer came. It is tried again by itself.');
