/** Collects the tasks that last longer than 50 ms, until `end`, which answers their lengths in milliseconds. */
export function longTasks(): { end(): Promise<number[]> } {
  const lengths: number[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) lengths.push(duration);
  });
  observer.observe({ type: 'longtask' });
  return {
    async end() {
      // Entries of a task come after it.
      await new Promise((resolve) => setTimeout(resolve, 100));
      observer.disconnect();
      return lengths;
    },
  };
}
