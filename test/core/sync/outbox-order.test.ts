import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NalityError } from '../../../src/core/errors.ts';
import { settle } from '../../support/fake-environment.ts';
import { fakeRemote } from '../../support/fake-remote.ts';
import { desk, operation, tabs, textOf, waiting } from '../../support/outbox-desk.ts';

const OFFLINE = new NalityError('offline', 'no');
const update = (rowId: string, text: string) =>
  operation({ type: 'update', rowId, values: { text }, baseRev: 1 });
const insert = (rowId: string) => operation({ type: 'insert', rowId, values: { text: rowId } });

test('writes of two tabs on one row arrive in the order in which their author made them', async () => {
  const { remote, one, other } = await tabs();
  remote.faults.push(OFFLINE, OFFLINE, OFFLINE);
  one.outbox.enqueue(insert('a'));
  await settle();
  other.outbox.enqueue(operation({ type: 'update', rowId: 'a', values: { text: 'later' }, baseRev: 0 }));
  await settle();
  one.outbox.enqueue(operation({ type: 'update', rowId: 'a', values: { text: 'last' }, baseRev: 0 }));
  await one.environment.advance(30_000);
  assert.equal(textOf(remote).text, 'last');
  assert.deepEqual([waiting(one.outbox), waiting(other.outbox)], [[], []]);
});

test('what is sent from another tab keeps its order, though the hint of the first write was lost', async () => {
  const remote = fakeRemote();
  const one = desk({ remote, isMine: async () => false });
  const tab = one.environment.anotherTab();
  let deaf = true;
  const openLine: typeof tab.openLine = (name, hear, until) =>
    tab.openLine(name, (message) => deaf || hear(message), until);
  const other = desk({ remote, environment: { ...tab, openLine } });
  await settle();
  one.outbox.enqueue(insert('a'));
  await settle();
  deaf = false;
  one.outbox.enqueue(operation({ type: 'update', rowId: 'a', values: { text: 'later' }, baseRev: 0 }));
  await settle();
  assert.deepEqual(
    waiting(other.outbox).map(({ type }) => type),
    ['insert', 'update'],
  );
});

test('what another tab has put before it on its row goes first, though that was not heard', async () => {
  const remote = fakeRemote();
  remote.write({ id: 'a', text: 'old' } as never);
  remote.write({ id: 'b', text: 'old' } as never);
  const one = desk({ remote, isMine: async () => false });
  const tab = one.environment.anotherTab();
  const openLine: typeof tab.openLine = (name, _hear, until) => tab.openLine(name, () => undefined, until);
  const deaf = desk({ remote, environment: { ...tab, openLine } });
  const sent: string[] = [];
  const apply = remote.apply.bind(remote);
  remote.apply = async (batch, person) => {
    sent.push(...batch.map(({ values }) => String(values['text'])));
    // During the turn that the first call belongs to.
    if (sent.length === 1) {
      one.outbox.enqueue(update('a', 'first'));
      await settle();
      deaf.outbox.enqueue(update('b', 'beside'));
      await settle();
      deaf.outbox.enqueue(update('a', 'second'));
      await settle();
    }
    return apply(batch, person);
  };
  await settle();
  deaf.outbox.enqueue(update('b', 'begin'));
  await settle();
  await deaf.environment.advance(5_000);
  assert.deepEqual(
    sent.filter((text) => text !== 'begin' && text !== 'beside'),
    ['first', 'second'],
  );
  assert.equal(textOf(remote).text, 'second');
});

test('of two tabs that cannot hear each other, what is written later comes later', async () => {
  const remote = fakeRemote();
  const one = desk({ remote });
  const environment = { ...one.environment.anotherTab(), openLine: () => () => undefined };
  const other = desk({ remote, environment });
  await settle();
  one.outbox.enqueue(insert('a'));
  await settle();
  remote.lostAnswers = 1;
  one.outbox.enqueue(operation({ type: 'update', rowId: 'a', values: { text: 'one' }, baseRev: 1 }));
  await settle();
  remote.faults.push(OFFLINE);
  // Its author sees what the first tab does not know to have arrived.
  const later = { type: 'update', rowId: 'a', baseRev: 2 } as const;
  other.outbox.enqueue(operation({ ...later, values: { text: 'other' }, base: { text: 'one' } }));
  other.outbox.enqueue(operation({ ...later, values: { text: 'last' }, base: { text: 'other' } }));
  await settle();
  const order = other.outbox.pending.get().map(({ values }) => values['text']);
  assert.deepEqual(order, ['a', 'one', 'other', 'last']);
  await environment.advance(10_000);
  assert.equal(textOf(remote).text, 'last');
});

test('what is written in one go keeps its order while it finds its place behind what others wrote', async () => {
  const { one, other } = await tabs();
  const orders = new Set<string>();
  other.outbox.pending.subscribe((pending) => orders.add(pending.map(({ id }) => id).join()));
  const write = { type: 'update', rowId: 'b', at: 0 } as const;
  one.outbox.enqueue(insert('a'));
  other.outbox.enqueue(operation({ ...write, id: 'second', values: { text: 'b' } }));
  other.outbox.enqueue(operation({ ...write, id: 'first', values: { text: 'c' } }));
  await settle();
  assert.deepEqual(
    [...orders].filter((order) => order.includes('first,second')),
    [],
  );
});
