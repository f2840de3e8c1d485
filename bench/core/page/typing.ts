/** A field to type in, which has the focus. `end` answers how long the slowest key took to show, in milliseconds. */
export function typingField(): { end(): Promise<number> } {
  const field = document.body.appendChild(document.createElement('input'));
  field.focus();
  // Quicker ones are not told.
  let slowest = SHORTEST;
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as PerformanceEventTiming[])
      if (entry.name.startsWith('key')) slowest = Math.max(slowest, entry.duration);
  });
  observer.observe({ type: 'event', durationThreshold: SHORTEST } as PerformanceObserverInit);
  return {
    async end() {
      await new Promise((resolve) => setTimeout(resolve, 100));
      observer.disconnect();
      if (field.value === '') throw new Error('Nothing was typed.');
      field.remove();
      return slowest;
    },
  };
}

/** Milliseconds: the least that Event Timing tells of. */
const SHORTEST = 16;
