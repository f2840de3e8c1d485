import { page } from './page.ts';

/**
 * Registers an element unless the tag is taken: by another copy of this package, or by an earlier call. Does
 * nothing where there are no custom elements, as in Node.
 */
export function defineElement(tag: string, element: CustomElementConstructor): void {
  if (typeof customElements === 'undefined' || typeof document === 'undefined') return;
  page();
  if (!customElements.get(tag)) customElements.define(tag, element);
}
