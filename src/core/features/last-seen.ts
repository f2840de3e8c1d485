import type { Environment } from '../environment.ts';
import { watch, type Readable } from '../lib/signal.ts';
import type { Connection } from '../sync/connection.ts';
import type { Remote } from '../sync/remote.ts';
import type { PeerStatus } from '../sync/roster.ts';

/** Whoever is at the page is noted so often: who crashes was there at most so much later than is stored. */
const EVERY_MS = 2 * 60_000;
/** Whoever hides and shows the page in between is noted again when this is over. */
const PAUSE_MS = 10_000;

/** Who is seen, and where it is noted. */
export interface LastSeenOptions {
  status: Readable<PeerStatus>;
  remote: Pick<Remote, 'rpc'>;
  connection: Pick<Connection, 'ready'>;
  environment: Environment;
  until: AbortSignal;
}

/**
 * Stores when the person was last here: on arrival, while they are at the page, and when they turn away from it, which is said: from
 * then on they are told by a notification what they would have seen.
 */
export function keepLastSeen({ status, remote, connection, environment, until }: LastSeenOptions): void {
  let noted = -Infinity;
  let left = false;
  let cancel: (() => void) | undefined;

  const note = async (): Promise<void> => {
    try {
      await connection.ready();
      await remote.rpc('nality_seen', left ? { leaving: true } : undefined);
    } catch (error) {
      environment.log('info', 'It could not be stored that you are here.', error);
    }
  };
  const keepNoting = (): void => {
    const pause = noted + PAUSE_MS - environment.now();
    cancel = environment.after(pause > 0 ? pause : EVERY_MS, keepNoting);
    if (pause > 0) return;
    noted = environment.now();
    left = false;
    void note();
  };
  /** Whoever has been idle was here some minutes ago, as is stored; whoever hides the page was here just now. */
  const onStatus = (now: PeerStatus): void => {
    cancel?.();
    if (now === 'online') keepNoting();
    else if (noted > -Infinity && !left && !environment.visible.get()) {
      left = true;
      void note();
    }
  };

  until.addEventListener('abort', () => cancel?.(), { once: true });
  watch(status, onStatus, until);
}
