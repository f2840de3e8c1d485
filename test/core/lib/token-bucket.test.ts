import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokenBucket } from '../../../src/core/lib/token-bucket.ts';
import { fakeEnvironment } from '../../support/fake-environment.ts';

function open(options: { ratePerSecond?: number; burst?: number } = {}) {
  const environment = fakeEnvironment();
  const start = environment.now();
  const end = new AbortController();
  const sent: string[] = [];
  const bucket = tokenBucket({
    ...options,
    now: environment.now,
    after: environment.after,
    until: end.signal,
  });
  const offer = (kind: string, text = kind): void =>
    bucket.offer(kind, () => sent.push(`${environment.now() - start} ${text}`));
  return { environment, end, sent, bucket, offer };
}

test('a burst passes at once, and what is more waits its turn at the steady rate', async () => {
  const { environment, sent, offer } = open({ ratePerSecond: 4, burst: 2 });
  for (const kind of ['a', 'b', 'c', 'd']) offer(kind);
  assert.deepEqual(sent, ['0 a', '0 b']);
  await environment.advance(10_000);
  assert.deepEqual(sent, ['0 a', '0 b', '250 c', '500 d']);
});

test('a newer message takes the place of a waiting one of its kind, in its place in the line', async () => {
  const { environment, sent, offer } = open({ ratePerSecond: 1, burst: 1 });
  offer('first');
  offer('cursor', 'old');
  offer('typing');
  offer('cursor', 'new');
  await environment.advance(5_000);
  assert.deepEqual(sent, ['0 first', '1000 new', '2000 typing']);
});

test('by default a mouse that moves for a minute sends at most ten a second after the first ten', async () => {
  const { environment, sent, offer } = open();
  for (let step = 0; step < 6_000; step += 1) {
    offer('cursor', String(step));
    await environment.advance(10);
  }
  const times = sent.map((line) => Number(line.split(' ')[0]));
  const perSecond = Array.from({ length: 60 }, (_, second) =>
    times.filter((at) => Math.floor(at / 1000) === second),
  );
  assert.ok(perSecond[0]!.length <= 20, `${perSecond[0]!.length} in the first second`);
  for (const [second, inIt] of perSecond.entries())
    if (second > 0) assert.equal(inIt.length, 10, `second ${second}`);
});

test('the last message of a burst always passes', async () => {
  const { environment, sent, offer } = open({ ratePerSecond: 1, burst: 1 });
  for (let step = 0; step < 100; step += 1) offer('cursor', String(step));
  await environment.advance(2_000);
  assert.deepEqual(sent, ['0 0', '1000 99']);
});

test('nothing is saved up beyond the burst', async () => {
  const { environment, sent, offer } = open({ ratePerSecond: 10, burst: 3 });
  await environment.advance(3_600_000);
  for (const kind of ['a', 'b', 'c', 'd']) offer(kind);
  assert.equal(sent.length, 3);
  await environment.advance(100);
  assert.equal(sent.length, 4);
});

test('what was withdrawn, and what waits at the end, is not sent', async () => {
  const { environment, sent, offer, bucket, end } = open({ ratePerSecond: 1, burst: 1 });
  for (const kind of ['a', 'b', 'c']) offer(kind);
  bucket.withdraw('b');
  await environment.advance(1_000);
  assert.deepEqual(sent, ['0 a', '1000 c']);
  offer('d');
  end.abort();
  offer('e');
  await environment.advance(60_000);
  assert.deepEqual(sent, ['0 a', '1000 c']);
});

test('a message that offers another one while it is sent costs a token, too', async () => {
  const { environment, sent, bucket, offer } = open({ ratePerSecond: 1, burst: 1 });
  bucket.offer('outer', () => {
    sent.push('outer');
    offer('inner');
  });
  assert.deepEqual(sent, ['outer']);
  await environment.advance(1_000);
  assert.deepEqual(sent, ['outer', '1000 inner']);
});

test('a clock that is set back by an hour takes nothing away', () => {
  let clock = 7_200_000;
  const waits: number[] = [];
  const sent: string[] = [];
  const bucket = tokenBucket({
    ratePerSecond: 1,
    burst: 1,
    now: () => clock,
    after: (ms) => (waits.push(ms), () => undefined),
    until: new AbortController().signal,
  });
  bucket.offer('a', () => sent.push('a'));
  clock -= 3_600_000;
  bucket.offer('b', () => sent.push('b'));
  assert.deepEqual([sent, waits], [['a'], [1_000]]);
});
