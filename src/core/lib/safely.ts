/** Calls a listener. Its fault becomes an uncaught error of its own, after everybody has heard. */
export function callSafely<T>(listener: (value: T) => void, value: T): void {
  try {
    listener(value);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
