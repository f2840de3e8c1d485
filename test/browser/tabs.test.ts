import { expect } from '@open-wc/testing';
import { lock, openLine } from '../../src/browser/tabs.ts';

const never = new AbortController().signal;

describe('locks between tabs', () => {
  it('are waited for, in line', async () => {
    const order: string[] = [];
    const release = await lock('in-line', { signal: never });
    const second = lock('in-line', { signal: never }).then((end) => (order.push('second'), end));
    await new Promise((resolve) => setTimeout(resolve, 50));
    order.push('first');
    release();
    (await second)();
    expect(order).to.deep.equal(['first', 'second']);
  });

  it('can be stolen from whoever stands still', async () => {
    await lock('stolen', { signal: never });
    const release = await lock('stolen', { signal: never, steal: true });
    release();
    (await lock('stolen', { signal: never }))();
  });

  it('are given up by whoever does not want them any more', async () => {
    const release = await lock('given-up', { signal: never });
    const end = new AbortController();
    const waiting = lock('given-up', { signal: end.signal });
    end.abort();
    const answer = await waiting.then(
      () => 'granted',
      () => 'rejected',
    );
    expect(answer).to.equal('rejected');
    release();
  });

  it('are none where the browser has none: everybody goes at once', async () => {
    const descriptor = Object.getOwnPropertyDescriptor(Navigator.prototype, 'locks')!;
    Object.defineProperty(Navigator.prototype, 'locks', { value: undefined, configurable: true });
    try {
      const ends = await Promise.all([lock('x', { signal: never }), lock('x', { signal: never })]);
      for (const end of ends) end();
    } finally {
      Object.defineProperty(Navigator.prototype, 'locks', descriptor);
    }
  });
});

describe('lines between tabs', () => {
  it('carry what one says to the others, not to itself, until they end', async () => {
    const end = new AbortController();
    const heard: unknown[] = [];
    const own: unknown[] = [];
    const say = openLine('line', (message) => own.push(message), end.signal);
    await new Promise<void>((resolve) => {
      openLine('line', (message) => (heard.push(message), resolve()), end.signal);
      say({ hello: 1 });
    });
    end.abort();
    say('too late');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([heard, own]).to.deep.equal([[{ hello: 1 }], []]);
  });

  it('are silent where the browser has none', () => {
    const saved = window.BroadcastChannel;
    Object.defineProperty(window, 'BroadcastChannel', { value: undefined, configurable: true });
    try {
      openLine('line', () => undefined, never)('nobody hears');
    } finally {
      Object.defineProperty(window, 'BroadcastChannel', { value: saved, configurable: true });
    }
  });
});
