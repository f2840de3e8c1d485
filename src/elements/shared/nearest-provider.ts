/** The tag that provides a core, defined or not. */
export const PROVIDER_TAG = 'nality-provider';

/**
 * The provider that an element belongs to: the first one on the way that its events take, whether or not
 * it is defined yet. `undefined` means that the page-wide provider counts.
 */
export function nearestProvider(element: Element): Element | undefined {
  let node = parentOf(element);
  while (node && !(node instanceof Element && node.localName === PROVIDER_TAG)) node = parentOf(node);
  return node as Element | undefined;
}

function parentOf(node: Node): Node | undefined {
  if (node instanceof ShadowRoot) return node.host;
  return (node instanceof Element && node.assignedSlot) || node.parentNode || undefined;
}
