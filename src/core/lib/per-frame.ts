/**
 * Makes a task run at most once per frame, however often it is asked for: at once after a quiet frame, so that a
 * single thing is never late, else together with what else has come, before the next painting.
 *
 * @param frame calls a task before the next painting; returns the cancel function
 */
export function perFrame(
  task: () => void,
  frame: (task: () => void) => () => void,
  until: AbortSignal,
): () => void {
  let wanted = false;
  let cancel: (() => void) | undefined;
  const onFrame = (): void => {
    cancel = undefined;
    if (wanted) run();
  };
  const run = (): void => {
    wanted = false;
    cancel = frame(onFrame);
    task();
  };
  until.addEventListener('abort', () => cancel?.(), { once: true });
  return () => {
    if (until.aborted) return;
    if (cancel) wanted = true;
    else run();
  };
}
