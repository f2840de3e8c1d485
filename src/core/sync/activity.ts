import type { Environment } from '../environment.ts';
import { signal, type Readable } from '../lib/signal.ts';
import type { PeerStatus } from './roster.ts';

/** Whoever has done nothing for so long is away … */
const IDLE_MS = 5 * 60 * 1000;
/** … as is noticed within this time. */
const CHECK_MS = 30_000;

/** Whether the person is at the page: away when it is hidden, or when nothing was done for five minutes. */
export function watchActivity(environment: Environment, until: AbortSignal): Readable<PeerStatus> {
  const status = signal<PeerStatus>(environment.visible.get() ? 'online' : 'away');
  let last = environment.now();
  let cancel: (() => void) | undefined;

  const update = (): void => {
    const idle = environment.now() - last > IDLE_MS;
    status.set(environment.visible.get() && !idle ? 'online' : 'away');
  };
  const act = (): void => {
    last = environment.now();
    update();
  };
  const check = (): void => {
    update();
    cancel = environment.after(CHECK_MS, check);
  };

  check();
  const stops = [
    environment.onActivity(act),
    environment.visible.subscribe((visible) => (visible ? act() : update())),
  ];
  until.addEventListener('abort', () => {
    cancel?.();
    for (const stop of stops) stop();
  });
  return status;
}
