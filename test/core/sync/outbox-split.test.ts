import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryStore } from '../../../src/browser/memory-store.ts';
import type { RecordChange, RecordStore } from '../../../src/core/environment.ts';
import { NalityError } from '../../../src/core/errors.ts';
import { signal } from '../../../src/core/lib/signal.ts';
import { stored } from '../../../src/core/sync/operation-record.ts';
import type { Operation } from '../../../src/core/sync/rows.ts';
import { fakeEnvironment, settle } from '../../support/fake-environment.ts';
import { fakeRemote } from '../../support/fake-remote.ts';
import { NEVER } from '../../support/never.ts';
import { desk, operation, textOf, waiting } from '../../support/outbox-desk.ts';

const NAMESPACE = 'nality:test:marie';

/** A disk that one tab may lose while the others still have it: it lives on in memory then. */
function losable(disk: RecordStore) {
  let records = disk;
  let restore: () => readonly RecordChange[] = () => [];
  const durability = signal<'disk' | 'memory'>('disk');
  const store: RecordStore = {
    durability,
    restoreWith: (given) => void (restore = given),
    all: (kind) => records.all(kind),
    transact: (...call) => records.transact(...call),
    clear: (prefix) => records.clear(prefix),
  };
  const lose = (): void => {
    records = memoryStore();
    void records.transact([], () => ({ answer: undefined, changes: restore() }), 'strict');
    durability.set('memory');
  };
  return { store, lose };
}

const update = (values: object) =>
  operation({ type: 'update', rowId: 'a', values: { ...values }, baseRev: 1, base: {} });

/** The server has had half of an operation from one disk; all of it comes from another. `base`: what its author saw. */
async function sentFromAnotherDisk(base: object) {
  const remote = fakeRemote();
  remote.write({ id: 'a', text: 'old', place: 'old' } as never);
  const write = { ...update({ text: 'one', place: 'here' }), base: { ...base } };
  const one = desk({ remote });
  one.outbox.enqueue({ ...write, values: { text: 'one' } });
  await settle();
  const other = desk({ remote, environment: fakeEnvironment() });
  other.outbox.enqueue(write);
  await settle();
  return { remote, other };
}

test('a tab that has lost the disk follows what the others make of what was on it', async () => {
  const remote = fakeRemote();
  let mine = false;
  const one = desk({ remote, isMine: async () => mine });
  const tab = one.environment.anotherTab();
  const { store, lose } = losable(await tab.openStore(NAMESPACE, NEVER));
  const environment = { ...tab, openStore: async () => store };
  const other = desk({ remote, environment, isMine: async () => false });
  await settle();
  one.outbox.enqueue(update({ text: 'one' }));
  one.outbox.enqueue(update({ place: 'two' }));
  await settle();
  assert.equal(waiting(other.outbox).length, 2);
  lose();
  remote.apply = () => new Promise(() => undefined);
  mine = true;
  one.outbox.flush();
  await settle();
  assert.deepEqual(
    waiting(other.outbox).map(({ values, attempted }) => ({ ...values, attempted })),
    [{ text: 'one', place: 'two', attempted: true }],
  );
});

test('tabs that have lost the disk give up a refused operation after their own tries, not after those of all', async () => {
  const remote = fakeRemote();
  let mine = false;
  const isMine = async (): Promise<boolean> => mine;
  const one = fakeEnvironment();
  const disks = await Promise.all(
    [one, one.anotherTab()].map(async (tab) => ({ tab, ...losable(await tab.openStore(NAMESPACE, NEVER)) })),
  );
  const [first, second] = disks.map(({ tab, store }) =>
    desk({ remote, isMine, environment: { ...tab, openStore: async () => store } }),
  );
  await settle();
  first!.outbox.enqueue(update({ text: 'one' }));
  await settle();
  for (const { lose } of disks) lose();
  remote.refused.set('a', new NalityError('server', 'no', { retryable: false }));
  mine = true;
  for (let calls = 0; calls < 8; calls += 1) {
    const { outbox } = calls % 2 === 0 ? first! : second!;
    outbox.flush();
    await settle();
  }
  assert.deepEqual(
    [first!, second!].map(({ outbox }) => outbox.status.get().deadLetters),
    [1, 1],
  );
});

test('what travels in another operation and was stored again by a tab that slept is forgotten', async () => {
  const environment = fakeEnvironment();
  const store = await environment.openStore(NAMESPACE, NEVER);
  const write = (id: string, seq: number, values: object): Operation =>
    ({ ...update(values), id, seq, v: 1, state: 'queued', attempted: false, attempts: 0 }) as Operation;
  const absorbed = write('absorbed', 2, { place: 'here' });
  const head = { ...write('head', 1, { text: 'one', place: 'here' }), absorbed: ['absorbed'] };
  const changes = [head, absorbed].map(stored);
  await store.transact([], () => ({ answer: undefined, changes }), 'strict');
  const { outbox } = desk({ environment, isMine: async () => false });
  await settle();
  assert.deepEqual(
    waiting(outbox).map(({ id }) => id),
    ['head'],
  );
  assert.equal((await store.all('operations')).length, 1);
});

test('what the server has had from another disk with other values is kept for a person to see', async () => {
  const { remote, other } = await sentFromAnotherDisk({});
  assert.deepEqual(textOf(remote), { text: 'one', place: 'old' });
  assert.deepEqual(
    other.outbox.conflicts.get().map(({ mine, theirs, outcome }) => ({ mine, theirs, outcome })),
    [{ mine: { place: 'here' }, theirs: { place: 'old' }, outcome: 'theirs' }],
  );
});

test('what the server has had from another disk is sent, where nobody has changed what it is written over', async () => {
  const { remote, other } = await sentFromAnotherDisk({ text: 'old', place: 'old' });
  assert.deepEqual(textOf(remote), { text: 'one', place: 'here' });
  assert.deepEqual(other.outbox.conflicts.get(), []);
});

test('what was sent before and is answered once more is settled, whatever has become of it since', async () => {
  const remote = fakeRemote();
  remote.write({ id: 'a', text: 'old' } as never);
  remote.lostAnswers = 1;
  const { outbox, environment } = desk({ remote });
  outbox.enqueue(update({ text: 'mine' }));
  await settle();
  remote.write({ id: 'a', text: 'changed since' } as never);
  await environment.advance(5_000);
  assert.deepEqual([waiting(outbox), outbox.conflicts.get()], [[], []]);
});
