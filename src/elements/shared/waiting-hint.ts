import { nearestProvider } from './nearest-provider.ts';
import { warnOnce } from './warn.ts';

/** How long an element may wait for its provider before the developer is told, in milliseconds. */
const PATIENCE_MS = 3_000;

/**
 * Tells the developer why an element shows nothing, if it still waits for its provider after a while: the page
 * may only be slow, so the element itself goes on waiting. Returns the cancel function.
 */
export function hintWhileWaiting(element: Element, isWaiting: () => boolean): () => void {
  const timer = setTimeout(
    () => isWaiting() && warnOnce(`<${element.localName}> waits: ${reason(element)}`),
    PATIENCE_MS,
  );
  return () => clearTimeout(timer);
}

function reason(element: Element): string {
  const provider = nearestProvider(element);
  if (!provider) return 'it is inside no <nality-provider>, and no script tag has data-url and data-key.';
  if (!customElements.get(provider.localName)) return 'the code of its <nality-provider> is not loaded.';
  return 'its <nality-provider> has neither url and key nor a client.';
}
