/** What a server's process tells the one that started it. */
export type ToParent = { url: string } | { memory: number } | { trouble: string };

export function tellParent(message: ToParent): void {
  process.send?.(message);
}

/** Says that the server serves, answers questions about its memory, and ends the process with the parent's. */
export function reportToParent(url: string): void {
  process.on('message', () => tellParent({ memory: process.memoryUsage.rss() }));
  process.on('disconnect', () => process.exit());
  tellParent({ url });
}
