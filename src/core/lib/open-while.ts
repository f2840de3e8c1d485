import { watch, type Readable } from './signal.ts';

/** Calls `change` with a signal when `wanted` becomes true, and with nothing when it ends. */
export function openWhile(
  wanted: Readable<boolean>,
  until: AbortSignal,
  change: (open: AbortSignal | undefined) => void,
): void {
  let open: AbortController | undefined;
  until.addEventListener('abort', () => open?.abort(), { once: true });
  watch(
    wanted,
    (now) => {
      open?.abort();
      open = now ? new AbortController() : undefined;
      change(open?.signal);
    },
    until,
  );
}
