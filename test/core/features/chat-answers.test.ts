import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAnswers, SILENCE_MS } from '../../../src/core/features/chat-answers.ts';
import { oldestFirst, type ChatMessage } from '../../../src/core/features/chat-message.ts';
import { signal } from '../../../src/core/lib/signal.ts';
import type { Tracked } from '../../../src/core/sync/rows.ts';
import { chatMessage } from '../../support/fake-chat.ts';
import { fakeEnvironment } from '../../support/fake-environment.ts';
import { NEVER } from '../../support/never.ts';

const NOW = Date.UTC(2026, 10, 26, 12);
const ID = '00000000-0000-4000-8007-000000000001';

function written(values: Partial<ChatMessage> = {}): ChatMessage {
  const updated_at = new Date(NOW).toISOString();
  return chatMessage(ID, { status: 'streaming', content: '', updated_at, ...values });
}

function stage(...rows: readonly ChatMessage[]) {
  const environment = fakeEnvironment(NOW);
  const source = signal<readonly Tracked<ChatMessage>[]>([]);
  const show = (...now: readonly ChatMessage[]): void =>
    source.set(now.map((row) => ({ row, state: 'saved' })));
  show(...rows);
  const answers = createAnswers(source, environment, NEVER);
  const tell = (offset: number, text: string, message_id = ID): void =>
    answers.hear('delta', { message_id, offset, text });
  const last = () => answers.items.get().at(-1);
  return { environment, show, tell, last, ...answers };
}

test('an answer of which nothing comes for half a minute is interrupted, until something comes', async () => {
  const { environment, tell, last } = stage(written());
  await environment.advance(SILENCE_MS - 1_000);
  assert.equal(last()?.status, 'streaming');
  tell(0, 'Late ');
  await environment.advance(SILENCE_MS - 1_000);
  assert.equal(last()?.status, 'streaming');
  await environment.advance(1_100);
  assert.deepEqual([last()?.status, last()?.text], ['interrupted', 'Late ']);
  tell(5, 'than never');
  await environment.advance(100);
  assert.deepEqual([last()?.status, last()?.text], ['streaming', 'Late than never']);
});

test('a saved row is a sign of life, though it says nothing new', async () => {
  const { environment, show, last } = stage(written());
  await environment.advance(20_000);
  show(written({ rev: 2 }));
  await environment.advance(20_000);
  assert.equal(last()?.status, 'streaming');
});

test('an answer that was given up long ago is interrupted at once', () => {
  const { last } = stage(written({ updated_at: '2026-11-25T12:00:00Z' }));
  assert.equal(last()?.status, 'interrupted');
});

test('pieces that come before their row are joined once it is there', async () => {
  const { environment, show, tell, last } = stage();
  tell(0, 'Early');
  show(written({ metadata: { run: 'first' } }));
  await environment.advance(100);
  assert.equal(last()?.text, 'Early');
});

test('of what a writer told who is no more, nothing stays beyond what is saved once another one goes on', async () => {
  const saved = { content: 'Once upon', metadata: { run: 'dead' } };
  const { environment, show, tell, last } = stage(written(saved));
  tell(9, ' a time there was a house');
  await environment.advance(100);
  assert.equal(last()?.text, 'Once upon a time there was a house');
  await environment.advance(SILENCE_MS);
  show(written({ ...saved, rev: 2, metadata: { run: 'alive' } }));
  assert.deepEqual([last()?.status, last()?.text], ['streaming', 'Once upon']);
  tell(9, ', in Warsaw,');
  tell(21, ' we lived');
  await environment.advance(100);
  assert.equal(last()?.text, 'Once upon, in Warsaw, we lived');
});

test('what is finished is as its row says, whatever is told of it', async () => {
  const { environment, tell, last } = stage(written({ status: 'final', content: 'Done.' }));
  tell(5, ' Not so fast.');
  await environment.advance(100);
  assert.equal(last()?.text, 'Done.');
});

test('pieces of answers that nobody has do not keep real ones from being heard', async () => {
  const { environment, tell, last } = stage(written());
  for (let i = 0; i < 50; i++)
    tell(0, 'x', `00000000-0000-4000-8007-1000000000${String(i).padStart(2, '0')}`);
  await environment.advance(1_000);
  tell(0, 'Heard');
  await environment.advance(100);
  assert.equal(last()?.text, 'Heard');
});

test('what did not change is the same object', async () => {
  const { environment, show, tell, items } = stage(chatMessage('other'), written());
  const [before] = items.get();
  tell(0, 'More');
  await environment.advance(100);
  assert.equal(items.get()[0], before);
  const row = before!.row;
  show(row, written());
  assert.equal(items.get()[0], before);
});

test('what the server has not seen comes last, in the order in which it was written', () => {
  const unsent = (id: string, created_at: string) => chatMessage(id, { rev: 0, created_at });
  const rows = [
    unsent('b', '2026-11-26T10:00:00.001Z'),
    chatMessage('z', { created_at: '2026-11-26T11:00:00.5+00:00' }),
    unsent('a', '2026-11-26T10:00:00.002Z'),
    chatMessage('y', { created_at: '2026-11-26T11:00:00.123456+00:00' }),
    chatMessage('x', { created_at: '2026-11-26T11:00:00+00:00' }),
  ];
  assert.deepEqual(
    rows.toSorted(oldestFirst).map(({ id }) => id),
    ['x', 'y', 'z', 'b', 'a'],
  );
});
