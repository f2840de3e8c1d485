const said = new Set<string>();

/** Tells the developer of the host page about a mistake in it: once per page and message. */
export function warnOnce(message: string): void {
  if (said.has(message)) return;
  said.add(message);
  // eslint-disable-next-line no-console -- a mistake in the page's markup is for whoever reads its console
  console.warn(`nality: ${message}`);
}
