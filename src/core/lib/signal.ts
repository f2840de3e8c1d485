import { callSafely } from './safely.ts';

/** A value that changes over time. Nothing runs behind it until somebody subscribes. */
export interface Readable<T> {
  /** The value now. */
  get(): T;
  /** Calls `listener` after every change (not at once). Returns the unsubscribe function. */
  subscribe(listener: (value: T) => void): () => void;
}

/** A `Readable` that its owner may change. */
export interface Signal<T> extends Readable<T> {
  /** Stores the value and tells the listeners, unless it is `Object.is`-equal to the old one. */
  set(value: T): void;
}

/** What a signal may be told about its listeners. */
export interface SignalOptions {
  /** Runs when the first listener arrives; what it returns runs after the last one has left. */
  onListened?: () => () => void;
}

/** Makes a signal with a first value. A listener that throws does not keep the others from hearing. */
export function signal<T>(initial: T, { onListened }: SignalOptions = {}): Signal<T> {
  let value = initial;
  let release: (() => void) | undefined;
  const listeners = new Set<(value: T) => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) {
        // A listener that set it anew has told everybody; one that has left hears nothing more.
        if (!Object.is(value, next)) return;
        if (listeners.has(listener)) callSafely(listener, next);
      }
    },
    subscribe(listener) {
      const own = (next: T): void => listener(next);
      listeners.add(own);
      if (listeners.size === 1) release = onListened?.();
      return () => {
        if (!listeners.delete(own) || listeners.size > 0) return;
        release?.();
        release = undefined;
      };
    },
  };
}

/**
 * A value derived from others. It follows its sources only while somebody listens; an unobserved
 * `get()` computes afresh, so it is never stale.
 */
export function computed<const S extends readonly Readable<unknown>[], T>(
  sources: S,
  derive: (...values: Values<S>) => T,
): Readable<T> {
  const compute = (): T => derive(...(sources.map((source) => source.get()) as Values<S>));
  let current: { value: T } | undefined;
  const changes = signal<object>(
    {},
    {
      onListened() {
        current = { value: compute() };
        const stops = sources.map((source) => source.subscribe(recompute));
        return () => {
          current = undefined;
          for (const stop of stops) stop();
        };
      },
    },
  );
  const recompute = (): void => {
    if (!current) return;
    const value = compute();
    if (Object.is(current.value, value)) return;
    current = { value };
    changes.set({});
  };
  const get = (): T => (current ? current.value : compute());
  return { get, subscribe: (listener) => changes.subscribe(() => listener(get())) };
}

/** The same value, which counts as unchanged as long as `isSame` says so. */
export function distinct<T>(source: Readable<T>, isSame: (a: T, b: T) => boolean): Readable<T> {
  let last: T | undefined;
  return computed([source], (value) => (last !== undefined && isSame(last, value) ? last : (last = value)));
}

/** The value of whichever signal `pick` finds behind the source's value now. */
export function switched<S, T>(source: Readable<S>, pick: (value: S) => Readable<T>): Readable<T> {
  let picked: { from: S; inner: Readable<T> } | undefined;
  const inner = (): Readable<T> => {
    const from = source.get();
    if (!picked || !Object.is(picked.from, from)) picked = { from, inner: pick(from) };
    return picked.inner;
  };
  return {
    get: () => inner().get(),
    subscribe(listener) {
      let last = inner().get();
      const tell = (): void => {
        const value = inner().get();
        if (Object.is(value, last)) return;
        last = value;
        listener(value);
      };
      let stopInner = inner().subscribe(tell);
      const stopOuter = source.subscribe(() => {
        stopInner();
        stopInner = inner().subscribe(tell);
        tell();
      });
      return () => {
        stopOuter();
        stopInner();
      };
    },
  };
}

/** A value that never changes. */
export function constant<T>(value: T): Readable<T> {
  return { get: () => value, subscribe: () => () => undefined };
}

type Values<S extends readonly Readable<unknown>[]> = {
  -readonly [K in keyof S]: S[K] extends Readable<infer V> ? V : never;
};

/** Calls `listener` with the value now and after every change, until `signal` aborts. */
export function watch<T>(source: Readable<T>, listener: (value: T) => void, until: AbortSignal): void {
  if (until.aborted) return;
  until.addEventListener('abort', source.subscribe(listener), { once: true });
  listener(source.get());
}
