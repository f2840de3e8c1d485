import { callSafely } from './safely.ts';

/** A stream of events that others may listen to. */
export interface Subscribable<T> {
  /** Calls `listener` for every event from now on. Returns the unsubscribe function. */
  subscribe(listener: (event: T) => void): () => void;
}

/** The owner's side of a stream of events. */
export interface Emitter<T> extends Subscribable<T> {
  /** Tells every listener. One that throws does not keep the others from hearing. */
  emit(event: T): void;
}

/** Makes a stream of events. */
export function emitter<T>(): Emitter<T> {
  const listeners = new Set<(event: T) => void>();
  return {
    emit(event) {
      for (const listener of [...listeners]) if (listeners.has(listener)) callSafely(listener, event);
    },
    subscribe(listener) {
      const own = (event: T): void => listener(event);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
  };
}
