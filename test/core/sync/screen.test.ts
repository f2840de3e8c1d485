import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RowChange } from '../../../src/core/sync/row-view.ts';
import { settle } from '../../support/fake-environment.ts';
import { openNotes, type Note } from '../../support/notes.ts';

const FRAME = 16;

async function live(...texts: string[]) {
  const desk = openNotes();
  for (const text of texts) desk.write(text, text);
  await settle();
  desk.feed.set({ name: 'live' });
  await settle();
  await desk.environment.advance(2 * FRAME);
  return desk;
}

test('a burst of 5,000 events reaches the listeners in two steps', async () => {
  const { collection, write, hear, environment, texts } = await live('a');
  const told: number[] = [];
  collection.rows.subscribe((rows) => told.push(rows.length));
  for (let n = 0; n < 5000; n += 1) hear(write(`m${n}`, 'many'));
  assert.deepEqual(told, [2], 'The first is not kept waiting.');
  await environment.advance(FRAME);
  assert.deepEqual(told, [2, 5001]);
  assert.equal(texts().length, 5001);
});

test('who asks does not have to wait for the frame', async () => {
  const { write, hear, texts } = await live('a');
  for (const text of ['b', 'c', 'd']) hear(write(text, text));
  assert.deepEqual(texts(), ['a', 'b', 'c', 'd']);
});

test('a hidden page has its changes, too', async () => {
  const { collection, write, hear, environment } = await live('a');
  environment.visible.set(false);
  let told = 0;
  collection.rows.subscribe(() => (told += 1));
  for (const text of ['b', 'c']) hear(write(text, text));
  await environment.advance(1000);
  assert.equal(told, 2);
  assert.equal(collection.list.get().size, 3);
});

test('an own write is told at once, whatever else goes on', async () => {
  const { collection, write } = await live('a');
  const texts: unknown[] = [];
  collection.rows.subscribe((rows) => texts.push(rows.map(({ row }) => row.text).join()));
  collection.mutate({ type: 'update', id: 'a', values: { text: 'mine' } });
  assert.deepEqual(texts, ['mine']);
  write('a', 'theirs');
});

test('an array that was handed out never changes', async () => {
  const { collection, write, hear } = await live('a', 'b');
  const rows = collection.rows.get();
  const copy = structuredClone(rows);
  hear(write('a', 'anew'));
  assert.notEqual(collection.rows.get(), rows);
  assert.deepEqual(rows, copy);
  assert.equal(collection.rows.get(), collection.rows.get());
});

test('listeners of changes hear what happened, with what was there before', async () => {
  const { collection, remote, write, hear, environment, events } = await live('a', 'b');
  const batches: (readonly RowChange<Note>[])[] = [];
  collection.changes.subscribe((batch) => batches.push(batch));
  hear(write('c', 'c'));
  hear(write('a', 'anew'));
  remote.rows.delete('b');
  events().onChange?.({ table: 'notes', id: 'b', row: undefined });
  await environment.advance(100);
  const told = batches
    .flat()
    .map((change) => [
      change.type,
      'row' in change ? change.row.text : undefined,
      'before' in change ? change.before.text : undefined,
    ]);
  assert.deepEqual(told, [
    ['insert', 'c', undefined],
    ['update', 'anew', 'a'],
    ['delete', undefined, 'b'],
  ]);
  assert.equal(batches.length, 1);
});

test('they come ten at a time, or 100 ms after the first', async () => {
  const { collection, write, hear, environment } = await live('a');
  const sizes: number[] = [];
  collection.changes.subscribe((batch) => sizes.push(batch.length));
  for (let n = 0; n < 25; n += 1) hear(write(`m${n}`, 'many'));
  await environment.advance(FRAME);
  assert.deepEqual(sizes, [10, 10]);
  await environment.advance(100);
  assert.deepEqual(sizes, [10, 10, 5]);
});

test('loading is no news; what is found after a gap is', async () => {
  const desk = openNotes();
  const told: string[] = [];
  desk.collection.changes.subscribe((batch) => told.push(...batch.map(({ type }) => type)));
  desk.write('a', 'a');
  await settle();
  await desk.environment.advance(1000);
  assert.deepEqual(told, []);
  desk.write('b', 'b');
  desk.wakes.emit();
  await settle();
  await desk.environment.advance(1000);
  assert.deepEqual(told, ['insert']);
});

test('a change of state alone is no change of the row', async () => {
  const { collection, environment } = await live('a');
  const told: string[] = [];
  collection.changes.subscribe((batch) => told.push(...batch.map(({ type }) => type)));
  collection.mutate({ type: 'delete', id: 'a' });
  await environment.advance(1000);
  assert.deepEqual(told, ['delete']);
});

test('what was read together is told together', async () => {
  const { collection, write, wakes, environment } = await live('a');
  const told: number[] = [];
  collection.rows.subscribe((rows) => told.push(rows.length));
  for (const text of ['b', 'c', 'd']) write(text, text);
  wakes.emit();
  await environment.advance(1000);
  assert.deepEqual(told, [4]);
});
