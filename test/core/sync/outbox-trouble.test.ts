import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NalityError } from '../../../src/core/errors.ts';
import { settle } from '../../support/fake-environment.ts';
import { desk, operation, textOf, waiting } from '../../support/outbox-desk.ts';

test('a write whose answer was lost takes effect once', async () => {
  const { outbox, remote, environment } = desk();
  remote.lostAnswers = 1;
  const write = operation({ type: 'insert', rowId: 'a' });
  outbox.enqueue(write);
  await settle();
  assert.equal(waiting(outbox)[0]?.state, 'queued');
  await environment.advance(60_000);
  assert.equal(waiting(outbox).length, 0);
  assert.deepEqual([...remote.applied], [[write.id, 1]]);
});

test('a transient failure is tried again for ever, with growing pauses', async () => {
  const { outbox, remote, environment } = desk();
  remote.faults.push(...Array.from({ length: 40 }, () => new NalityError('offline', 'no')));
  outbox.enqueue(operation({ type: 'insert', rowId: 'a' }));
  await environment.advance(60_000);
  const early = remote.calls.length;
  assert.ok(early >= 3 && early <= 8, `${early} calls in the first minute`);
  await environment.advance(45 * 60_000);
  assert.equal(waiting(outbox).length, 0);
});

test('whoever writes on during a trouble does not wait longer for its end', async () => {
  const { outbox, remote, environment } = desk();
  remote.faults.push(...Array.from({ length: 8 }, () => new NalityError('offline', 'no')));
  for (const rowId of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) {
    outbox.enqueue(operation({ type: 'insert', rowId }));
    await settle();
  }
  assert.equal(remote.rows.size, 0);
  await environment.advance(4_000);
  assert.equal(remote.rows.size, 8);
});

test('an error of unknown kind is tried three times more, then a person decides', async () => {
  const { outbox, remote, environment } = desk();
  remote.faults.push(...Array.from({ length: 10 }, () => new TypeError('x is not a function')));
  outbox.enqueue(operation({ type: 'insert', rowId: 'a' }));
  await environment.advance(10 * 60_000);
  assert.equal(waiting(outbox)[0]?.state, 'failed');
  assert.equal(remote.calls.filter((call) => call === 'apply').length, 4);
});

test('what a page left unsent is sent by the next one', async () => {
  const first = desk();
  first.remote.faults.push(new NalityError('offline', 'no'));
  first.outbox.enqueue(operation({ type: 'insert', rowId: 'a', values: { text: 'survives' } }));
  await settle();
  first.close();
  const second = desk({ environment: first.environment, remote: first.remote });
  await settle();
  assert.equal((second.remote.rows.get('a') as { text?: string }).text, 'survives');
  assert.equal(waiting(second.outbox).length, 0);
});

test("nothing is sent under another person's sign-in", async () => {
  const { outbox, remote, environment } = desk({ isMine: async () => false });
  outbox.enqueue(operation({ type: 'insert', rowId: 'a' }));
  await environment.advance(60_000);
  assert.deepEqual(remote.calls, []);
  assert.equal(waiting(outbox).length, 1);
});

test('a lost sign-in makes writes wait, however long', async () => {
  const { outbox, remote, environment } = desk();
  remote.faults.push(...Array.from({ length: 6 }, () => new NalityError('auth-expired', 'over')));
  outbox.enqueue(operation({ type: 'insert', rowId: 'a' }));
  await environment.advance(10 * 60_000);
  assert.ok(remote.rows.has('a'));
});

test('a later write does not carry an earlier one over what somebody else wrote in between', async () => {
  const { outbox, remote } = desk();
  remote.write({ id: 'a', text: 'old', place: 'Paris' } as never);
  remote.write({ id: 'a', place: 'Warsaw' } as never);
  outbox.enqueue(
    operation({ type: 'update', rowId: 'a', baseRev: 1, values: { text: 'mine' }, base: { text: 'old' } }),
  );
  outbox.enqueue(
    operation({
      type: 'update',
      rowId: 'a',
      baseRev: 1,
      values: { place: 'Lyon' },
      base: { place: 'Paris' },
    }),
  );
  await settle();
  assert.deepEqual(textOf(remote), { text: 'mine', place: 'Warsaw' });
  assert.deepEqual(
    waiting(outbox).map(({ state, values }) => [state, values]),
    [['conflict', { place: 'Lyon' }]],
  );
});

test('a sign-in that cannot be read for a while makes writes wait, and then they are sent', async () => {
  let failures = 3;
  const isMine = async (): Promise<boolean> => {
    if ((failures -= 1) >= 0) throw new Error('503');
    return true;
  };
  const { outbox, remote, environment } = desk({ isMine });
  outbox.enqueue(operation({ type: 'insert', rowId: 'a' }));
  await environment.advance(60_000);
  assert.ok(remote.rows.has('a'));
});

test('a wish to send while a sending fails does not swallow the retry', async () => {
  const { outbox, remote, environment } = desk();
  remote.faults.push(new NalityError('offline', 'no'));
  outbox.enqueue(operation({ type: 'insert', rowId: 'a' }));
  outbox.pending.subscribe(([first]) => first?.state === 'queued' && outbox.flush());
  await environment.advance(60_000);
  assert.ok(remote.rows.has('a'));
});

test('one operation that breaks a call takes no other down with it', async () => {
  const { outbox, remote, environment } = desk();
  const apply = remote.apply.bind(remote);
  remote.apply = async (operations, actor) => {
    if (operations.some(({ rowId }) => rowId === 'poison'))
      throw new NalityError('invalid', 'unsupported Unicode');
    return apply(operations, actor);
  };
  for (const rowId of ['a', 'b', 'poison', 'c', 'd']) outbox.enqueue(operation({ type: 'insert', rowId }));
  await environment.advance(60_000);
  assert.deepEqual([...remote.rows.keys()].sort(), ['a', 'b', 'c', 'd']);
  assert.deepEqual(
    waiting(outbox).map(({ rowId, state }) => [rowId, state]),
    [['poison', 'failed']],
  );
});

test('a refusal that passes is tried again, not given to the person', async () => {
  const { outbox, remote, environment, events } = desk();
  remote.refused.set('a', new NalityError('server', 'deadlock detected', { retryable: true }));
  outbox.enqueue(operation({ type: 'insert', rowId: 'a' }));
  await settle();
  remote.refused.clear();
  await environment.advance(60_000);
  assert.ok(remote.rows.has('a'));
  assert.equal(
    events.some(({ type }) => type === 'failed'),
    false,
  );
});

test('what another tab left behind is sent by this one', async () => {
  const one = desk();
  const other = desk({ environment: one.environment, remote: one.remote });
  await settle();
  one.remote.faults.push(new NalityError('offline', 'no'));
  one.outbox.enqueue(operation({ type: 'insert', rowId: 'a' }));
  await settle();
  one.close();
  other.outbox.flush();
  await settle();
  assert.ok(other.remote.rows.has('a'));
});

test('two writes of one millisecond keep their order through a reload', async () => {
  const first = desk();
  first.remote.faults.push(new NalityError('offline', 'no'), new NalityError('offline', 'no'));
  first.outbox.enqueue(operation({ type: 'insert', rowId: 'a', id: 'z', at: 5, values: { text: '1' } }));
  first.outbox.enqueue(
    operation({ type: 'update', rowId: 'a', id: 'y', at: 5, values: { text: '2' }, baseRev: 0 }),
  );
  await settle();
  first.close();
  const second = desk({ environment: first.environment, remote: first.remote });
  await second.environment.advance(60_000);
  assert.equal(textOf(second.remote).text, '2');
});

test('whoever wishes it while a call is under way is not made to wait for the pause after its failure', async () => {
  const { outbox, remote } = desk();
  let fail = (): void => undefined;
  const { apply } = remote;
  remote.apply = () =>
    new Promise(
      (_resolve, reject) => (fail = () => reject(new NalityError('timeout', 'The line had died.'))),
    );
  outbox.enqueue(operation({ type: 'insert', rowId: 'a' }));
  await settle();
  remote.apply = apply;
  outbox.flush();
  fail();
  await settle();
  assert.equal(waiting(outbox).length, 0);
});

test('while the server asks for a pause nothing is sent, whatever is wished', async () => {
  const { outbox, remote, environment } = desk();
  remote.faults.push(new NalityError('rate-limited', 'Too many requests', { retryAfterMs: 30_000 }));
  outbox.enqueue(operation({ type: 'insert', rowId: 'a' }));
  await settle();
  outbox.enqueue(operation({ type: 'insert', rowId: 'b' }));
  outbox.flush();
  await environment.advance(29_000);
  assert.deepEqual(remote.calls, ['apply']);
  await environment.advance(1_000);
  assert.deepEqual([...remote.rows.keys()], ['a', 'b']);
});

test('however long our own pause has grown, the one that the server asks for is no longer than it says', async () => {
  const { outbox, remote, environment } = desk();
  remote.faults.push(
    ...Array.from({ length: 8 }, () => new NalityError('server', 'no', { retryable: true })),
  );
  remote.faults.push(new NalityError('rate-limited', 'Too many requests', { retryAfterMs: 1_000 }));
  outbox.enqueue(operation({ type: 'insert', rowId: 'a' }));
  for (let wishes = 0; wishes < 8; wishes += 1) {
    await settle();
    outbox.flush();
  }
  await settle();
  assert.equal(remote.faults.length, 0);
  outbox.flush();
  await environment.advance(1_000);
  assert.ok(remote.rows.has('a'));
});
