import { expect } from '@open-wc/testing';
import { browserEnvironment } from '../../src/browser/environment.ts';

/** How often a page that does this says that it may have slept. */
function wakesAfter(...happens: (() => void)[]): number {
  let wakes = 0;
  const stop = browserEnvironment().wakes(() => (wakes += 1));
  for (const happen of happens) happen();
  stop();
  for (const happen of happens) happen();
  return wakes;
}

const pageShow = (persisted: boolean) => () =>
  window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted }));

describe('P8: a page that may have slept', () => {
  it('says so when it is thawed, has a network again, or comes back from the back-forward cache', () => {
    const thaws = (): void => void document.dispatchEvent(new Event('resume'));
    const online = (): void => void window.dispatchEvent(new Event('online'));
    expect(wakesAfter(thaws)).to.equal(1);
    expect(wakesAfter(online)).to.equal(1);
    expect(wakesAfter(pageShow(true))).to.equal(1);
  });

  it('says so when it is shown, not when it is hidden', () => {
    const turns = (state: DocumentVisibilityState) => () => {
      Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    };
    try {
      expect(wakesAfter(turns('hidden'))).to.equal(0);
      expect(wakesAfter(turns('hidden'), turns('visible'))).to.equal(1);
    } finally {
      Reflect.deleteProperty(document, 'visibilityState');
    }
  });

  it('does not when it is shown for the first time, or when the network goes', () => {
    const offline = (): void => void window.dispatchEvent(new Event('offline'));
    expect(wakesAfter(pageShow(false), offline)).to.equal(0);
  });
});
