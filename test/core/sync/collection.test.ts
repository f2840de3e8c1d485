import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NalityError } from '../../../src/core/errors.ts';
import type { ChannelState } from '../../../src/core/sync/channel.ts';
import { phaseOf } from '../../../src/core/sync/collection.ts';
import { settle } from '../../support/fake-environment.ts';
import { fakeRemote, type FakeRemote } from '../../support/fake-remote.ts';
import { openNotes } from '../../support/notes.ts';

/** A server that does not answer. */
function unreachable(): FakeRemote {
  const remote = fakeRemote();
  for (let call = 0; call < 100; call += 1) remote.faults.push(new NalityError('offline', 'No network.'));
  return remote;
}

test('it loads, and is called live only once the feed stands', async () => {
  const { collection, write, texts, feed } = openNotes();
  write('a', 'one');
  assert.equal(collection.phase.get().name, 'loading');
  await settle();
  assert.deepEqual(texts(), ['one']);
  assert.equal(collection.phase.get().name, 'loading');
  feed.set({ name: 'live' });
  await settle();
  assert.equal(collection.phase.get().name, 'live');
});

test('what was written while the feed was being opened is read once it stands', async () => {
  const { write, texts, feed } = openNotes();
  await settle();
  write('a', 'in the gap');
  feed.set({ name: 'live' });
  await settle();
  assert.deepEqual(texts(), ['in the gap']);
});

test('after every loss of the feed the gap is read', async () => {
  const { collection, write, texts, feed } = openNotes();
  await settle();
  feed.set({ name: 'live' });
  await settle();
  feed.set({ name: 'lost' });
  assert.equal(collection.phase.get().name, 'stale');
  write('a', 'missed');
  feed.set({ name: 'live' });
  await settle();
  assert.deepEqual(texts(), ['missed']);
});

test('events are applied by rev: late and doubled ones change nothing', async () => {
  const { write, texts, hear } = openNotes();
  const first = write('a', 'one');
  await settle();
  const second = write('a', 'two');
  hear(second);
  hear(first);
  hear(second);
  assert.deepEqual(texts(), ['two']);
});

test('an event never moves the cursor: what was lost before it is still read', async () => {
  const { write, texts, wakes, remote, events, feed } = openNotes();
  write('b', 'old');
  await settle();
  feed.set({ name: 'live' });
  await settle();
  write('a', 'lost event');
  const heard = write('b', 'heard event');
  events().onChange?.({ table: 'notes', id: heard.id, row: heard as never });
  assert.deepEqual(texts(), ['heard event']);
  wakes.emit();
  await settle();
  assert.deepEqual(texts(), ['lost event', 'heard event']);
  const readings = remote.calls.filter((call) => call.startsWith('changes'));
  assert.deepEqual(readings, ['changes since null', 'changes since 1', 'changes since 1']);
});

test('a row of another scope or table is not taken in', async () => {
  const { texts, events, hear, write } = openNotes();
  await settle();
  hear({ ...write('x', 'foreign'), owner: 'pierre' });
  events().onChange?.({ table: 'media', id: 'm', row: { id: 'm', rev: 1, owner: 'marie' } });
  await settle();
  assert.deepEqual(texts(), []);
});

test('a change that could not be sent whole is read', async () => {
  const { texts, events, write } = openNotes();
  await settle();
  write('a', 'very long');
  events().onChange?.({ table: 'notes', id: undefined, row: undefined });
  await settle();
  assert.deepEqual(texts(), ['very long']);
});

test('a row that left my rights leaves the screen at the next reconciliation', async () => {
  const { remote, write, texts, environment } = openNotes();
  (write('a', 'shared'), write('b', 'mine'));
  await settle();
  remote.rows.delete('a');
  await environment.advance(60_000);
  assert.deepEqual(texts(), ['mine']);
});

test('a row that arrives during a reconciliation stays', async () => {
  const { remote, texts, hear, write, wakes } = openNotes();
  write('z', 'not shared with me for long');
  await settle();
  remote.rows.delete('z');
  remote.meanwhile.set('revisions', () => hear(write('a', 'just in time')));
  wakes.emit();
  await settle();
  assert.deepEqual(texts(), ['just in time']);
});

test('a tombstone hides its row, and a late event does not bring it back', async () => {
  const { write, texts, hear, environment } = openNotes();
  const alive = write('a', 'one');
  await settle();
  hear(write('a', '', { deleted_at: '1898-12-26' }));
  await environment.advance(120_000);
  hear(alive);
  assert.deepEqual(texts(), []);
});

test('all pages are read, and the cursor is that of the first', async () => {
  const remote = fakeRemote();
  remote.pageSize = 2;
  const { write, texts } = openNotes(remote);
  for (const id of ['a', 'b', 'c', 'd', 'e']) write(id, id);
  await settle();
  assert.deepEqual(texts(), ['a', 'b', 'c', 'd', 'e']);
});

test('another database: everything is loaded again', async () => {
  const { remote, write, texts, wakes } = openNotes();
  write('a', 'old world');
  await settle();
  remote.rows.clear();
  remote.epoch = 'second';
  write('b', 'new world');
  wakes.emit();
  await settle();
  assert.deepEqual(texts(), ['new world']);
});

test('a cursor that the database refuses is given up, and everything is loaded again', async () => {
  const { remote, write, texts, wakes, environment } = openNotes();
  write('a', 'one');
  await settle();
  remote.faults.push(new NalityError('invalid', 'The cursor is ahead of the database.'));
  write('b', 'two');
  wakes.emit();
  await environment.advance(5000);
  assert.deepEqual(texts(), ['one', 'two']);
  assert.equal(remote.calls.filter((call) => call === 'changes since null').length, 2);
});

test('loading anew during a reading loses nothing', async () => {
  const { collection, remote, write, texts, wakes, environment } = openNotes();
  write('a', 'one');
  await settle();
  remote.meanwhile.set('fingerprint', () => collection.reload());
  wakes.emit();
  await environment.advance(120_000);
  assert.deepEqual(texts(), ['one']);
});

test('a row that I may see again comes back, though it has not changed', async () => {
  const { remote, write, texts, wakes, environment } = openNotes();
  write('a', 'one');
  await settle();
  const row = remote.rows.get('a')!;
  remote.rows.delete('a');
  wakes.emit();
  await settle();
  assert.deepEqual(texts(), []);
  remote.rows.set('a', row);
  await environment.advance(120_000);
  assert.deepEqual(texts(), ['one']);
});

test('a failure to load is told, tried again, and healed', async () => {
  const remote = fakeRemote();
  remote.faults.push(new NalityError('offline', 'no'), new NalityError('offline', 'no'));
  const { collection, write, texts, environment } = openNotes(remote);
  await settle();
  const phase = collection.phase.get();
  assert.equal(phase.name === 'failed' && phase.error.code, 'offline');
  write('a', 'there');
  await environment.advance(10_000);
  assert.deepEqual(texts(), ['there']);
});

test('what failed to load is read as soon as the line is back, however long the pause would be', async () => {
  const remote = unreachable();
  const { line, write, texts, environment } = openNotes(remote);
  line.set({ name: 'connecting', attempt: 1 });
  await environment.advance(5 * 60_000);
  remote.faults.length = 0;
  write('a', 'there');
  line.set({ name: 'online' });
  await settle();
  assert.deepEqual(texts(), ['there']);
});

test('my own write is visible at once and saved without ever flickering back', async () => {
  const { collection, write, environment } = openNotes();
  const row = write('a', 'old');
  await settle();
  const seen: string[] = [];
  collection.rows.subscribe((rows) => seen.push(`${rows[0]?.row.text} ${rows[0]?.state}`));
  collection.mutate({ type: 'update', id: row.id, values: { text: 'new' } });
  assert.equal(collection.rows.get()[0]?.row.text, 'new');
  await environment.advance(1000);
  assert.equal(seen.at(-1), 'new saved');
  assert.ok(
    seen.every((state) => state.startsWith('new')),
    seen.join(', '),
  );
});

test('where somebody has changed a row and given it away, my own write goes with it and nothing old is seen', async () => {
  const { collection, remote, write, environment } = openNotes();
  const row = write('a', 'old');
  await settle();
  write('a', 'theirs', { owner: 'pierre' });
  const seen: string[] = [];
  collection.rows.subscribe((rows) => seen.push(rows[0]?.row.text ?? 'nothing'));
  collection.mutate({ type: 'update', id: row.id, values: { text: 'mine' } });
  assert.equal(collection.rows.get()[0]?.row.text, 'mine');
  // Whatever is asked after that comes late.
  remote.select = () => new Promise(() => undefined);
  await environment.advance(1000);
  assert.deepEqual(seen, ['nothing']);
});

test('a deleted row comes back as it was when the deletion is undone', async () => {
  const { collection, write, texts, environment } = openNotes();
  write('a', 'precious');
  await settle();
  collection.mutate({ type: 'delete', id: 'a' });
  assert.deepEqual(texts(), []);
  await environment.advance(1000);
  collection.mutate({ type: 'restore', id: 'a', shown: { text: 'precious' } });
  assert.deepEqual(texts(), ['precious']);
  await environment.advance(1000);
  assert.deepEqual(texts(), ['precious']);
});

test('a deletion that was refused leaves the row where it is, until it is deleted once more or kept', async () => {
  const { collection, remote, write, texts, environment } = openNotes();
  const refuse = (): void => {
    for (let call = 0; call < 2; call += 1) remote.faults.push(new NalityError('denied', 'Not yours.'));
  };
  const refused = (): unknown[] =>
    collection.rows.get().map(({ row, state, deletion, error }) => [row.text, state, deletion, error?.code]);
  write('a', 'theirs');
  await settle();
  for (const next of ['restore', 'delete'] as const) {
    refuse();
    collection.mutate({ type: 'delete', id: 'a' });
    assert.deepEqual(texts(), []);
    await environment.advance(5_000);
    assert.deepEqual(refused(), [['theirs', 'failed', true, 'denied']]);
    assert.equal(collection.mutate({ type: next, id: 'a' }), 'a');
    assert.deepEqual(texts(), next === 'restore' ? ['theirs'] : []);
    await environment.advance(5_000);
    assert.deepEqual(
      collection.rows.get().map(({ state }) => state),
      next === 'restore' ? ['saved'] : [],
    );
  }
  assert.notEqual(remote.rows.get('a')?.deleted_at, null);
});

test('nothing runs after the end', async () => {
  const { remote, environment, close } = openNotes();
  await settle();
  close();
  const calls = remote.calls.length;
  await environment.advance(10 * 60_000);
  assert.equal(remote.calls.length, calls);
});

test('the feed is opened once, however often it is read', async () => {
  const { environment, follows } = openNotes();
  await environment.advance(10 * 60_000);
  assert.equal(follows(), 1);
});

test('a reading and a feed come to one phase', () => {
  const offline = new NalityError('offline', 'no');
  const denied = new NalityError('denied', 'no');
  type Case = readonly [
    'nothing' | 'cached' | 'loaded',
    NalityError | undefined,
    ChannelState['name'],
    string,
  ];
  const table: readonly Case[] = [
    ['nothing', undefined, 'joining', 'loading'],
    ['cached', undefined, 'joining', 'stale'],
    ['loaded', undefined, 'joining', 'loading'],
    ['loaded', undefined, 'live', 'live'],
    ['loaded', undefined, 'lost', 'stale'],
    ['loaded', undefined, 'deaf', 'stale'],
    ['loaded', undefined, 'refused', 'stale'],
    ['nothing', offline, 'joining', 'failed'],
    ['cached', offline, 'joining', 'stale'],
    ['cached', denied, 'joining', 'failed'],
    ['loaded', offline, 'live', 'stale'],
    ['loaded', denied, 'live', 'failed'],
  ];
  for (const [have, error, feed, expected] of table) {
    const progress = { loaded: have === 'loaded', cached: have !== 'nothing', error };
    const phase = phaseOf(progress, { name: feed, error: denied } as ChannelState);
    assert.equal(phase.name, expected, `${have} ${error?.code} ${feed}`);
  }
});
