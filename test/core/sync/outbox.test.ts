import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NalityError } from '../../../src/core/errors.ts';
import { settle } from '../../support/fake-environment.ts';
import { desk, operation, textOf, waiting } from '../../support/outbox-desk.ts';
import { NEVER } from '../../support/never.ts';

test('a write is pending at once and settled once the server has taken it', async () => {
  const { outbox, remote } = desk();
  outbox.enqueue(operation({ type: 'insert', rowId: 'a', values: { text: 'x' } }));
  assert.equal(waiting(outbox).length, 1);
  await settle();
  assert.deepEqual(waiting(outbox), []);
  assert.equal((remote.rows.get('a') as { text?: string }).text, 'x');
});

test('writes on one row that were never apart arrive as one', async () => {
  const { outbox, remote } = desk();
  outbox.enqueue(operation({ type: 'insert', rowId: 'a', values: { text: '1' } }));
  outbox.enqueue(operation({ type: 'update', rowId: 'a', values: { text: '2' }, baseRev: 0 }));
  outbox.enqueue(operation({ type: 'update', rowId: 'a', values: { text: '3' }, baseRev: 0 }));
  await settle();
  assert.deepEqual(waiting(outbox), []);
  assert.deepEqual({ ...remote.rows.get('a') }, { id: 'a', rev: 1, deleted_at: null, text: '3' });
});

test('a refused write waits for a decision and stops no other row', async () => {
  const { outbox, remote, events } = desk();
  remote.refused.set('bad', new NalityError('invalid', 'too long'));
  outbox.enqueue(operation({ type: 'insert', rowId: 'bad', values: { text: 'kept' } }));
  outbox.enqueue(operation({ type: 'insert', rowId: 'good' }));
  await settle();
  const [left] = waiting(outbox);
  assert.deepEqual(
    [left?.rowId, left?.state, left?.error?.code, left?.values['text']],
    ['bad', 'failed', 'invalid', 'kept'],
  );
  assert.ok(remote.rows.has('good'));
  assert.equal(events.filter(({ type }) => type === 'failed').length, 1);
});

test('a refused write can be amended, and then lands', async () => {
  const { outbox, remote } = desk();
  remote.refused.set('a', new NalityError('invalid', 'too long'));
  const write = operation({ type: 'insert', rowId: 'a', values: { text: 'too long' } });
  outbox.enqueue(write);
  await settle();
  remote.refused.clear();
  outbox.amend(write.id, { text: 'ok' });
  await settle();
  assert.equal((remote.rows.get('a') as { text?: string }).text, 'ok');
});

test('a discarded write is forgotten', async () => {
  const { outbox, remote, environment } = desk();
  remote.refused.set('a', new NalityError('invalid', 'no'));
  const write = operation({ type: 'insert', rowId: 'a' });
  outbox.enqueue(write);
  await settle();
  outbox.settle(write.id, 'discard');
  await settle();
  assert.deepEqual(waiting(outbox), []);
  assert.deepEqual(await (await environment.openStore('nality:test:marie', NEVER)).all('operations'), []);
});

test('someone was faster on another field: both changes land, and no conflict is told', async () => {
  const { outbox, remote, events } = desk();
  remote.write({ id: 'a', text: 'old', place: 'Paris' } as never);
  remote.write({ id: 'a', place: 'Warsaw' } as never);
  outbox.enqueue(
    operation({ type: 'update', rowId: 'a', baseRev: 1, values: { text: 'mine' }, base: { text: 'old' } }),
  );
  await settle();
  const row = remote.rows.get('a') as unknown as Record<string, string>;
  assert.deepEqual([row['text'], row['place']], ['mine', 'Warsaw']);
  assert.equal(
    events.some(({ type }) => type === 'conflict'),
    false,
  );
});

test("someone was faster on the same field: the server's value stays, and mine is parked for a decision", async () => {
  const { outbox, remote, events } = desk();
  remote.write({ id: 'a', text: 'old', place: 'x' } as never);
  remote.write({ id: 'a', text: 'theirs' } as never);
  const values = { text: 'mine', place: 'y' };
  outbox.enqueue(
    operation({ type: 'update', rowId: 'a', baseRev: 1, values, base: { text: 'old', place: 'x' } }),
  );
  await settle();
  assert.deepEqual(textOf(remote), { text: 'theirs', place: 'y' });
  const conflict = events.find((event) => event.type === 'conflict');
  assert.deepEqual([conflict?.ask, conflict?.conflict.mine], [false, { text: 'mine' }]);
  const [parked] = waiting(outbox);
  assert.deepEqual(
    [parked?.state, parked?.values, parked?.error?.code],
    ['conflict', { text: 'mine' }, 'conflict'],
  );
});

test('a parked value survives the page, is not sent by the next one, and wins when the person says so', async () => {
  const first = desk();
  first.remote.write({ id: 'a', text: 'old' } as never);
  first.remote.write({ id: 'a', text: 'theirs' } as never);
  first.outbox.enqueue(
    operation({ type: 'update', rowId: 'a', baseRev: 1, values: { text: 'mine' }, base: { text: 'old' } }),
  );
  await settle();
  first.close();
  const { outbox, remote } = desk({ environment: first.environment, remote: first.remote });
  await settle();
  const [parked] = waiting(outbox);
  assert.deepEqual(
    [parked?.state, parked?.error?.code, textOf(remote).text],
    ['conflict', 'conflict', 'theirs'],
  );
  outbox.settle(parked!.id, 'retry');
  await settle();
  assert.deepEqual([waiting(outbox).length, textOf(remote).text], [0, 'mine']);
});

test('a parked value stops no later change of its row', async () => {
  const { outbox, remote } = desk();
  remote.write({ id: 'a', text: 'old' } as never);
  remote.write({ id: 'a', text: 'theirs' } as never);
  outbox.enqueue(
    operation({ type: 'update', rowId: 'a', baseRev: 1, values: { text: 'mine' }, base: { text: 'old' } }),
  );
  await settle();
  outbox.enqueue(operation({ type: 'update', rowId: 'a', baseRev: 2, values: { place: 'y' }, base: {} }));
  await settle();
  assert.deepEqual(textOf(remote), { text: 'theirs', place: 'y' });
  outbox.settle(waiting(outbox)[0]!.id, 'discard');
  assert.deepEqual(waiting(outbox), []);
});

test('prompt_user holds the row until a person has decided, then writes the decision', async () => {
  const { outbox, remote } = desk({ policy: { strategy: 'prompt_user' } });
  remote.write({ id: 'a', text: 'old' } as never);
  remote.write({ id: 'a', text: 'theirs' } as never);
  const write = operation({
    type: 'update',
    rowId: 'a',
    baseRev: 1,
    values: { text: 'mine' },
    base: { text: 'old' },
  });
  outbox.enqueue(write);
  await settle();
  assert.equal(waiting(outbox)[0]?.state, 'conflict');
  assert.equal((remote.rows.get('a') as unknown as Record<string, string>)['text'], 'theirs');
  outbox.amend(waiting(outbox)[0]!.id, { text: 'both' });
  await settle();
  assert.equal((remote.rows.get('a') as unknown as Record<string, string>)['text'], 'both');
});

for (const [strategy, stands, lost] of [
  ['prompt_user', 'theirs', 'mine'],
  ['prompt_user', 'mine', 'theirs'],
  ['client_wins', 'mine', 'theirs'],
  ['merge', 'joined', 'theirs'],
] as const) {
  test(`what lost is brought back by one decision, and nobody is asked again (${strategy}, ${stands} stood)`, async () => {
    const policy = { strategy, merges: { text: () => 'joined' } };
    const { outbox, remote, environment } = desk({ policy });
    const decide = async (choice: 'mine' | 'theirs'): Promise<void> => {
      outbox.resolve(outbox.conflicts.get()[0]!.id, choice);
      await environment.advance(3_000);
    };
    remote.write({ id: 'a', text: 'old' } as never);
    remote.write({ id: 'a', text: 'theirs' } as never);
    outbox.enqueue(
      operation({ type: 'update', rowId: 'a', baseRev: 1, values: { text: 'mine' }, base: { text: 'old' } }),
    );
    await environment.advance(3_000);
    if (strategy === 'prompt_user') await decide(stands);
    assert.equal(textOf(remote).text, stands);
    await decide(lost);
    assert.equal(textOf(remote).text, lost);
    assert.deepEqual(
      outbox.conflicts.get().map(({ open }) => open),
      [false],
    );
  });
}

test('an edit of what was deleted meanwhile is kept as failed, not thrown away', async () => {
  const { outbox, remote } = desk();
  remote.write({ id: 'a' });
  remote.write({ id: 'a', deleted_at: '1898-12-26' });
  outbox.enqueue(operation({ type: 'update', rowId: 'a', baseRev: 1, values: { text: 'mine' } }));
  await settle();
  assert.deepEqual([waiting(outbox)[0]?.state, waiting(outbox)[0]?.error?.code], ['failed', 'conflict']);
});

test('discarding an insert discards what was done to its row', async () => {
  const { outbox, remote } = desk();
  remote.refused.set('a', new NalityError('invalid', 'no'));
  const insert = operation({ type: 'insert', rowId: 'a' });
  outbox.enqueue(insert);
  outbox.enqueue(operation({ type: 'update', rowId: 'a', values: { text: 'x' } }));
  await settle();
  outbox.settle(insert.id, 'discard');
  assert.deepEqual(waiting(outbox), []);
});

test('a write that is on its way cannot be discarded any more', () => {
  const { outbox } = desk();
  const write = operation({ type: 'insert', rowId: 'a' });
  outbox.enqueue(write);
  outbox.settle(write.id, 'discard');
  assert.equal(waiting(outbox).length, 1);
});

test('a clock that is set back changes no order', async () => {
  const { outbox, remote } = desk();
  remote.write({ id: 'a' });
  remote.write({ id: 'b' });
  const order: unknown[] = [];
  const apply = remote.apply.bind(remote);
  remote.apply = (operations, actor) => {
    order.push(...operations.map(({ type, rowId }) => `${type} ${rowId}`));
    return apply(operations, actor);
  };
  outbox.enqueue(operation({ type: 'delete', rowId: 'a', baseRev: 1, at: 3_600_000 }));
  outbox.enqueue(operation({ type: 'restore', rowId: 'a', baseRev: 1, at: 0 }));
  await settle();
  assert.deepEqual(order, ['delete a', 'restore a']);
  assert.equal(remote.rows.get('a')?.deleted_at, null);
});
