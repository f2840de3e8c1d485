import assert from 'node:assert/strict';
import { test } from 'node:test';
import { perFrame } from '../../../src/core/lib/per-frame.ts';

/** Frames by hand. */
function frames() {
  const tasks: (() => void)[] = [];
  return {
    frame(task: () => void) {
      tasks.push(task);
      return () => void tasks.splice(tasks.indexOf(task), 1);
    },
    paint: () => tasks.splice(0).forEach((task) => task()),
    waiting: () => tasks.length,
  };
}

test('the first of a quiet time runs at once, the others together with the next frame', () => {
  const { frame, paint, waiting } = frames();
  let runs = 0;
  const wish = perFrame(() => (runs += 1), frame, new AbortController().signal);
  wish();
  assert.equal(runs, 1);
  for (let n = 0; n < 5000; n += 1) wish();
  assert.equal(runs, 1);
  paint();
  assert.equal(runs, 2);
  wish();
  assert.equal(runs, 2, 'The frame after is not over.');
  paint();
  paint();
  assert.deepEqual([runs, waiting()], [3, 0], 'Nothing waits in a quiet time.');
  wish();
  assert.equal(runs, 4);
});

test('a wish of the task itself is for the next frame', () => {
  const { frame, paint } = frames();
  let runs = 0;
  const wish = perFrame(
    () => {
      runs += 1;
      if (runs < 3) wish();
    },
    frame,
    new AbortController().signal,
  );
  wish();
  assert.equal(runs, 1);
  paint();
  paint();
  assert.equal(runs, 3);
});

test('nothing runs after the end', () => {
  const { frame, paint, waiting } = frames();
  const end = new AbortController();
  let runs = 0;
  const wish = perFrame(() => (runs += 1), frame, end.signal);
  wish();
  wish();
  end.abort();
  assert.equal(waiting(), 0);
  wish();
  paint();
  assert.equal(runs, 1);
});
