import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RecordChange, RecordStore } from '../../../src/core/environment.ts';
import { NalityError } from '../../../src/core/errors.ts';
import { signal } from '../../../src/core/lib/signal.ts';
import { memoryStore } from '../../../src/browser/memory-store.ts';
import { fakeEnvironment, settle } from '../../support/fake-environment.ts';
import { fakeRemote } from '../../support/fake-remote.ts';
import { desk, operation, textOf, waiting } from '../../support/outbox-desk.ts';
import { NEVER } from '../../support/never.ts';

const OFFLINE = new NalityError('offline', 'no');
const insert = (rowId: string) => operation({ type: 'insert', rowId, values: { text: rowId } });

/** A disk whose writes complete when the test says so, and which the browser can take away. */
function slowDisk() {
  let records = memoryStore();
  const durability = signal<'disk' | 'memory'>('disk');
  let restore: () => readonly RecordChange[] = () => [];
  const waitingWrites: (() => void)[] = [];
  let held = false;
  const store: RecordStore = {
    durability,
    restoreWith: (given) => void (restore = given),
    all: (kind) => records.all(kind),
    clear: (prefix) => records.clear(prefix),
    async transact(reads, decide, how) {
      if (held && how === 'strict') await new Promise<void>((resolve) => waitingWrites.push(resolve));
      return records.transact(reads, decide, how);
    },
  };
  return {
    store,
    hold: () => (held = true),
    release: () => (held = false),
    complete() {
      held = false;
      for (const done of waitingWrites.splice(0)) done();
    },
    lose(now: 'disk' | 'memory') {
      records = memoryStore();
      void records.transact([], () => ({ answer: undefined, changes: restore() }), 'strict');
      durability.set(now);
    },
    operations: () => records.all<{ rowId: string; type: string }>('operations'),
  };
}

function deskOn(disk: ReturnType<typeof slowDisk>) {
  const environment = { ...fakeEnvironment(), openStore: async () => disk.store };
  return desk({ environment });
}

test('a write counts as durable only once its transaction has completed, and the page asks before it is left', async () => {
  const disk = slowDisk();
  const environment = fakeEnvironment();
  environment.openStore = async () => disk.store;
  const { outbox, remote } = desk({ environment });
  remote.faults.push(OFFLINE);
  await settle();
  disk.hold();
  outbox.enqueue(insert('a'));
  let saved: boolean | undefined;
  void outbox.saved().then((answer) => (saved = answer));
  await settle();
  assert.deepEqual(
    [saved, outbox.status.get().durable, environment.asksBeforeLeaving],
    [undefined, false, true],
  );
  assert.deepEqual(remote.calls, []);
  disk.complete();
  await settle();
  assert.deepEqual([saved, outbox.status.get().durable, environment.asksBeforeLeaving], [true, true, false]);
});

test('the write is begun in the task in which it is made: there is no pause in which it could be lost', async () => {
  const writes: unknown[] = [];
  const disk = slowDisk();
  const transact = disk.store.transact.bind(disk.store);
  const store: RecordStore = { ...disk.store, transact: (...call) => (writes.push(call), transact(...call)) };
  const environment = fakeEnvironment();
  environment.openStore = async () => store;
  const { outbox } = desk({ environment });
  await settle();
  writes.length = 0;
  outbox.enqueue(insert('a'));
  await thisTask();
  assert.equal(writes.length, 1);
});

test('what is written in one go goes to disk in one go', async () => {
  const writes: unknown[] = [];
  const disk = slowDisk();
  const transact = disk.store.transact.bind(disk.store);
  const environment = fakeEnvironment();
  environment.openStore = async () => ({
    ...disk.store,
    transact: (...call) => (writes.push(call), transact(...call)),
  });
  const { outbox } = desk({ environment });
  await settle();
  writes.length = 0;
  for (const name of ['a', 'b', 'c']) outbox.enqueue(insert(name));
  await thisTask();
  assert.equal(writes.length, 1);
  outbox.enqueue(insert('d'));
  assert.equal(await outbox.saved(), true);
  assert.deepEqual((await disk.operations()).map(({ rowId }) => rowId).sort(), ['a', 'b', 'c', 'd']);
});

/** Lets everything happen that belongs to this task of the page: its microtasks. */
async function thisTask(): Promise<void> {
  for (let n = 0; n < 10; n += 1) await Promise.resolve();
}

test('where storage is refused, that is said, everything works, and the page asks while something is unsent', async () => {
  const environment = fakeEnvironment();
  const records = memoryStore();
  environment.openStore = async () => records;
  const { outbox, remote } = desk({ environment });
  remote.faults.push(OFFLINE);
  outbox.enqueue(insert('a'));
  await settle();
  assert.deepEqual([await outbox.saved(), outbox.status.get().durable], [false, false]);
  assert.equal(environment.asksBeforeLeaving, true);
  await environment.advance(5_000);
  assert.ok(remote.rows.has('a'));
  assert.equal(environment.asksBeforeLeaving, false);
});

for (const now of ['disk', 'memory'] as const) {
  test(`a database that is gone under the page is filled again (then: ${now}), and nothing is lost`, async () => {
    const disk = slowDisk();
    const { outbox, remote, environment } = deskOn(disk);
    remote.faults.push(OFFLINE);
    outbox.enqueue(insert('a'));
    await settle();
    disk.lose(now);
    await settle();
    assert.deepEqual(
      (await disk.operations()).map(({ rowId }) => rowId),
      ['a'],
    );
    assert.equal(outbox.status.get().durable, now === 'disk');
    await environment.advance(5_000);
    assert.ok(remote.rows.has('a'));
    assert.deepEqual(waiting(outbox), []);
  });
}

test('a write that the disk refuses is sent all the same', async () => {
  const disk = slowDisk();
  const { outbox, remote } = deskOn(disk);
  await settle();
  const transact = disk.store.transact.bind(disk.store);
  (disk.store as { transact: RecordStore['transact'] }).transact = (reads, decide, how) =>
    how === 'strict' && reads.every(({ kind }) => kind === 'clock')
      ? Promise.reject(new Error('broken'))
      : transact(reads, decide, how);
  outbox.enqueue(insert('a'));
  await settle();
  assert.equal(await outbox.saved(), false);
  assert.ok(remote.rows.has('a'));
  assert.deepEqual(waiting(outbox), []);
});

test('a record of another version, or of nobody, stays on disk untouched', async () => {
  const environment = fakeEnvironment();
  const store = await environment.openStore('nality:test:marie', NEVER);
  const foreign = [{ v: 2, id: 'x', seq: 1, rowId: 'a', state: 'queued' }, 'rubbish', null];
  const changes = foreign.map((record, i) => ({ kind: 'operations', key: `${i}`, record }));
  await store.transact([], () => ({ answer: undefined, changes }), 'strict');
  const { outbox, remote } = desk({ environment });
  outbox.enqueue(insert('b'));
  await environment.advance(200_000);
  assert.deepEqual([...remote.rows.keys()], ['b']);
  assert.deepEqual(
    (await store.all('operations')).filter((record) => foreign.includes(record as never)),
    foreign,
  );
});

test('what was settled leaves the disk after a minute, and what met a conflict after thirty days', async () => {
  const { outbox, remote, environment, close } = desk();
  remote.write({ id: 'a', text: 'old' } as never);
  remote.write({ id: 'a', text: 'theirs' } as never);
  const values = { text: 'mine' };
  outbox.enqueue(operation({ type: 'update', rowId: 'a', baseRev: 1, values, base: { text: 'old' } }));
  outbox.enqueue(insert('b'));
  await settle();
  outbox.settle(outbox.conflicts.get()[0]!.id, 'discard');
  await environment.advance(130_000);
  assert.deepEqual(
    outbox.pending.get().map(({ state }) => state),
    ['kept'],
  );
  close();
  const later = async (ms: number) => {
    await environment.advance(ms);
    const next = desk({ remote, environment });
    await environment.advance(70_000);
    next.close();
    return next.outbox.conflicts.get().length;
  };
  assert.equal(await later(29 * 86_400_000), 1);
  assert.equal(await later(86_400_000), 0);
});

test('more than the cap is refused with a clear message, and what is there stays', async () => {
  const { outbox, remote } = desk({ maxQueued: 3 });
  remote.apply = () => new Promise(() => undefined);
  for (let i = 0; i < 3; i += 1) outbox.enqueue(insert(`row${i}`));
  assert.throws(() => outbox.enqueue(insert('more')), { code: 'storage', message: /3 changes wait/ });
  assert.equal(outbox.status.get().pending, 3);
});

test('values that cannot be stored are refused at once', () => {
  const { outbox } = desk();
  const values = { text: () => 'a function' };
  assert.throws(() => outbox.enqueue(operation({ type: 'insert', rowId: 'a', values })), { code: 'invalid' });
  assert.deepEqual(outbox.pending.get(), []);
});

test('what is changed after it was written changes nothing of it', async () => {
  const { outbox, remote } = desk();
  const tags = ['radium'];
  outbox.enqueue(operation({ type: 'insert', rowId: 'a', values: { tags } }));
  tags.push('polonium');
  await settle();
  assert.deepEqual((remote.rows.get('a') as unknown as { tags: string[] }).tags, ['radium']);
});

test('the status says what is so at every moment', async () => {
  const { outbox, remote, environment } = desk();
  const seen: string[] = [];
  const note = (): void => {
    const { pending, syncing, online, deadLetters } = outbox.status.get();
    seen.push(`${pending} ${syncing ? 'syncing' : 'still'} ${online ? 'online' : 'offline'} ${deadLetters}`);
  };
  outbox.status.subscribe(note);
  remote.faults.push(OFFLINE);
  remote.refused.set('bad', new NalityError('invalid', 'no'));
  outbox.enqueue(insert('bad'));
  outbox.enqueue(insert('good'));
  await environment.advance(10_000);
  note();
  assert.equal(seen.at(-1), '0 still online 1');
  assert.ok(seen.includes('2 syncing online 0'));
  assert.ok(seen.includes('2 still offline 0'));
});

test('the status is called complete once what an earlier page left is counted', async () => {
  const earlier = desk();
  earlier.remote.faults.push(OFFLINE);
  earlier.outbox.enqueue(insert('left'));
  await settle();
  const { outbox } = desk({
    remote: earlier.remote,
    environment: earlier.environment.anotherTab(),
  });
  const told: (readonly [boolean, number])[] = [];
  const note = (): void => {
    const { complete, pending } = outbox.status.get();
    told.push([complete, pending]);
  };
  note();
  outbox.status.subscribe(note);
  await settle();
  assert.deepEqual(told[0], [false, 0]);
  assert.deepEqual(
    told.find(([complete]) => complete),
    [true, 1],
  );
});

test('nothing is coalesced into what may have been sent: the answer was lost, and the later value arrives', async () => {
  const { outbox, remote, environment } = desk();
  remote.write({ id: 'a', text: 'old' } as never);
  const update = (text: string, base: string) =>
    operation({ type: 'update', rowId: 'a', baseRev: 1, values: { text }, base: { text: base } });
  remote.lostAnswers = 1;
  outbox.enqueue(update('first', 'old'));
  await settle();
  outbox.enqueue(update('second', 'first'));
  await environment.advance(30_000);
  assert.equal(textOf(remote).text, 'second');
  assert.deepEqual([waiting(outbox), [...remote.applied.values()]], [[], [1, 1]]);
});

test('nothing is coalesced into what was on a disk that is out of reach: another tab may have sent it', async () => {
  const disk = slowDisk();
  let mine = false;
  const environment = { ...fakeEnvironment(), openStore: async () => disk.store };
  const { outbox, remote } = desk({ environment, isMine: async () => mine });
  outbox.enqueue(insert('a'));
  await settle();
  disk.lose('memory');
  for (const place of ['here', 'there'])
    outbox.enqueue(operation({ type: 'update', rowId: 'a', values: { place }, baseRev: 0 }));
  await settle();
  mine = true;
  outbox.flush();
  await settle();
  assert.deepEqual(textOf(remote), { text: 'a', place: 'there' });
  assert.equal(remote.applied.size, 2);
});

test('a comment on an event that was refused waits for the event, and lands with it', async () => {
  const { outbox, remote, environment } = desk();
  remote.refused.set('event', new NalityError('invalid', 'no'));
  const event = insert('event');
  outbox.enqueue(event);
  await settle();
  outbox.enqueue(operation({ type: 'insert', rowId: 'comment', values: { event_id: 'event' } }));
  await environment.advance(10_000);
  assert.ok(!remote.rows.has('comment'));
  remote.refused.clear();
  outbox.settle(event.id, 'retry');
  await environment.advance(10_000);
  assert.deepEqual([...remote.rows.keys()], ['event', 'comment']);
});

test('the server refuses what arrives under the sign-in of another person, and it waits', async () => {
  const { outbox, remote, environment } = desk();
  remote.signedIn = 'irene';
  outbox.enqueue(insert('a'));
  await environment.advance(120_000);
  assert.deepEqual([remote.rows.size, waiting(outbox).length], [0, 1]);
  remote.signedIn = 'marie';
  await environment.advance(60_000);
  assert.ok(remote.rows.has('a'));
});

test('a row that is there already under the id that was made here is this write', async () => {
  const remote = fakeRemote();
  const { outbox } = desk({ remote });
  const row = remote.write({ id: 'a', text: 'a' } as never);
  remote.select = async () => [row] as never;
  remote.apply = async ([op]) =>
    new Map([
      [op!.id, { name: 'refused', error: new NalityError('invalid', 'duplicate key'), sqlstate: '23505' }],
    ]);
  outbox.enqueue(insert('a'));
  await settle();
  assert.deepEqual(waiting(outbox), []);
});

test('where a write to disk is late, one that was made after it takes it along: other tabs send what they find there', async () => {
  const disk = slowDisk();
  const { outbox, remote } = deskOn(disk);
  await settle();
  disk.hold();
  outbox.enqueue(insert('a'));
  await settle();
  assert.deepEqual([await disk.operations(), remote.calls], [[], []]);
  disk.release();
  outbox.enqueue(operation({ type: 'update', rowId: 'a', values: { text: 'later' }, baseRev: 0 }));
  outbox.enqueue(insert('b'));
  await settle();
  assert.deepEqual([...remote.rows.keys()], ['a', 'b']);
  assert.deepEqual([textOf(remote).text, waiting(outbox)], ['later', []]);
  const calls = remote.calls.length;
  disk.complete();
  await settle();
  assert.deepEqual([await outbox.saved(), remote.calls.length, waiting(outbox)], [true, calls, []]);
});
