import type { Environment } from '../environment.ts';
import { computed, signal, watch, type Readable } from '../lib/signal.ts';
import type { Tracked } from '../sync/rows.ts';
import { endOf, type UserNotification } from './notification.ts';

/** `after` counts in 32 bits. */
const LONGEST_MS = 2 ** 31 - 1;

/** What has not expired, at every time: one timer waits for the next to do so. */
export function withoutExpired(
  all: Readable<readonly Tracked<UserNotification>[]>,
  environment: Environment,
  until: AbortSignal,
): Readable<readonly Tracked<UserNotification>[]> {
  const clock = signal(environment.now());
  let cancel: (() => void) | undefined;
  const look = (): void => {
    const now = environment.now();
    clock.set(now);
    cancel?.();
    const next = Math.min(
      ...all
        .get()
        .map(({ row }) => endOf(row))
        .filter((end) => end > now),
    );
    cancel = next < Infinity ? environment.after(Math.min(next - now, LONGEST_MS), look) : undefined;
  };
  watch(all, look, until);
  until.addEventListener('abort', () => cancel?.(), { once: true });
  return computed([all, clock], (rows, now) => rows.filter(({ row }) => endOf(row) > now));
}
