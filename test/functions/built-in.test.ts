import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readWhen } from '../../src/elements/when/when.ts';
import type { Person } from '../support/backend.ts';
import { waitUntil } from '../support/wait-until.ts';
import { hear, startChatWorld } from './chat-world.ts';
import type { ChatWorld, Delta } from './chat-world.ts';

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

async function extract(text: string, locale = 'en-US') {
  const who = { authorization: `Bearer ${ada.accessToken}`, 'accept-language': locale };
  const { status, body } = await world.call(who, 'ai/extract-events', { text, context: null });
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

/** The proposals of a conversation, as their person sees them. */
async function proposalsIn(session: string): Promise<Record<string, string>[]> {
  const { data } = await ada.client
    .from('chat_extracted_events')
    .select()
    .eq('session_id', session)
    .order('created_at');
  return data ?? [];
}

test('a message that merely says when completes the proposal before it, and makes no second one', async () => {
  const session = await world.open(ada);
  const { message_id } = await say(session, 'We married in Trieste.');
  assert.deepEqual(
    (await proposalsIn(session)).map(({ estimated_date }) => estimated_date),
    [null],
  );
  const { content } = await say(session, 'It was in June 1954.');
  assert.match(content, /June 1954/);
  assert.doesNotMatch(content, /made a proposal/);
  assert.deepEqual(
    (await proposalsIn(session)).map((one) => [one.title, one.estimated_date, one.status, one.message_id]),
    [['We married in Trieste', 'June 1954', 'pending', message_id]],
  );
  // Told of once more, it is the same memory; at another time it is another one.
  await say(session, 'In June 1954 we married in Trieste.');
  assert.equal((await proposalsIn(session)).length, 1);
  await say(session, 'In May 1960 we married in Trieste.');
  assert.equal((await proposalsIn(session)).length, 2);
  // Whoever tells again what they have answered wants it once more.
  const answered = { status: 'rejected' };
  await ada.client.from('chat_extracted_events').update(answered).eq('session_id', session).throwOnError();
  await say(session, 'In May 1960 we married in Trieste.');
  assert.equal((await proposalsIn(session)).length, 3);
});

test('a proposal that was answered meanwhile is left as it is, and not made again', async () => {
  for (const status of ['accepted', 'rejected']) {
    const session = await world.open(ada);
    await say(session, 'We married in Trieste.');
    const [{ id } = { id: '' }] = await proposalsIn(session);
    await ada.client.from('chat_extracted_events').update({ status }).eq('id', id).throwOnError();
    await say(session, 'It was in June 1954.');
    assert.deepEqual(
      (await proposalsIn(session)).map((one) => [one.estimated_date, one.status]),
      [[null, status]],
    );
  }
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
  const heard = await world.listen(ada, session);
  const message = await world.store(ada, session, 'My brother and I built a boat in 1962 near Gdańsk.');
  const call = world.call(ada, 'chat/messages', { session_id: session, message_id: message });
  await waitUntil(() => heard.length > 0);
  const [{ message_id, text }] = heard as [Delta];
  const names = { session_id: session, message_id };
  const { body: stopped } = await world.call(ada, 'chat/stop', names);
  assert.equal(stopped.status, 'stopped');
  assert.ok(stopped.content.startsWith(text), stopped.content);
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

test('numbers are read as the person writes dates: points put the day first everywhere, and the year ISO', async () => {
  for (const [text, locale, words] of [
    ['We married on 12.3.1894', 'en-US', '12 March 1894'],
    ['We married on 12.3.1894', 'de-DE', '12 March 1894'],
    ['We married on 12/3/1894', 'en-US,en;q=0.9', '3 December 1894'],
    ['We married on 12/3/1894', 'en-GB,en;q=0.9', '12 March 1894'],
    ['We married on 12/3/1894', 'de', '12 March 1894'],
    ['We married on 12/3/1894', '*', '3 December 1894'],
    ['We married on 25/3/1894', 'en-US', '25 March 1894'],
    ['We married on 3/25/1894', 'de', '25 March 1894'],
    ['We married on 1894-03-12', 'en-US', '12 March 1894'],
    ['We married on 1894-03-12', 'de', '12 March 1894'],
    ['We married on 12.3.94', 'en-US', '12 March 1994'],
    ['We married on 31.2.1894', 'en-US', null],
  ] as const) {
    const [event] = await extract(text, locale);
    assert.equal(event?.estimated_date, words, `${text} in ${locale}`);
  }
});

test('a conversation reads dates by the language of whoever asks', async () => {
  const session = await world.open(ada);
  const who = { authorization: `Bearer ${ada.accessToken}`, 'accept-language': 'en-GB' };
  await world.call(who, 'chat/messages', { session_id: session, message: 'On 12/3/1894 we married.' });
  assert.deepEqual(
    (await proposalsIn(session)).map((one) => [one.title, one.estimated_date]),
    [['We married', '12 March 1894']],
  );
});

test('a time with two ends keeps both, in words that the page understands, and leaves the title alone', async () => {
  for (const [text, title, words, start, end] of [
    ['I worked in Paris from 1914 to 1918.', 'I worked in Paris', '1914 – 1918', '1914-01-01', '1918-01-01'],
    ['I worked in Paris, 1914–18.', 'I worked in Paris', '1914 – 1918', '1914-01-01', '1918-01-01'],
    [
      'From June 1950 to July 1952 I worked.',
      'I worked',
      'June 1950 – July 1952',
      '1950-06-01',
      '1952-07-01',
    ],
    ['I worked from June to July 1952.', 'I worked', 'June 1952 – July 1952', '1952-06-01', '1952-07-01'],
    ['I worked between 1950 and 1952.', 'I worked', '1950 – 1952', '1950-01-01', '1952-01-01'],
    [
      'I was ill 12.3.1894–14.3.1894.',
      'I was ill',
      '12 March 1894 – 14 March 1894',
      '1894-03-12',
      '1894-03-14',
    ],
    ['I was ill 12–15 May 1987', 'I was ill', '12 May 1987 – 15 May 1987', '1987-05-12', '1987-05-15'],
    [
      'From spring 1950 until autumn 1952 I was ill',
      'I was ill',
      'spring 1950 – autumn 1952',
      '1950-04-01',
      '1952-10-01',
    ],
    ['I worked from May 1950 to 1952', 'I worked', '1950 – 1952', '1950-01-01', '1952-01-01'],
    ['I have worked here since May 2010', 'I have worked here', 'since May 2010', '2010-05-01', null],
    ['I have worked here from 2015 on.', 'I have worked here', 'since 2015', '2015-01-01', null],
    ['I have worked here 2015 – today', 'I have worked here', 'since 2015', '2015-01-01', null],
  ] as const) {
    const [event, ...others] = await extract(text);
    assert.deepEqual(
      [event?.title, event?.estimated_date, event?.start_date, others.length],
      [title, words, start, 0],
      text,
    );
    const { time, problem } = readWhen(words, 'en');
    assert.deepEqual(
      [problem, time.start_date, time.end_date, time.is_ongoing, time.date_precision],
      [undefined, start, end, end === null, event?.date_precision],
      words,
    );
  }
  for (const text of ['The factory grew to 1918 people.', 'We moved to 1950 Main Street.'])
    assert.equal((await extract(text))[0]?.estimated_date, null, text);
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
    '1914 to '.repeat(2400),
    '12.3.1894 - '.repeat(1600),
    `between ${' '.repeat(19_900)}1914 and 1918`,
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
