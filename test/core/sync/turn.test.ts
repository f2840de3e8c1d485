import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryStore } from '../../../src/browser/memory-store.ts';
import type { RecordStore } from '../../../src/core/environment.ts';
import { takeTurn } from '../../../src/core/sync/turn.ts';
import { fakeEnvironment, settle } from '../../support/fake-environment.ts';

/** A tab that wants the turn, with a disk that does what the test says. */
function wanting(transact: RecordStore['transact']) {
  const tab = fakeEnvironment();
  const timers = new Set<object>();
  const after: typeof tab.after = (ms, task) => {
    const timer = {};
    timers.add(timer);
    const cancel = tab.after(ms, () => (timers.delete(timer), task()));
    return () => (timers.delete(timer), cancel());
  };
  const end = new AbortController();
  const store = { ...memoryStore(), transact };
  const environment = { ...tab, after };
  const turn = takeTurn({ name: 'turn', tab: 'one', store, environment, until: end.signal });
  const isFree = async (): Promise<boolean> => {
    let free = false;
    void tab
      .anotherTab()
      .lock('turn', { signal: new AbortController().signal })
      .then(() => (free = true));
    await settle();
    return free;
  };
  return { turn, end, timers, isFree };
}

test('a turn that comes when all is over is given back, and nothing runs on', async () => {
  let complete: () => void = () => undefined;
  const written = new Promise<void>((resolve) => (complete = resolve));
  const { transact } = memoryStore();
  const { turn, end, timers, isFree } = wanting((...call) => written.then(() => transact(...call)));
  await settle();
  end.abort();
  complete();
  await assert.rejects(turn, { name: 'AbortError' });
  assert.deepEqual([timers.size, await isFree()], [0, true]);
});

test('a turn that cannot be noted on disk is given back', async () => {
  const { turn, timers, isFree } = wanting(() => Promise.reject(new Error('The disk is gone.')));
  await assert.rejects(turn, /disk is gone/);
  assert.deepEqual([timers.size, await isFree()], [0, true]);
});
