import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Person } from '../support/backend.ts';
import { hear, startChatWorld } from './chat-world.ts';
import type { ChatWorld } from './chat-world.ts';

/** Without a model in the environment. */
let world: ChatWorld;
let ada: Person;

before(async () => {
  world = await startChatWorld({ NALITY_RATE_LIMIT: '100' });
  ada = await world.backend.createPerson('Ada');
});
after(() => world.close());

const say = async (session: string, message: string) =>
  (await world.call(ada, 'chat/messages', { session_id: session, message })).body;

async function extract(text: string) {
  const { status, body } = await world.call(ada, 'ai/extract-events', { text, context: null });
  assert.equal(status, 200, JSON.stringify(body));
  return body.extracted_events as Record<string, unknown>[];
}

test('the built-in interviewer says once what it is, takes up what was said, and proposes it', async () => {
  const session = await world.open(ada);
  const heard = await world.listen(ada, session);
  const first = await say(session, 'In spring 1987 we moved to Lyon with my mother.');
  assert.equal(first.status, 'final');
  assert.match(first.content, /built-in interviewer.*No AI model/);
  assert.match(first.content, /spring 1987, Lyon, your mother/);
  assert.ok(first.content.endsWith('?'));
  assert.ok(first.suggestions.length > 0);
  await hear(heard, first.content);
  const { data } = await ada.client.from('chat_extracted_events').select().eq('message_id', first.message_id);
  const [{ title, description, estimated_date, category, details, status, user_id }] = data as [
    Record<string, unknown>,
  ];
  assert.deepEqual(
    { title, description, estimated_date, category, details, status, user_id },
    {
      title: 'We moved to Lyon with my mother',
      description: 'In spring 1987 we moved to Lyon with my mother.',
      estimated_date: 'spring 1987',
      category: 'personal',
      details: { location: 'Lyon', importance: 7 },
      status: 'pending',
      user_id: ada.id,
    },
  );
  assert.equal(data?.length, 1);
  const second = await say(session, 'She found work in a factory.');
  assert.doesNotMatch(second.content, /built-in/);
  const { data: row } = await world.backend.admin
    .from('chat_messages')
    .select()
    .eq('id', second.message_id)
    .single();
  assert.equal(row.metadata.built_in, true);
});

test('it asks for what it was not told: when, where, who; and asks nothing twice', async () => {
  const session = await world.open(ada);
  const questions = [];
  for (const message of [
    'I learned to swim.',
    'It was wonderful.',
    'Yes, very much so.',
    'The water was cold.',
  ]) {
    questions.push((await say(session, message)).content.split('\n\n').at(-1));
  }
  assert.match(questions[0], /^When/);
  assert.match(questions[1], /^Where/);
  assert.match(questions[2], /^Who/);
  assert.equal(new Set(questions).size, 4);
});

test('a message that merely says when completes the memory before it', async () => {
  const session = await world.open(ada);
  await say(session, 'We married in Trieste.');
  const { message_id } = await say(session, 'It was in June 1954.');
  const { data } = await ada.client.from('chat_extracted_events').select().eq('message_id', message_id);
  assert.deepEqual(
    data?.map(({ title, estimated_date }) => [title, estimated_date]),
    [['We married in Trieste', 'June 1954']],
  );
});

test('a name that is too long for a place costs the place, not the proposal', async () => {
  const session = await world.open(ada);
  const { message_id } = await say(session, `In 1954 we married in ${'A'.repeat(600)}.`);
  const { data } = await ada.client.from('chat_extracted_events').select().eq('message_id', message_id);
  assert.deepEqual(
    data?.map(({ estimated_date, details }) => [estimated_date, details]),
    [['1954', { importance: 9 }]],
  );
});

test('it is stopped like any other, and continues where it was stopped', async () => {
  const session = await world.open(ada);
  const message = await world.store(ada, session, 'My brother and I built a boat in 1962 near Gdańsk.');
  const call = world.call(ada, 'chat/messages', { session_id: session, message_id: message });
  const { id } = await world.answer(message, ({ content }) => content !== '');
  const names = { session_id: session, message_id: id };
  const { body: stopped } = await world.call(ada, 'chat/stop', names);
  assert.equal(stopped.status, 'stopped');
  assert.equal((await call).body.content, stopped.content);
  const { body: done } = await world.call(ada, 'chat/continue', names);
  assert.equal(done.status, 'final');
  assert.ok(done.content.startsWith(stopped.content) && done.content.length > stopped.content.length);
  assert.equal(done.content.match(/built-in interviewer/g)?.length, 1);
});

test('dates are recognised as people tell them, and never made more exact', async () => {
  const dates: [string, string | null, string | null, string | null][] = [
    ['In spring 1987 we moved to Lyon', 'spring 1987', '1987-04-01', 'season'],
    ['We moved to Lyon in the autumn of 1987.', 'autumn 1987', '1987-10-01', 'season'],
    ['On 12 May 1987 my son was born', '12 May 1987', '1987-05-12', 'day'],
    ['My son was born on May 12th, 1987.', '12 May 1987', '1987-05-12', 'day'],
    ['We married in June 1954 in Trieste', 'June 1954', '1954-06-01', 'month'],
    ['I started school in 1948', '1948', '1948-01-01', 'year'],
    ['We married (1954) and were happy', '1954', '1954-01-01', 'year'],
    ['About 1950 my father built the house', 'about 1950', '1950-01-01', 'about'],
    ['In the 1950s we travelled every year', '1950s', '1950-01-01', 'decade'],
    ['We travelled a lot in the early 1970s', 'early 1970s', '1970-01-01', 'decade'],
    ['I have worked at the library since 2015', 'since 2015', '2015-01-01', 'year'],
    ['Before 1939 the family lived at home in Kraków', 'before 1939', '1939-01-01', 'about'],
    ['My grandmother died and nobody told us', null, null, null],
    ['We had a house for 2000 people', null, null, null],
    ['We married at 7 on a Monday', null, null, null],
    ['I will be married in 2999', null, null, null],
  ];
  for (const [text, words, start, precision] of dates) {
    const [event, ...others] = await extract(text);
    assert.deepEqual(
      [event?.estimated_date, event?.start_date, event?.date_precision, others.length],
      [words, start, precision, 0],
      text,
    );
  }
});

test('each sentence that tells an event is one; questions and small talk are none', async () => {
  const events = await extract(
    'Hello! Do you remember 1968? In 1968 I graduated from university in Prague. Later, in 1971, we emigrated to Canada. Nice weather.',
  );
  assert.deepEqual(
    events.map(({ title, category, location, start_date }) => ({ title, category, location, start_date })),
    [
      {
        title: 'I graduated from university in Prague',
        category: 'education',
        location: 'Prague',
        start_date: '1968-01-01',
      },
      {
        title: 'Later, we emigrated to Canada',
        category: 'personal',
        location: 'Canada',
        start_date: '1971-01-01',
      },
    ],
  );
  for (const { importance, tags, confidence } of events) {
    assert.ok(Number(importance) >= 1 && Number(importance) <= 10 && Array.isArray(tags));
    assert.ok(Number(confidence) > 0 && Number(confidence) <= 1);
  }
});

test('the longest text is read without getting stuck', async () => {
  for (const text of [
    'in '.repeat(6600),
    'A'.repeat(20_000),
    'with Anna de la '.repeat(1200),
    ' '.repeat(19_990) + 'in 1987.',
  ]) {
    await extract(text);
  }
});

test('only who is signed in extracts, and not without end', async () => {
  const { keys } = world.backend;
  const anonymous = await world.call({ apikey: keys.publishable }, 'ai/extract-events', {
    text: 'In 1987 we moved.',
  });
  assert.deepEqual([anonymous.status, anonymous.body.code], [401, 'auth-required']);
  const forged = { authorization: `Bearer ${ada.accessToken.replace(/[^.]+$/, 'c2lnbmF0dXJl')}` };
  assert.equal((await world.call(forged, 'ai/extract-events', { text: 'In 1987 we moved.' })).status, 401);
  const gus = await world.backend.createPerson('Gus');
  const calls = [];
  for (let index = 0; index < 101; index++)
    calls.push((await world.call(gus, 'ai/extract-events', { text: 'Hello' })).status);
  assert.deepEqual([calls.at(99), calls.at(100)], [200, 429]);
  assert.equal((await world.call(ada, 'ai/extract-events', { text: 7 })).status, 400);
});
