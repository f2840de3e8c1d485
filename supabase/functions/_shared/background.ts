declare const EdgeRuntime: { waitUntil(work: Promise<unknown>): void } | undefined;

/** Lets the work be done also when whoever called leaves before. */
export function keepAlive(work: Promise<unknown>): void {
  if (typeof EdgeRuntime !== 'undefined') EdgeRuntime.waitUntil(work.catch(() => undefined));
}
