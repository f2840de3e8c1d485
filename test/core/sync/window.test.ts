import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { NalityError } from '../../../src/core/errors.ts';
import type { Note } from '../../support/notes.ts';
import { fakeEnvironment, settle } from '../../support/fake-environment.ts';
import { fakeRemote } from '../../support/fake-remote.ts';
import { openNotes } from '../../support/notes.ts';

const WINDOW = { by: 'at', size: 3 };

/** A window of three onto notes that were written at these times. */
function open(times: readonly number[] = [], remote = fakeRemote(), environment = fakeEnvironment()) {
  const desk = openNotes(remote, environment, WINDOW);
  const write = (time: number, text = `t${time}`, id = `e${time}`): Note =>
    desk.write(id, text, { at: String(time).padStart(3, '0') });
  for (const time of times) write(time);
  const shown = (): string => desk.texts().join(' ');
  return { ...desk, write, shown, more: () => desk.collection.more.get() };
}

async function live(times: readonly number[]) {
  const desk = open(times);
  await settle();
  desk.feed.set({ name: 'live' });
  await settle();
  return desk;
}

const TEN = [10, 11, 12, 13, 14, 15, 16, 17, 18, 19];

test('the newest are read at first, older ones page by page, to the end', async () => {
  const { collection, shown, more, remote } = await live(TEN);
  assert.deepEqual([shown(), more()], ['t17 t18 t19', 'some']);
  assert.ok(!remote.calls.includes('changes since null'));
  collection.loadMore();
  assert.equal(more(), 'loading');
  collection.loadMore();
  await settle();
  assert.deepEqual([shown(), more()], ['t14 t15 t16 t17 t18 t19', 'some']);
  collection.loadMore();
  await settle();
  collection.loadMore();
  await settle();
  assert.deepEqual([shown(), more()], [TEN.map((n) => `t${n}`).join(' '), 'none']);
  const calls = remote.calls.length;
  collection.loadMore();
  await settle();
  assert.equal(remote.calls.length, calls);
});

test('a scope that fits into one page has no more', async () => {
  const { shown, more } = await live([10, 11]);
  assert.deepEqual([shown(), more()], ['t10 t11', 'none']);
});

test('without a window everything is read, and there is no more', async () => {
  const { collection, write, texts } = openNotes();
  for (const id of ['a', 'b', 'c', 'd']) write(id, id);
  await settle();
  collection.loadMore();
  assert.deepEqual([texts().length, collection.more.get()], [4, 'none']);
});

test('what is written between the page and the feed is not missed', async () => {
  const { remote, write, shown, feed } = open(TEN);
  remote.meanwhile.set('page', () => void write(20));
  await settle();
  feed.set({ name: 'live' });
  await settle();
  assert.equal(shown(), 't17 t18 t19 t20');
});

test('a change beyond the edge is not shown until it is paged to, and then it is as it is', async () => {
  const { collection, write, hear, shown } = await live(TEN);
  hear(write(15, 'edited out of sight'));
  hear(write(1, 'written into the past'));
  assert.equal(shown(), 't17 t18 t19');
  collection.loadMore();
  await settle();
  assert.equal(shown(), 't14 edited out of sight t16 t17 t18 t19');
});

test('what was heard beyond the edge and has left my rights since is never shown', async () => {
  const { collection, remote, write, hear, shown } = await live(TEN);
  const seen: string[] = [];
  collection.rows.subscribe(() => seen.push(shown()));
  hear(write(15, 'taken away'));
  remote.rows.delete('e15');
  collection.loadMore();
  await settle();
  assert.equal(shown(), 't13 t14 t16 t17 t18 t19');
  assert.ok(!seen.some((rows) => rows.includes('taken away')), seen.join('\n'));
});

test('a page is no older than what is known when it comes', async () => {
  const { collection, remote, write, hear, shown } = await live(TEN);
  remote.meanwhile.set('page', () => hear(write(15, 'newer')));
  collection.loadMore();
  await settle();
  assert.equal(shown(), 't14 newer t16 t17 t18 t19');
});

test('reconciling stays within the window', async () => {
  const { remote, environment, shown, write } = await live(TEN);
  remote.rows.delete('e18');
  const before = remote.calls.length;
  await environment.advance(60_000);
  assert.equal(shown(), 't17 t19');
  assert.deepEqual(remote.calls.slice(before), [
    'changes since 10',
    'fingerprint',
    'revisions',
    'select e18',
  ]);
  write(12, 'older than the window');
  const calls = remote.calls.length;
  await environment.advance(120_000);
  assert.ok(!remote.calls.slice(calls).includes('revisions'), 'Nothing in the window differs.');
});

test('rows of one moment are on one page or the other, never on both or neither', async () => {
  const { collection, write, shown } = open();
  for (let n = 0; n < 8; n += 1) write(5, `same ${n}`, `e${n}`);
  await settle();
  assert.equal(shown(), 'same 5 same 6 same 7');
  collection.loadMore();
  await settle();
  collection.loadMore();
  await settle();
  assert.equal(shown().match(/same/g)?.length, 8);
});

test('a page that fails says so, and can be asked for again', async () => {
  const { collection, remote, shown, more } = await live(TEN);
  remote.faults.push(new NalityError('offline', 'No network.', { retryable: true }));
  collection.loadMore();
  await settle();
  assert.deepEqual([shown(), more()], ['t17 t18 t19', 'failed']);
  collection.loadMore();
  await settle();
  assert.deepEqual([shown(), more()], ['t14 t15 t16 t17 t18 t19', 'some']);
});

test('another database: the window begins anew', async () => {
  const { collection, remote, write, shown, wakes } = await live(TEN);
  collection.loadMore();
  await settle();
  remote.rows.clear();
  remote.epoch = 'second';
  for (const time of [20, 21, 22, 23]) write(time);
  wakes.emit();
  await settle();
  assert.equal(shown(), 't21 t22 t23');
});

test('history is no news', async () => {
  const { collection, environment } = await live(TEN);
  let told = 0;
  collection.changes.subscribe((batch) => (told += batch.length));
  collection.loadMore();
  await settle();
  await environment.advance(1000);
  assert.equal(told, 0);
});

test('an own write is shown, however far in the past it belongs', async () => {
  const { collection, shown, environment } = await live(TEN);
  collection.mutate({ type: 'insert', values: { text: 'mine', at: '018' } });
  assert.ok(shown().includes('mine'));
  await environment.advance(1000);
  assert.ok(shown().includes('mine'));
});

test('whatever happens, the window has every row down to its edge and none below', async () => {
  const time = fc.nat(40);
  const act = fc.oneof(
    fc.record({ do: fc.constantFrom('write', 'lost', 'delete', 'revoke'), time }),
    fc.record({ do: fc.constantFrom('more', 'wake', 'settle') }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(time, { maxLength: 15 }),
      fc.array(act, { maxLength: 30 }),
      async (first, acts) => {
        const desk = await live([...new Set(first)]);
        const { remote, write, hear, collection, wakes, close } = desk;
        /** An id is never used again. */
        const gone = new Set<number>();
        for (const one of acts) {
          if (one.do === 'more') collection.loadMore();
          if (one.do === 'wake') wakes.emit();
          if (one.do === 'settle') await settle();
          if (!('time' in one) || gone.has(one.time)) continue;
          if (one.do === 'revoke') {
            gone.add(one.time);
            remote.rows.delete(`e${one.time}`);
          } else if (one.do === 'lost') write(one.time, 'lost');
          else hear(write(one.time, one.do));
        }
        await settle();
        wakes.emit();
        await settle();
        const shown = collection.rows.get().map(({ row }) => row);
        const there = ([...remote.rows.values()] as (Note & { at: string })[]).sort((a, b) =>
          a.at < b.at ? 1 : -1,
        );
        assert.deepEqual(
          [...shown].sort((a, b) =>
            (a as never as { at: string }).at < (b as never as { at: string }).at ? 1 : -1,
          ),
          there.slice(0, shown.length),
        );
        if (collection.more.get() === 'none') assert.equal(shown.length, there.length);
        else assert.ok(shown.length >= Math.min(1, there.length));
        close();
      },
    ),
    { numRuns: 150 },
  );
});
