import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NalityError } from '../../../src/core/errors.ts';
import { settle } from '../../support/fake-environment.ts';
import { fakeRemote } from '../../support/fake-remote.ts';
import { desk, operation, tabs, textOf, waiting } from '../../support/outbox-desk.ts';

const OFFLINE = new NalityError('offline', 'no');
const insert = (rowId: string) => operation({ type: 'insert', rowId, values: { text: rowId } });

test('what one tab writes is seen in the other before it is sent, and until it is settled', async () => {
  const { remote, one, other } = await tabs();
  remote.faults.push(OFFLINE);
  one.outbox.enqueue(insert('a'));
  await settle();
  assert.deepEqual(
    waiting(other.outbox).map(({ rowId, state }) => [rowId, state]),
    [['a', 'queued']],
  );
  await one.environment.advance(5_000);
  assert.deepEqual([waiting(one.outbox), waiting(other.outbox)], [[], []]);
});

test('the other tab gets the row with the news that a write is settled, not a gap', async () => {
  const { one, other } = await tabs();
  one.outbox.enqueue(insert('a'));
  await settle();
  const told = other.events.find(({ type }) => type === 'settled');
  assert.deepEqual(told?.type === 'settled' && [told.operation.rowId, told.row?.rev], ['a', 1]);
  // Still in the list: it leaves when the base of its row contains it, see `release`.
  assert.equal(other.outbox.pending.get()[0]?.settledRev, 1);
  other.outbox.release(({ rowId }) => rowId === 'a');
  assert.deepEqual(other.outbox.pending.get(), []);
});

test('only one tab sends at a time', async () => {
  const { remote, one, other } = await tabs();
  let sending = 0;
  let most = 0;
  const apply = remote.apply.bind(remote);
  remote.apply = async (...call) => {
    most = Math.max(most, (sending += 1));
    await new Promise<void>((resolve) => one.environment.after(100, resolve));
    sending -= 1;
    return apply(...call);
  };
  one.outbox.enqueue(insert('a'));
  other.outbox.enqueue(insert('b'));
  await one.environment.advance(1_000);
  assert.deepEqual([...remote.rows.keys()].sort(), ['a', 'b']);
  assert.equal(most, 1);
});

test('when the sending tab crashes the other sends what it left, at once', async () => {
  const { remote, one, other } = await tabs();
  remote.apply = hangingOnce(remote);
  one.outbox.enqueue(insert('a'));
  await settle();
  other.outbox.enqueue(insert('b'));
  await settle();
  one.environment.crash();
  await other.environment.advance(1_000);
  assert.deepEqual([...remote.rows.keys()].sort(), ['a', 'b']);
  assert.deepEqual(waiting(other.outbox), []);
});

test('when the browser freezes the sending tab the other takes over within ten seconds', async () => {
  const { remote, one, other } = await tabs();
  remote.apply = hangingOnce(remote);
  one.outbox.enqueue(insert('a'));
  await settle();
  one.environment.freeze();
  other.outbox.enqueue(insert('b'));
  await other.environment.advance(2_900);
  assert.deepEqual([...remote.rows.keys()], []);
  await other.environment.advance(7_000);
  assert.deepEqual([...remote.rows.keys()].sort(), ['a', 'b']);
});

test('a frozen tab that wakes up sends nothing in a turn that it has lost', async () => {
  const { remote, one, other } = await tabs();
  const apply = remote.apply.bind(remote);
  const answers: (() => void)[] = [];
  remote.apply = async (...call) => {
    const outcomes = await apply(...call);
    await new Promise<void>((resolve) => answers.push(resolve));
    return outcomes;
  };
  one.outbox.enqueue(insert('a'));
  await settle();
  one.outbox.enqueue(insert('b'));
  await settle();
  one.environment.freeze();
  await other.environment.advance(15_000);
  // The other tab has the turn, and its call is on the way.
  assert.equal(answers.length, 2);
  answers[0]!();
  await settle();
  assert.equal(answers.length, 2);
  remote.apply = apply;
  answers[1]!();
  await settle();
  assert.deepEqual(waiting(other.outbox), []);
  assert.deepEqual([...remote.applied.values()], [1, 1]);
});

test('what another tab queued and never sent is sent from here', async () => {
  const { remote, one, other } = await tabs();
  remote.faults.push(OFFLINE);
  one.outbox.enqueue(insert('a'));
  await settle();
  one.environment.crash();
  await other.environment.advance(6_000);
  assert.ok(remote.rows.has('a'));
});

test('a refusal that one tab discards is gone in the other', async () => {
  const { remote, one, other } = await tabs();
  remote.refused.set('a', new NalityError('invalid', 'no'));
  const write = insert('a');
  one.outbox.enqueue(write);
  await settle();
  assert.equal(waiting(other.outbox)[0]?.state, 'failed');
  other.outbox.settle(write.id, 'discard');
  await settle();
  assert.deepEqual([waiting(one.outbox), waiting(other.outbox)], [[], []]);
});

test('of two decisions over one refusal the first counts, and nothing is sent twice', async () => {
  const { remote, one, other } = await tabs();
  remote.refused.set('a', new NalityError('invalid', 'no'));
  const write = insert('a');
  one.outbox.enqueue(write);
  await settle();
  remote.refused.clear();
  one.outbox.amend(write.id, { text: 'amended' });
  other.outbox.settle(write.id, 'discard');
  await one.environment.advance(10_000);
  assert.deepEqual([waiting(one.outbox), waiting(other.outbox)], [[], []]);
  assert.equal(textOf(remote).text, 'amended');
  assert.deepEqual([...remote.applied.values()], [1]);
});

test('a conflict is asked once across the tabs, and again after a reload', async () => {
  const { remote, one, other } = await tabs({ policy: { strategy: 'prompt_user' } });
  const third = one.environment.anotherTab();
  remote.write({ id: 'a', text: 'old' } as never);
  remote.write({ id: 'a', text: 'theirs' } as never);
  const values = { text: 'mine' };
  one.outbox.enqueue(operation({ type: 'update', rowId: 'a', baseRev: 1, values, base: { text: 'old' } }));
  await one.environment.advance(1_000);
  const asked = (events: readonly { type: string }[]): number =>
    events.filter(({ type }) => type === 'conflict').length;
  assert.equal(asked(one.events) + asked(other.events), 1);
  for (const { close, environment } of [one, other]) (close(), environment.crash());
  const reloaded = desk({ remote, environment: third, policy: { strategy: 'prompt_user' } });
  await third.advance(1_000);
  assert.equal(asked(reloaded.events), 1);
  assert.equal(reloaded.outbox.conflicts.get()[0]?.open, true);
});

test('while a decision is on its way to disk nothing of its row is taken in half', async () => {
  const remote = fakeRemote();
  remote.write({ id: 'a', text: 'old' } as never);
  const one = desk({ remote });
  const tab = one.environment.anotherTab();
  const store = await tab.openStore('nality:test:marie', new AbortController().signal);
  let complete: (() => void) | undefined;
  let slow = false;
  const transact: typeof store.transact = async (reads, decide, how) => {
    if (slow && how === 'strict') await new Promise<void>((resolve) => (complete = resolve));
    return store.transact(reads, decide, how);
  };
  const openStore = async () => ({ ...store, transact });
  const other = desk({ remote, isMine: async () => false, environment: { ...tab, openStore } });
  await settle();
  remote.refused.set('a', new NalityError('invalid', 'no'));
  const write = { type: 'update', rowId: 'a', baseRev: 1, base: {} } as const;
  const refused = operation({ ...write, values: { text: 'refused' } });
  one.outbox.enqueue(refused);
  await settle();
  one.outbox.enqueue(operation({ ...write, values: { text: 'later' } }));
  await settle();
  remote.refused.clear();
  slow = true;
  other.outbox.settle(refused.id, 'retry');
  one.outbox.settle(refused.id, 'discard');
  await settle();
  assert.deepEqual(
    [one, other].map(({ outbox }) => outbox.pending.get().map(({ state }) => state)),
    [['saved'], ['queued', 'queued']],
  );
  complete?.();
  await settle();
  assert.deepEqual(
    other.outbox.pending.get().map(({ state }) => state),
    ['saved'],
  );
});

/** Two tabs that cannot hear each other, both with the same conflict. */
async function strangersInConflict() {
  const remote = fakeRemote();
  const policy = { strategy: 'prompt_user' } as const;
  const one = desk({ remote, policy });
  const environment = { ...one.environment.anotherTab(), openLine: () => () => undefined };
  remote.write({ id: 'a', text: 'old' } as never);
  remote.write({ id: 'a', text: 'theirs' } as never);
  const values = { text: 'mine' };
  one.outbox.enqueue(operation({ type: 'update', rowId: 'a', baseRev: 1, values, base: { text: 'old' } }));
  await one.environment.advance(1_000);
  const other = desk({ remote, policy, environment });
  await environment.advance(1_000);
  return { remote, one, other, id: one.outbox.conflicts.get()[0]!.id };
}

test('a decision counts, whichever tab has asked last', async () => {
  const { remote, one, other, id } = await strangersInConflict();
  assert.equal(other.events.filter(({ type }) => type === 'conflict').length, 1);
  one.outbox.resolve(id, 'mine');
  await one.environment.advance(1_000);
  assert.equal(textOf(remote).text, 'mine');
});

test('of two decisions over one conflict the first counts, and the other leaves nothing behind', async () => {
  const { remote, one, other, id } = await strangersInConflict();
  remote.apply = () => new Promise(() => undefined);
  one.outbox.resolve(id, { text: 'first' });
  other.outbox.resolve(id, { text: 'second' });
  await settle();
  assert.deepEqual([waiting(one.outbox).length, waiting(other.outbox)], [1, []]);
});

test('a tab out of sight asks nobody; the one in sight does', async () => {
  const { remote, one, other } = await tabs({ policy: { strategy: 'prompt_user' } });
  one.environment.visible.set(false);
  remote.write({ id: 'a', text: 'old' } as never);
  remote.write({ id: 'a', text: 'theirs' } as never);
  const values = { text: 'mine' };
  one.outbox.enqueue(operation({ type: 'update', rowId: 'a', baseRev: 1, values, base: { text: 'old' } }));
  await one.environment.advance(1_000);
  assert.deepEqual(
    [one.events, other.events].map((events) => events.some(({ type }) => type === 'conflict')),
    [false, true],
  );
});

test('of two tabs that come into sight at once with a conflict in them one asks', async () => {
  const { remote, one, other } = await tabs({ policy: { strategy: 'prompt_user' } });
  const shows = (visible: boolean): void =>
    [one, other].forEach(({ environment }) => environment.visible.set(visible));
  shows(false);
  remote.write({ id: 'a', text: 'old' } as never);
  remote.write({ id: 'a', text: 'theirs' } as never);
  const values = { text: 'mine' };
  one.outbox.enqueue(operation({ type: 'update', rowId: 'a', baseRev: 1, values, base: { text: 'old' } }));
  await one.environment.advance(1_000);
  shows(true);
  await one.environment.advance(1_000);
  assert.equal([...one.events, ...other.events].filter(({ type }) => type === 'conflict').length, 1);
});

test('what another tab wrote and may have sent without a disk is never changed from here', async () => {
  const { remote, one, other } = await tabs();
  remote.faults.push(OFFLINE);
  const base = { text: 'old' };
  remote.write({ id: 'a', ...base } as never);
  one.outbox.enqueue(operation({ type: 'update', rowId: 'a', baseRev: 1, values: { text: 'one' }, base }));
  await settle();
  const values = { place: 'other' };
  other.outbox.enqueue(operation({ type: 'update', rowId: 'a', baseRev: 1, values, base: {} }));
  one.environment.crash();
  await other.environment.advance(30_000);
  assert.deepEqual(textOf(remote), { text: 'one', place: 'other' });
  assert.equal(remote.applied.size, 2);
});

test('a hint that was lost is made up for by the next one of its row', async () => {
  const remote = fakeRemote();
  const one = desk({ remote });
  const tab = one.environment.anotherTab();
  let deaf = false;
  const openLine: typeof tab.openLine = (name, hear, until) =>
    tab.openLine(name, (message) => deaf || hear(message), until);
  const other = desk({ remote, environment: { ...tab, openLine } });
  await settle();
  remote.faults.push(OFFLINE);
  one.outbox.enqueue(insert('a'));
  await settle();
  deaf = true;
  await one.environment.advance(3_000);
  assert.deepEqual([waiting(one.outbox), waiting(other.outbox).length], [[], 1]);
  one.outbox.release(({ state }) => state === 'saved');
  deaf = false;
  remote.faults.push(OFFLINE);
  one.outbox.enqueue(operation({ type: 'update', rowId: 'a', values: { text: 'later' }, baseRev: 1 }));
  await settle();
  assert.deepEqual(
    waiting(other.outbox).map(({ type }) => type),
    ['update'],
  );
});

/** A server that never answers its first call, which takes no effect. */
function hangingOnce(remote: ReturnType<typeof fakeRemote>): typeof remote.apply {
  const apply = remote.apply.bind(remote);
  let first = true;
  return (...call) => {
    if (!first) return apply(...call);
    first = false;
    return new Promise(() => undefined);
  };
}
