/**
 * Dispatches an event on the element that it concerns; on `window` when that element has left the page,
 * so that nobody who listens there misses it. Returns `false` when a listener cancelled it.
 */
export function report(target: Element, event: Event): boolean {
  return (target.isConnected ? target : window).dispatchEvent(event);
}
