import { expect } from '@open-wc/testing';
import type { ReactiveControllerHost } from 'lit';
import { Minute } from '../../../src/elements/shared/minute.ts';

/** A page whose minutes pass when a test says so. */
function withClock(act: (clock: { running: () => number; pass: () => void }) => void): void {
  const { setInterval: set, clearInterval: clear } = window;
  const timers = new Map<number, () => void>();
  let count = 0;
  window.setInterval = ((task: () => void, ms: number) => {
    expect(ms).to.equal(60_000);
    timers.set((count += 1), task);
    return count;
  }) as typeof setInterval;
  window.clearInterval = ((id: number) => void timers.delete(id)) as typeof clearInterval;
  try {
    act({ running: () => timers.size, pass: () => [...timers.values()].forEach((task) => task()) });
  } finally {
    Object.assign(window, { setInterval: set, clearInterval: clear });
  }
}

describe('relative times', () => {
  it('are told anew every minute in all elements of a page by one timer, which ends with the last of them', () =>
    withClock(({ running, pass }) => {
      const updated: string[] = [];
      const minutes = ['one', 'other'].map((name) => {
        const host = { addController: () => undefined, requestUpdate: () => updated.push(name) };
        return new Minute(host as unknown as ReactiveControllerHost);
      }) as [Minute, Minute];
      for (const minute of minutes) minute.hostConnected();
      expect(running()).to.equal(1);
      pass();
      expect(updated).to.deep.equal(['one', 'other']);
      minutes[0].hostDisconnected();
      pass();
      expect(updated).to.deep.equal(['one', 'other', 'other']);
      minutes[1].hostDisconnected();
      expect(running()).to.equal(0);
    }));
});
