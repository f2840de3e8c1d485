/**
 * Loaded into every page before its tests: an error or a rejection that nobody handles fails the test during which it
 * comes up. A test that means to cause one says so by `preventDefault()` on its event.
 */

/** The browser's note that a layout takes another frame; no error of anybody's. */
const HARMLESS = /^ResizeObserver loop/;

const events: (ErrorEvent | PromiseRejectionEvent)[] = [];
addEventListener('error', (event) => void (HARMLESS.test(event.message) || events.push(event)));
addEventListener('unhandledrejection', (event) => void events.push(event));

afterEach(throwUncaught);

after(async () => {
  // What the last test has left behind comes up within the next tasks.
  await new Promise((resolve) => setTimeout(resolve, 50));
  throwUncaught();
});

function throwUncaught(): void {
  const [event] = events.splice(0).filter(({ defaultPrevented }) => !defaultPrevented);
  if (!event) return;
  const reason: unknown = 'reason' in event ? event.reason : (event.error ?? event.message);
  throw new Error(`Nobody handled: ${String(reason)}`, { cause: reason });
}
