import type { Environment } from '../environment.ts';
import { watch, type Readable } from '../lib/signal.ts';
import type { Connection } from '../sync/connection.ts';
import type { Remote } from '../sync/remote.ts';
import type { PeerStatus } from '../sync/roster.ts';

/** Whoever is at the page is noted so often: who crashes was there at most so much later than is stored. */
const EVERY_MS = 2 * 60_000;
/** Whoever hides and shows the page in between is not noted again. */
const PAUSE_MS = 10_000;

/** Who is seen, and where it is noted. */
export interface LastSeenOptions {
  status: Readable<PeerStatus>;
  remote: Pick<Remote, 'rpc'>;
  connection: Pick<Connection, 'ready'>;
  environment: Environment;
  until: AbortSignal;
}

/** Stores when the person was last here: on arrival, while they are at the page, and when they turn away from it. */
export function keepLastSeen({ status, remote, connection, environment, until }: LastSeenOptions): void {
  let noted = -Infinity;
  let cancel: (() => void) | undefined;

  const note = async (): Promise<void> => {
    if (environment.now() < noted + PAUSE_MS) return;
    noted = environment.now();
    try {
      await connection.ready();
      await remote.rpc('nality_seen');
    } catch (error) {
      environment.log('info', 'It could not be stored that you are here.', error);
    }
  };
  const keepNoting = (): void => {
    void note();
    cancel = environment.after(EVERY_MS, keepNoting);
  };
  /** Whoever has been idle was here some minutes ago, as is stored; whoever hides the page was here just now. */
  const onStatus = (now: PeerStatus): void => {
    cancel?.();
    if (now === 'online') keepNoting();
    else if (noted > -Infinity && !environment.visible.get()) void note();
  };

  until.addEventListener('abort', () => cancel?.(), { once: true });
  watch(status, onStatus, until);
}
