import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NalityError } from '../../../src/core/errors.ts';
import type { ChatItem } from '../../../src/core/features/chat-answers.ts';
import { createAsking, unanswered } from '../../../src/core/features/chat-asking.ts';
import { signal } from '../../../src/core/lib/signal.ts';
import type { Phase } from '../../../src/core/sync/phase.ts';
import { chatItem } from '../../support/fake-chat.ts';
import { fakeEnvironment, type FakeEnvironment } from '../../support/fake-environment.ts';

const ME = 'me';
const NOW = Date.UTC(2026, 10, 26, 12);
const mine = (id: string, values: Partial<ChatItem['row']> = {}, shown: Partial<ChatItem> = {}) =>
  chatItem(
    id,
    { message_type: 'user_message', user_id: ME, created_at: '2026-11-26T11:00:00Z', ...values },
    shown,
  );
const answerTo = (id: string) => chatItem(`answer-${id}`, { reply_to: id });

test('the message to ask about is my newest that the server has, while it has no answer', () => {
  const hers = mine('hers', { user_id: 'irene' });
  for (const [items, wanted] of [
    [[], undefined],
    [[hers], undefined],
    [[mine('one')], 'one'],
    [[mine('one'), mine('two')], 'two'],
    [[mine('one'), mine('two', { rev: 0 }, { state: 'queued' })], 'one'],
    [[mine('one'), hers, answerTo('hers')], 'one'],
    [[mine('one'), answerTo('one')], undefined],
    [[mine('one'), mine('two'), answerTo('two')], undefined],
    [[mine('old', { created_at: '2026-11-25T11:00:00Z' })], undefined],
    // What people write answers nothing.
    [[mine('one'), mine('fake', { user_id: 'irene', reply_to: 'one' })], 'one'],
  ] as const)
    assert.equal(unanswered(items, ME, NOW), wanted);
});

/** Asks in one tab; `outcomes` are what the calls meet, in turn: nothing is success. */
function tab(environment: FakeEnvironment, outcomes: (NalityError | undefined)[] = []) {
  const items = signal<readonly ChatItem[]>([]);
  const phase = signal<Phase>({ name: 'live' });
  const calls: string[] = [];
  const end = new AbortController();
  const asking = createAsking({
    items,
    phase,
    me: ME,
    async ask(id) {
      calls.push(id);
      const error = outcomes.shift();
      if (error) throw error;
    },
    connection: { ready: async () => undefined },
    environment,
    until: end.signal,
  });
  return { items, phase, calls, end, ...asking };
}

const busy = new NalityError('server', 'Busy.', { retryable: true });

test('it is asked once, and nothing more while the answer is awaited', async () => {
  const environment = fakeEnvironment(NOW);
  const { items, calls, state } = tab(environment);
  items.set([mine('one')]);
  await environment.advance(60_000);
  assert.deepEqual([calls, state.get().name], [['one'], 'asking']);
  items.set([mine('one'), answerTo('one')]);
  assert.equal(state.get().name, 'idle');
});

test('nothing is asked before all is loaded', async () => {
  const environment = fakeEnvironment(NOW);
  const { items, phase, calls } = tab(environment);
  phase.set({ name: 'loading' });
  items.set([mine('one')]);
  await environment.advance(1_000);
  assert.deepEqual(calls, []);
  phase.set({ name: 'live' });
  await environment.advance(1_000);
  assert.deepEqual(calls, ['one']);
});

test('what fails in passing is asked again, with growing pauses, and refused in the end', async () => {
  const environment = fakeEnvironment(NOW);
  const { items, calls, state, again } = tab(
    environment,
    Array.from({ length: 6 }, () => busy),
  );
  items.set([mine('one')]);
  await environment.advance(0);
  assert.equal(calls.length, 1);
  await environment.advance(2_000);
  assert.equal(calls.length, 2);
  await environment.advance(300_000);
  assert.deepEqual([calls.length, state.get().name], [6, 'refused']);
  again();
  await environment.advance(0);
  assert.deepEqual([calls.length, state.get().name], [7, 'asking']);
});

test('a server that asks to be left in peace is, also by a newer message and a person who asks again', async () => {
  const environment = fakeEnvironment(NOW);
  const asked = new NalityError('rate-limited', 'Wait.', { retryable: true, retryAfterMs: 60_000 });
  const { items, calls, state, again } = tab(environment, [asked]);
  items.set([mine('one')]);
  await environment.advance(30_000);
  items.set([mine('one'), mine('two')]);
  await environment.advance(10_000);
  again();
  await environment.advance(19_000);
  assert.deepEqual([calls, state.get().name], [['one'], 'asking']);
  await environment.advance(1_000);
  assert.deepEqual(calls, ['one', 'two']);
});

test('a refusal is not repeated by itself; an answer that was deleted is no refusal', async () => {
  const environment = fakeEnvironment(NOW);
  const denied = tab(environment, [new NalityError('denied', 'No.')]);
  denied.items.set([mine('one')]);
  await environment.advance(300_000);
  assert.deepEqual([denied.calls.length, denied.state.get().name], [1, 'refused']);
  const deleted = tab(environment.anotherTab(), [new NalityError('conflict', 'Deleted.')]);
  deleted.items.set([mine('two')]);
  await environment.advance(0);
  assert.equal(deleted.state.get().name, 'idle');
});

test('a newer message takes the place of one that is asked about in vain', async () => {
  const environment = fakeEnvironment(NOW);
  const { items, calls } = tab(environment, [busy, busy]);
  items.set([mine('one')]);
  await environment.advance(0);
  items.set([mine('one'), mine('two')]);
  await environment.advance(300_000);
  assert.deepEqual(calls, ['one', 'two', 'two']);
});

test('of two tabs one asks at a time, and the other takes over when that one dies', async () => {
  const environment = fakeEnvironment(NOW);
  const second = environment.anotherTab();
  const [left, right] = [tab(environment, [busy, busy, busy]), tab(second)];
  for (const { items } of [left, right]) items.set([mine('one')]);
  await environment.advance(1_000);
  assert.deepEqual([left.calls.length, right.calls.length], [1, 0]);
  environment.crash();
  await second.advance(1_000);
  assert.deepEqual(right.calls, ['one']);
});

test('nothing is asked after the end', async () => {
  const environment = fakeEnvironment(NOW);
  const { items, calls, end } = tab(environment, [busy]);
  items.set([mine('one')]);
  await environment.advance(0);
  end.abort();
  await environment.advance(300_000);
  assert.deepEqual(calls, ['one']);
});
