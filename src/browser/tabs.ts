/** Waits for a lock of this origin; see `Environment.lock`. */
export function lock(
  name: string,
  { signal, steal = false }: { signal: AbortSignal; steal?: boolean },
): Promise<() => void> {
  const locks = (navigator as { locks?: LockManager }).locks;
  if (!locks) return Promise.resolve(() => undefined);
  return new Promise((resolve, reject) => {
    const hold = (): Promise<void> => new Promise((release) => resolve(release));
    locks.request(name, steal ? { steal } : { signal }, hold).catch((error: unknown) => {
      // Refused to this page (a sandboxed frame), or stolen from it after it was given.
      if (signal.aborted) reject(error as Error);
      else resolve(() => undefined);
    });
  });
}

/** Opens a line to the other tabs of this origin; see `Environment.openLine`. */
export function openLine(
  name: string,
  onMessage: (message: unknown) => void,
  until: AbortSignal,
): (message: unknown) => void {
  if (typeof BroadcastChannel !== 'function' || until.aborted) return () => undefined;
  const channel = new BroadcastChannel(name);
  channel.onmessage = ({ data }: MessageEvent<unknown>) => onMessage(data);
  until.addEventListener('abort', () => channel.close(), { once: true });
  return (message) => void (until.aborted || channel.postMessage(message));
}
