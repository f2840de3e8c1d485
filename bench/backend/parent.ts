/** What a server's process tells the one that started it. */
export type ToParent = { url: string } | { memory: number } | { trouble: string };

export function tellParent(message: ToParent): void {
  process.send?.(message);
}

/** Ends this process with its parent's; to be called first. */
export function endWithParent(): void {
  process.on('disconnect', () => process.exit());
  if (!process.connected) process.exit();
}

/** Says that the server serves, and answers questions about its memory. */
export function reportToParent(url: string): void {
  process.on('message', () => tellParent({ memory: process.memoryUsage.rss() }));
  tellParent({ url });
}
