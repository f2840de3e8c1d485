import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { leases } from '../../../src/core/lib/lease.ts';
import { fakeEnvironment } from '../../support/fake-environment.ts';

interface Thing {
  key: string;
  ended: boolean;
}

function setUp() {
  const environment = fakeEnvironment();
  const made: Thing[] = [];
  const shared = leases<Thing>(
    (key, until) => {
      const thing = { key, ended: false };
      until.addEventListener('abort', () => (thing.ended = true));
      made.push(thing);
      return thing;
    },
    { graceMs: 1000, after: environment.after },
  );
  return { environment, made, ...shared };
}

describe('leases', () => {
  it('make one thing per key and share it', () => {
    const { acquire, made } = setUp();
    const { signal } = new AbortController();
    assert.equal(acquire('a', signal), acquire('a', signal));
    assert.notEqual(acquire('a', signal), acquire('b', signal));
    assert.equal(made.length, 2);
  });

  it('keep it until the last user has gone and the grace is over', async () => {
    const { acquire, environment } = setUp();
    const [one, other] = [new AbortController(), new AbortController()];
    const thing = acquire('a', one.signal);
    acquire('a', other.signal);
    one.abort();
    await environment.advance(5000);
    assert.equal(thing.ended, false);
    other.abort();
    await environment.advance(999);
    assert.equal(thing.ended, false);
    await environment.advance(1);
    assert.equal(thing.ended, true);
  });

  it('give the same thing to who comes back within the grace', async () => {
    const { acquire, environment } = setUp();
    const [first, again] = [new AbortController(), new AbortController()];
    const thing = acquire('a', first.signal);
    first.abort();
    await environment.advance(500);
    assert.equal(acquire('a', again.signal), thing);
    await environment.advance(5000);
    assert.equal(thing.ended, false);
  });

  it('make a new thing after the end of the old one', async () => {
    const { acquire, environment } = setUp();
    const first = new AbortController();
    const thing = acquire('a', first.signal);
    first.abort();
    await environment.advance(1000);
    const next = acquire('a', new AbortController().signal);
    assert.notEqual(next, thing);
    assert.equal(next.ended, false);
  });

  it('do not keep a thing for a user that has gone already', async () => {
    const { acquire, environment } = setUp();
    const thing = acquire('a', AbortSignal.abort());
    await environment.advance(1000);
    assert.equal(thing.ended, true);
    assert.notEqual(acquire('a', new AbortController().signal), thing);
  });

  it('end all at once, and a late goodbye ends nothing that came after', async () => {
    const { acquire, close, environment } = setUp();
    const user = new AbortController();
    const thing = acquire('a', user.signal);
    close();
    assert.equal(thing.ended, true);
    const next = acquire('a', new AbortController().signal);
    user.abort();
    await environment.advance(5000);
    assert.equal(next.ended, false);
    assert.equal(acquire('a', new AbortController().signal), next);
  });
});
