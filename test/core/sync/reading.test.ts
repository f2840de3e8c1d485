import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NalityError } from '../../../src/core/errors.ts';
import type { Values } from '../../../src/core/sync/rows.ts';
import { settle } from '../../support/fake-environment.ts';
import { openNotes } from '../../support/notes.ts';

/** A collection that has been read and follows its feed, and the calls that were made since. */
async function live(...texts: string[]) {
  const desk = openNotes();
  for (const text of texts) desk.write(text, text);
  await settle();
  desk.feed.set({ name: 'live' });
  await settle();
  const before = desk.remote.calls.length;
  return { ...desk, calls: () => desk.remote.calls.slice(before) };
}

test('while nothing differs a reconciliation costs one fingerprint, and no list', async () => {
  const { environment, calls } = await live('a', 'b');
  await environment.advance(60_000);
  assert.deepEqual(calls(), ['changes since 2', 'fingerprint']);
});

test('an event that was lost without a trace is found: the same ids, another revision', async () => {
  const { remote, write, texts, environment, calls } = await live('a', 'b');
  const { cursor } = await remote.changes('notes', 'marie', null, null);
  write('a', 'edited, and no event came');
  // As though the change had been hidden from the reading of changes, too.
  const changes = remote.changes;
  remote.changes = async (...query) => ({ ...(await changes(...query)), rows: [], cursor });
  await environment.advance(60_000);
  assert.deepEqual(texts(), ['edited, and no event came', 'b']);
  assert.deepEqual(calls().slice(-3), ['fingerprint', 'revisions', 'select a']);
});

test('rows that left my rights are confirmed to be gone by a read of their own, then dropped', async () => {
  const { remote, texts, environment, calls } = await live('a', 'b', 'c');
  remote.rows.delete('a');
  remote.rows.delete('b');
  await environment.advance(60_000);
  assert.deepEqual(texts(), ['c']);
  assert.deepEqual(calls().slice(-2), ['revisions', 'select a,b']);
});

test('a server that cuts its answers short is asked for the rest before anything is dropped', async () => {
  const { remote, texts, environment, calls } = await live('a', 'b', 'c', 'd');
  const { changes, select } = remote;
  remote.changes = async (...query) => ({ ...(await changes(...query)), rows: [] });
  remote.select = async <T>(...query: Parameters<typeof select>) => (await select<T>(...query)).slice(0, 2);
  for (const id of ['a', 'b', 'c']) remote.write({ id, text: `${id}, edited` } as never);
  remote.rows.delete('d');
  await environment.advance(60_000);
  assert.deepEqual(texts(), ['a, edited', 'b, edited', 'c, edited']);
  assert.deepEqual(calls().slice(-3), ['select a,b,c,d', 'select c,d', 'select d']);
});

test('nothing is dropped that was asked for while the sign-in could not be read', async () => {
  const { remote, texts, signIn, environment } = await live('a');
  const row = remote.rows.get('a')!;
  remote.meanwhile.set('revisions', () => {
    signIn.read = () => Promise.reject(new NalityError('offline', 'It cannot be renewed.'));
  });
  remote.rows.delete('a');
  await environment.advance(60_000);
  assert.deepEqual(texts(), ['a']);
  remote.rows.set('a', row);
  signIn.read = async () => undefined;
  await environment.advance(60_000);
  assert.deepEqual(texts(), ['a']);
});

test('a right that comes back between two calls drops nothing', async () => {
  const { remote, texts, environment } = await live('a', 'b');
  const row = remote.rows.get('a')!;
  remote.rows.delete('a');
  remote.meanwhile.set('revisions', () => remote.rows.set('a', row));
  await environment.advance(60_000);
  assert.deepEqual(texts(), ['a', 'b']);
});

test('a right that is lost after the list was read hides what it had listed', async () => {
  const { remote, texts, write, environment } = await live('a');
  write('b', 'b');
  const changes = remote.changes;
  remote.changes = async (...query) => ({ ...(await changes(...query)), rows: [] });
  remote.meanwhile.set('revisions', () => remote.rows.clear());
  await environment.advance(60_000);
  await environment.advance(60_000);
  assert.deepEqual(texts(), []);
});

test('when much is missing, everything is read in pages instead of by key', async () => {
  const { remote, texts, write, environment, calls } = await live('a');
  const hidden = Array.from({ length: 501 }, (_, n) => write(`m${n}`, 'many'));
  for (const { id } of hidden) remote.rows.delete(id);
  await environment.advance(60_000);
  for (const row of hidden) remote.rows.set(row.id, row);
  await environment.advance(60_000);
  assert.equal(texts().length, 502);
  assert.ok(calls().includes('changes since null'));
  assert.ok(!calls().some((call) => call.startsWith('select')));
});

test('nothing is read while the page is hidden; when it shows again, it is', async () => {
  const { environment, wakes, calls } = await live('a');
  environment.visible.set(false);
  await environment.advance(10 * 60_000);
  assert.deepEqual(calls(), []);
  environment.visible.set(true);
  wakes.emit();
  await settle();
  assert.deepEqual(calls(), ['changes since 1', 'fingerprint']);
});

test('hidden or not, what failed is tried again', async () => {
  const { remote, environment, wakes, texts, write } = await live('a');
  environment.visible.set(false);
  remote.faults.push(new NalityError('offline', 'No network.', { retryable: true }));
  write('b', 'b');
  wakes.emit();
  await environment.advance(10_000);
  assert.deepEqual(texts(), ['a', 'b']);
});

test('a deletion is a hint: it is read before the row goes', async () => {
  const { remote, events, texts, calls } = await live('a', 'b');
  events().onChange?.({ table: 'notes', id: 'a', row: undefined });
  await settle();
  assert.deepEqual(texts(), ['a', 'b'], 'It was not true.');
  remote.rows.delete('a');
  events().onChange?.({ table: 'notes', id: 'a', row: undefined });
  await settle();
  assert.deepEqual(texts(), ['b']);
  assert.deepEqual(calls(), ['select a', 'select a']);
});

test('a late event of a row that was deleted for good does not bring it back', async () => {
  const { remote, write, hear, events, texts } = await live('a', 'b');
  const late = write('a', 'edited before it was deleted');
  remote.rows.delete('a');
  events().onChange?.({ table: 'notes', id: 'a', row: undefined });
  await settle();
  hear(late);
  assert.deepEqual(texts(), ['b'], 'Not for a moment.');
  await settle();
  assert.deepEqual(texts(), ['b']);
});

test('nor one that arrives before the deletion is confirmed', async () => {
  const { remote, write, hear, events, texts } = await live('a', 'b');
  const late = write('a', 'edited before it was deleted');
  remote.rows.delete('a');
  remote.meanwhile.set('select', () => hear(late));
  events().onChange?.({ table: 'notes', id: 'a', row: undefined });
  await settle();
  assert.deepEqual(texts(), ['b']);
});

test('a deletion that is told before the insertion leaves no ghost', async () => {
  const { remote, write, hear, events, texts } = await live('a');
  const ghost = write('g', 'short-lived');
  remote.rows.delete('g');
  events().onChange?.({ table: 'notes', id: 'g', row: undefined });
  await settle();
  hear(ghost);
  await settle();
  assert.deepEqual(texts(), ['a']);
});

test('an id that is used again comes back, once it has been read', async () => {
  const { remote, write, hear, events, texts } = await live('a');
  remote.rows.delete('a');
  events().onChange?.({ table: 'notes', id: 'a', row: undefined });
  await settle();
  hear(write('a', 'anew'));
  await settle();
  assert.deepEqual(texts(), ['anew']);
});

test('a row that moved to another scope goes', async () => {
  const { write, hear, texts } = await live('a', 'b');
  hear(write('a', 'given away', { owner: 'pierre' }));
  await settle();
  assert.deepEqual(texts(), ['b']);
});

test('a record without some columns never takes the place of a whole row', async () => {
  const { write, events, texts, collection } = await live('a');
  const { text: _unchanged, ...partial } = write('a', 'long, and so not sent again');
  events().onChange?.({ table: 'notes', id: 'a', row: partial as unknown as Values });
  assert.deepEqual(texts(), ['a']);
  await settle();
  assert.deepEqual(texts(), ['long, and so not sent again']);
  assert.equal(collection.rows.get()[0]?.row.owner, 'marie');
});

test('of what was never read nobody knows the columns: it is read', async () => {
  const { write, hear, texts, calls } = await live();
  hear(write('a', 'first'));
  await settle();
  assert.deepEqual(texts(), ['first']);
  assert.deepEqual(calls(), ['select a']);
});

test('many hints of one moment are a few reads of one hundred keys', async () => {
  const { write, events, texts, calls } = await live('a');
  for (let n = 0; n < 250; n += 1) {
    const { id } = write(`m${n}`, 'large');
    events().onChange?.({ table: 'notes', id, row: undefined });
  }
  await settle();
  assert.equal(texts().length, 251);
  const reads = calls().filter((call) => call.startsWith('select'));
  assert.ok(reads.length <= 4, reads.join('\n'));
  assert.deepEqual(
    calls().filter((call) => !call.startsWith('select')),
    [],
  );
});

test('a storm of hints is answered by one reading of everything', async () => {
  const { write, events, texts, calls } = await live('a');
  for (let n = 0; n < 2000; n += 1)
    events().onChange?.({ table: 'notes', id: write(`d${n}`, 'large').id, row: undefined });
  await settle();
  assert.equal(texts().length, 2001);
  assert.ok(calls().length < 15, `${calls().length} calls`);
});

test('a hint that could not be followed is not forgotten', async () => {
  const { remote, write, events, texts, environment } = await live('a');
  remote.faults.push(new NalityError('offline', 'No network.', { retryable: true }));
  write('a', 'large');
  events().onChange?.({ table: 'notes', id: 'a', row: undefined });
  await environment.advance(5000);
  assert.deepEqual(texts(), ['large']);
});

test('rows that are read wait for the reading before: an old answer never meets a newer state', async () => {
  const { remote, write, events, wakes, texts, calls } = await live('a');
  wakes.emit();
  remote.meanwhile.set('changes', () => {
    write('a', 'large');
    events().onChange?.({ table: 'notes', id: 'a', row: undefined });
  });
  await settle();
  assert.deepEqual(texts(), ['large']);
  const order = calls().map((call) => call.split(' ')[0]);
  assert.ok(order.lastIndexOf('select') > order.indexOf('fingerprint'), order.join());
});

test('a row that arrives while its absence is being read stays', async () => {
  const { remote, write, hear, events, texts } = await live('a');
  remote.meanwhile.set('select', () => hear(write('g', 'just in time')));
  events().onChange?.({ table: 'notes', id: 'g', row: undefined });
  await settle();
  assert.deepEqual(texts(), ['a', 'just in time']);
});

test('the late answer to an own write does not bring back what was deleted for good', async () => {
  const { collection, remote, events, texts, environment } = await live('a', 'b');
  const { apply } = remote;
  remote.apply = async (...sent) => {
    const answer = await apply(...sent);
    remote.rows.delete('a');
    events().onChange?.({ table: 'notes', id: 'a', row: undefined });
    await settle();
    return answer;
  };
  collection.mutate({ type: 'update', id: 'a', values: { text: 'mine' } });
  await environment.advance(100);
  assert.deepEqual(texts(), ['b']);
});

for (const epoch of ['second', 'first'])
  test(`what a database says that was set back counts, though its revisions are lower (${epoch} epoch)`, async () => {
    const { remote, write, texts, wakes } = await live('a');
    for (const text of ['two', 'three']) write('a', text);
    wakes.emit();
    await settle();
    assert.deepEqual(texts(), ['three']);
    remote.rows.clear();
    remote.epoch = epoch;
    write('a', 'from the backup');
    if (epoch === 'first') remote.faults.push(new NalityError('invalid', 'The cursor is ahead.'));
    wakes.emit();
    await settle();
    assert.deepEqual(texts(), ['from the backup']);
  });

test('what comes in while another database is read is not lost, and does not go back', async () => {
  const { collection, remote, write, hear, wakes, texts } = await live('a');
  const seen: string[] = [];
  collection.rows.subscribe(() => seen.push(texts().join()));
  remote.rows.clear();
  remote.epoch = 'second';
  for (const text of ['anew', 'anew 2']) write('a', text);
  // The first reading finds the other epoch, the second one reads everything.
  remote.meanwhile.set('changes', () =>
    remote.meanwhile.set('changes', () => (hear(write('a', 'anew 3')), hear(write('b', 'b')))),
  );
  wakes.emit();
  await settle();
  assert.deepEqual(texts(), ['anew 3', 'b']);
  assert.ok(!seen.includes('anew 2'), seen.join(' | '));
});

test('while the server asks for a pause nothing is read, whatever happens', async () => {
  const { remote, environment, feed, calls } = await live('a');
  remote.faults.push(new NalityError('rate-limited', 'Too many requests', { retryAfterMs: 90_000 }));
  await environment.advance(60_000);
  feed.set({ name: 'lost' });
  feed.set({ name: 'live' });
  await environment.advance(89_000);
  assert.deepEqual(calls(), ['changes since 1']);
  await environment.advance(1_000);
  assert.deepEqual(calls(), ['changes since 1', 'changes since 1', 'fingerprint']);
});

test('what was wished for while the server asked for a pause is read at its end, not after a pause of our own', async () => {
  const { remote, environment, feed, calls } = await live('a');
  remote.faults.push(
    ...Array.from({ length: 5 }, () => new NalityError('server', 'no', { retryable: true })),
  );
  remote.faults.push(new NalityError('rate-limited', 'Too many requests', { retryAfterMs: 1_000 }));
  const wish = async (): Promise<void> => {
    feed.set({ name: 'lost' });
    feed.set({ name: 'live' });
    await settle();
  };
  while (remote.faults.length > 0) await wish();
  await wish();
  assert.ok(!calls().includes('fingerprint'));
  await environment.advance(1_000);
  assert.equal(calls().at(-1), 'fingerprint');
});
