import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Person } from '../support/backend.ts';
import { hear, startChatWorld } from './chat-world.ts';
import type { ChatWorld } from './chat-world.ts';
import { startFakeModel } from './fake-model.ts';
import type { FakeModel } from './fake-model.ts';

let model: FakeModel;
let world: ChatWorld;
let ada: Person;

before(async () => {
  model = await startFakeModel();
  const [NALITY_MODEL_URL, NALITY_MODEL, NALITY_MODEL_TIMEOUT] = [model.url, 'storyteller', '5'];
  world = await startChatWorld({
    NALITY_MODEL_URL,
    NALITY_MODEL,
    NALITY_MODEL_TIMEOUT,
    NALITY_RATE_LIMIT: '100',
  });
  ada = await world.backend.createPerson('Ada');
});
after(async () => {
  await world.close();
  await model.close();
});

/** Has a message answered whose mark says what the model does; what was heard, too. */
async function play(mark: string) {
  const session = await world.open(ada);
  const heard = await world.listen(ada, session);
  const message = await world.store(ada, session, `[[${mark}]]`);
  const { status, body } = await world.call(ada, 'chat/messages', {
    session_id: session,
    message_id: message,
  });
  assert.equal(status, 200, JSON.stringify(body));
  const [row] = await world.answers(message);
  assert.deepEqual([row!.status, row!.content], [body.status, body.content]);
  await hear(heard, body.content);
  return { row: row!, asked: model.asked(`[[${mark}]]`).length, heard };
}

test('a passing error of the model is tried again, also when it asks for a pause', async () => {
  const broken = await play('brokenOnce');
  assert.deepEqual([broken.row.status, broken.row.content], ['final', 'The second time it works.']);
  const busy = await play('busyOnce');
  assert.deepEqual([busy.row.status, busy.row.content], ['final', 'After a pause it works.']);
  assert.deepEqual([broken.asked, busy.asked], [2, 2]);
});

test('an error that stays interrupts the answer, with a code and none of the service’s own words', async () => {
  for (const [mark, reason, asked] of [
    ['broken', 'server', 3],
    ['busy', 'rate-limited', 3],
    ['wrongKey', 'refused', 1],
  ] as const) {
    const played = await play(mark);
    assert.deepEqual([played.row.status, played.row.content, played.asked], ['interrupted', '', asked], mark);
    assert.deepEqual(played.row.metadata, { reason });
  }
});

test('what came before a stream broke is kept, and the answer interrupted', async () => {
  for (const [mark, content, reason] of [
    ['cut', 'It breaks off', 'cut'],
    ['unfinished', 'It simply ends', 'cut'],
    ['short', 'As much as I may', 'length'],
    ['garbled', 'Then it speaks', 'malformed'],
    ['failing', 'Then it fails', 'server'],
    ['silent', 'Then nothing', 'timeout'],
  ] as const) {
    const { row, asked } = await play(mark);
    assert.deepEqual([row.status, row.content, row.metadata], ['interrupted', content, { reason }], mark);
    assert.equal(asked, 1);
  }
  assert.ok(!world.log.some((line) => line.includes('secret of the service')));
});

test('an answer without an end is cut at 20,000 characters, none of them by half', async () => {
  const { row } = await play('endless');
  assert.equal(row.status, 'final');
  assert.ok(row.content.length >= 19_998 && row.content.length <= 20_000);
  assert.doesNotMatch(row.content, /\p{Cs}/u);
  assert.deepEqual(row.metadata, { model: 'storyteller', suggestions: [], truncated: true });
  while (model.open > 0) await new Promise((resolve) => setTimeout(resolve, 10));
});

test('a service that sends without an end is not listened to for long', async () => {
  const { row } = await play('flood');
  assert.deepEqual([row.status, row.content], ['interrupted', 'Then a line without an end']);
  while (model.open > 0) await new Promise((resolve) => setTimeout(resolve, 10));
});

test('a long conversation is given to the model from its newest end, as much as it may be given', async () => {
  const session = await world.open(ada);
  const rows = Array.from({ length: 30 }, (_, index) => ({
    session_id: session,
    content: `${index} `.repeat(400),
  }));
  for (const row of rows) await ada.client.from('chat_messages').insert(row);
  const message = await world.store(ada, session, '[[plain]] at last');
  await world.call(ada, 'chat/messages', { session_id: session, message_id: message });
  const [, ...turns] = model.asked('at last')[0]!.messages;
  assert.equal(turns.at(-1)!.content, '[[plain]] at last');
  assert.ok(turns.at(-2)!.content.startsWith('29 '));
  const characters = turns.reduce((sum, { content }) => sum + content.length, 0);
  assert.ok(
    turns.length > 15 && characters > 20_000 && characters <= 24_000,
    `${turns.length}, ${characters}`,
  );
});

test('characters that arrive byte by byte, or by half, are put together', async () => {
  const bytes = await play('bytes');
  assert.deepEqual([bytes.row.status, bytes.row.content], ['final', 'Grüße aus Zürich 👩‍👧, 日本']);
  const halves = await play('halves');
  assert.deepEqual([halves.row.status, halves.row.content], ['final', 'A face 😀!']);
  assert.ok(halves.heard.every(({ text }) => !/\p{Cs}/u.test(text)));
});

test('what the model proposes is kept within limits, and what it proposes wrongly left out', async () => {
  const { row } = await play('hostile');
  assert.deepEqual([row.content, row.metadata.suggestions], ['Be careful.', ['s'.repeat(80)]]);
  const { data } = await world.backend.admin.from('chat_extracted_events').select().eq('message_id', row.id);
  assert.equal(data?.length, 5);
  const tags = ['t'.repeat(50), 'aa', 'bb', 'cc', 'dd', 'ee', 'ff', 'gg'];
  for (const { title, description, estimated_date, category, details, confidence, user_id } of data!) {
    const lengths = [title, description, estimated_date].map((text: string) => text.length);
    assert.deepEqual(lengths, [200, 2000, 100]);
    assert.deepEqual(details, { location: 'l'.repeat(200), importance: 1, tags });
    assert.deepEqual([category, confidence, user_id], ['other', 1, ada.id]);
  }
});

test('notes that cannot be read cost the proposals, not the answer', async () => {
  const { row } = await play('unreadable');
  assert.deepEqual([row.status, row.content], ['final', 'Only words.']);
});

test('an answer is not continued without end', async () => {
  const session = await world.open(ada);
  const message = await world.store(ada, session, '[[short]]');
  const { body } = await world.call(ada, 'chat/messages', { session_id: session, message_id: message });
  const patch = { metadata: { reason: 'length', continued: 20 } };
  await world.backend.admin.from('chat_messages').update(patch).eq('id', body.message_id);
  const names = { session_id: session, message_id: body.message_id };
  const refused = await world.call(ada, 'chat/continue', names);
  assert.deepEqual([refused.status, refused.body.code], [409, 'conflict']);
});

test('events are extracted by the model, with dates as exact as they are told', async () => {
  const text = '[[plain]] In spring 1987 we moved to Lyon.';
  const { status, body } = await world.call(ada, 'ai/extract-events', { text, context: 'family' });
  assert.equal(status, 200);
  assert.deepEqual(body.extracted_events, [
    {
      title: 'We moved to Lyon',
      description: 'With two suitcases.',
      estimated_date: 'spring 1987',
      start_date: '1987-04-01',
      date_precision: 'season',
      category: 'personal',
      location: 'Lyon',
      importance: 8,
      tags: ['Lyon'],
      confidence: 0.9,
    },
  ]);
});

test('a model that cannot extract is an error that passes, in our words', async () => {
  const { status, body, headers } = await world.call(ada, 'ai/extract-events', { text: '[[wrongKey]]' });
  assert.deepEqual([status, body.code], [503, 'server']);
  assert.ok(!body.message.includes('secret') && Number(headers.get('retry-after')) > 0);
});
