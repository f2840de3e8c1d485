import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NalityError } from '../../../src/core/errors.ts';
import { settle } from '../../support/fake-environment.ts';
import { fakeRemote, type FakeRemote } from '../../support/fake-remote.ts';
import { openNotes, type Note } from '../../support/notes.ts';

/** A server that does not answer. */
function unreachable(): FakeRemote {
  const remote = fakeRemote();
  for (let call = 0; call < 100; call += 1) remote.faults.push(new NalityError('offline', 'No network.'));
  return remote;
}

test('what was read is there for the next page, before and without an answer of the server', async () => {
  const first = openNotes();
  first.write('a', 'one');
  first.write('b', 'two');
  await settle();
  await first.environment.advance(2000);
  first.close();

  const remote = unreachable();
  const second = openNotes(remote, first.environment);
  await settle();
  assert.deepEqual(second.texts(), ['one', 'two']);
  assert.equal(second.collection.phase.get().name, 'stale');
});

test('the next page reads on from where the last one stood, and drops what is no more to be seen', async () => {
  const remote = fakeRemote();
  const first = openNotes(remote);
  first.write('a', 'one');
  first.write('b', 'two');
  await settle();
  await first.environment.advance(2000);
  first.close();

  first.write('a', 'one, edited');
  remote.rows.delete('b');
  const second = openNotes(remote, first.environment);
  const calls = remote.calls.length;
  await settle();
  assert.deepEqual(second.texts(), ['one, edited']);
  assert.deepEqual(remote.calls.slice(calls, calls + 1), ['changes since 2']);
});

test('a change that was heard is kept, too', async () => {
  const first = openNotes();
  first.write('a', 'one');
  await settle();
  first.hear(first.write('a', 'one, changed'));
  await first.environment.advance(2000);
  first.close();
  const remote = unreachable();
  const second = openNotes(remote, first.environment);
  await settle();
  assert.deepEqual(second.texts(), ['one, changed']);
});

test('what another page had settled, and is gone since, does not come back to the screen', async () => {
  const first = openNotes();
  await settle();
  const id = first.collection.mutate({ type: 'insert', values: { text: 'moved away' } });
  await settle();
  first.close();
  first.remote.rows.delete(id);
  const second = openNotes(first.remote, first.environment);
  await second.environment.advance(100);
  assert.deepEqual([second.texts(), second.outbox.pending.get()], [[], []]);
});

test('what an earlier page could not send is on its row from the first look on, whoever has the turn', async () => {
  const first = openNotes();
  first.write('a', 'one');
  await first.environment.advance(2000);
  first.remote.apply = () => new Promise(() => undefined);
  first.collection.mutate({ type: 'update', id: 'a', values: { text: 'mine' } });
  await settle();
  const second = openNotes(first.remote, first.environment.anotherTab());
  const shown = new Set<string>();
  second.collection.list.subscribe(() => second.texts().forEach((text) => shown.add(text)));
  await second.environment.advance(100);
  assert.deepEqual([...shown], ['mine']);
});

test('a row that is gone is not shown again by the write that had made it, whenever one hears of that', async () => {
  const first = openNotes();
  const deaf = { ...first.environment.anotherTab(), openLine: () => () => undefined };
  const second = openNotes(first.remote, deaf);
  await settle();
  const id = first.collection.mutate({ type: 'insert', values: { text: 'soon gone' } });
  await settle();
  second.hear(first.remote.rows.get(id) as never);
  await settle();
  assert.deepEqual(second.texts(), ['soon gone']);
  first.remote.rows.delete(id);
  second.events().onChange?.({ table: 'notes', id, row: undefined });
  await settle();
  assert.deepEqual(second.texts(), []);
  second.remote.faults.push(new NalityError('offline', 'No network.'));
  second.outbox.flush();
  await settle();
  assert.deepEqual([second.texts(), second.outbox.pending.get().length], [[], 1]);
});

test('an insert whose answer was lost shows nothing any more once its row is gone', async () => {
  const { collection, remote, environment, write, hear, events, texts } = openNotes();
  write('0', 'another');
  await settle();
  remote.lostAnswers = 1;
  const id = collection.mutate({ type: 'insert', values: { text: 'mine' } });
  await settle();
  hear(remote.rows.get(id) as Note);
  remote.rows.delete(id);
  events().onChange?.({ table: 'notes', id, row: undefined });
  remote.apply = () => new Promise(() => undefined);
  await environment.advance(5_000);
  assert.deepEqual(texts(), ['another']);
});

for (const heardOf of ['before', 'after'] as const) {
  test(`a row whose going is heard of ${heardOf} its making was answered is not shown again`, async () => {
    const { collection, outbox, remote, environment, feed, hear, write } = openNotes();
    feed.set({ name: 'live' });
    await settle();
    remote.lostAnswers = 1;
    const id = collection.mutate({ type: 'insert', values: { text: 'mine' } });
    await settle();
    hear(remote.rows.get(id) as Note);
    const gone = write(id, 'mine', { owner: 'irene' });
    // No reading of the whole scope decides meanwhile.
    remote.changes = () => new Promise(() => undefined);
    if (heardOf === 'before') hear(gone);
    await settle();
    outbox.flush();
    await environment.advance(1_000);
    assert.deepEqual(collection.rows.get(), []);
  });
}

test('what a slow disk has is not believed any more once the server has answered', async () => {
  const first = openNotes();
  first.write('a', 'one');
  await first.environment.advance(2000);
  first.close();
  const environment = first.environment.anotherTab();
  const { openStore } = environment;
  let answer: () => void = () => undefined;
  const slow = new Promise<void>((resolve) => (answer = resolve));
  environment.openStore = async (...call) => {
    const store = await openStore(...call);
    const transact: typeof store.transact = async (reads, decide, how) => {
      if (reads.some(({ kind }) => kind.startsWith('cache:'))) await slow;
      return store.transact(reads, decide, how);
    };
    return { ...store, transact };
  };
  const second = openNotes(first.remote, environment);
  first.remote.rows.delete('a');
  second.write('b', 'two');
  second.wakes.emit(undefined);
  await settle();
  assert.deepEqual(second.texts(), ['two']);
  answer();
  const shown = new Set<string>();
  second.collection.list.subscribe(() => second.texts().forEach((text) => shown.add(text)));
  await environment.advance(100);
  assert.deepEqual([second.texts(), [...shown]], [['two'], []]);
});

test('a change whose row I may not see any more takes with it what I had written to it before', async () => {
  const first = openNotes();
  await settle();
  const id = first.collection.mutate({ type: 'insert', values: { text: 'as it was made' } });
  await settle();
  const { apply } = first.remote;
  first.remote.apply = async (...call) => (await apply(...call), new Promise(() => undefined));
  first.collection.mutate({ type: 'update', id, values: { text: 'as it was changed' } });
  await settle();
  first.close();

  first.remote.apply = apply;
  first.remote.changes = () => new Promise(() => undefined);
  first.remote.rows.delete(id);
  const second = openNotes(first.remote, first.environment);
  const shown: string[] = [];
  second.collection.list.subscribe(() => shown.push(second.texts().join()));
  await second.environment.advance(5_000);
  assert.deepEqual([shown.at(-1), second.texts()], ['', []]);
  assert.ok(!shown.includes('as it was made'), shown.join(' | '));
});
