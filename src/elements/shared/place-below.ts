/** Distance to the anchor and to the window's edges, in CSS pixels. */
const GAP = 8;

/**
 * Puts a popover beside its anchor: below it if there is room, else above, beginning where the anchor begins
 * in the direction of reading, and always inside the window.
 */
export function placeBelow(popover: HTMLElement, anchor: Element): void {
  const { offsetWidth: width, offsetHeight: height } = popover;
  const at = anchor.getBoundingClientRect();
  const below = at.bottom + GAP / 2;
  const fitsBelow = below + height + GAP <= window.innerHeight;
  const top = fitsBelow ? below : Math.max(GAP, at.top - GAP / 2 - height);
  const start = getComputedStyle(popover).direction === 'rtl' ? at.right - width : at.left;
  const left = Math.min(Math.max(GAP, start), document.documentElement.clientWidth - width - GAP);
  popover.style.top = `${top}px`;
  popover.style.left = `${left}px`;
}
