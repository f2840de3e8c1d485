/**
 * Calls `listener` when the page may have slept. A page that was frozen, or restored from the back-forward cache, comes
 * back with its timers and sockets as they were; `freeze` itself needs no answer, for `resume` always follows it.
 */
export function watchWakes(listener: () => void): () => void {
  const end = new AbortController();
  const { signal } = end;
  const onShown = (): void => void (document.visibilityState === 'visible' && listener());
  const onPageShow = ({ persisted }: PageTransitionEvent): void => void (persisted && listener());
  document.addEventListener('visibilitychange', onShown, { signal });
  document.addEventListener('resume', listener, { signal });
  window.addEventListener('pageshow', onPageShow, { signal });
  window.addEventListener('online', listener, { signal });
  return () => end.abort();
}
