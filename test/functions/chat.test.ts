import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Person } from '../support/backend.ts';
import { hear, startChatWorld } from './chat-world.ts';
import type { ChatWorld } from './chat-world.ts';
import { NOTES, startFakeModel } from './fake-model.ts';
import type { FakeModel } from './fake-model.ts';

const TEXT = 'What a *journey* that was. Who came along?';

let model: FakeModel;
let world: ChatWorld;
let ada: Person;
let ben: Person;
let eve: Person;

before(async () => {
  model = await startFakeModel();
  world = await startChatWorld({
    NALITY_MODEL_URL: model.url,
    NALITY_MODEL_KEY: 'secret-key',
    NALITY_MODEL: 'storyteller',
    NALITY_RATE_LIMIT: '40',
  });
  const { createPerson } = world.backend;
  [ada, ben, eve] = await Promise.all([createPerson('Ada'), createPerson('Ben'), createPerson('Eve')]);
});
after(async () => {
  await world.close();
  await model.close();
});

const ask = (who: Person, session_id: string, message_id: string) =>
  world.call(who, 'chat/messages', { session_id, message_id });

test('a conversation is opened as its person’s own, with what was said about it', async () => {
  const context = { topic: 'childhood' };
  const user_preferences = { tone: 'quiet' };
  const { status, body } = await world.call(ada, 'chat/sessions', { context, user_preferences });
  assert.equal(status, 201);
  assert.deepEqual(
    { ...body, session_id: 0, created_at: 0 },
    { session_id: 0, status: 'active', context, created_at: 0 },
  );
  const { data } = await world.backend.admin
    .from('chat_sessions')
    .select()
    .eq('id', body.session_id)
    .single();
  assert.deepEqual([data.user_id, data.metadata], [ada.id, { context, user_preferences }]);
  assert.equal(Date.parse(data.created_at), Date.parse(body.created_at));
});

test('a message that comes with the call is stored as its person’s and answered', async () => {
  const session = await world.open(ada);
  const { status, body } = await world.call(ada, 'chat/messages', {
    session_id: session,
    message: '[[plain]] In spring 1987 we moved.',
    message_type: 'user_message',
  });
  assert.equal(status, 200);
  const { data: rows } = await world.backend.admin
    .from('chat_messages')
    .select()
    .eq('session_id', session)
    .order('created_at');
  const [question, answer] = rows as [Record<string, unknown>, Record<string, unknown>];
  assert.deepEqual([question.user_id, question.message_type], [ada.id, 'user_message']);
  assert.deepEqual([answer.user_id, answer.reply_to, answer.status], [null, question.id, 'final']);
  assert.deepEqual(answer.metadata, { model: 'storyteller', suggestions: NOTES.suggestions });
  assert.deepEqual(
    { ...body, created_at: Date.parse(body.created_at) },
    {
      message_id: answer.id,
      session_id: session,
      content: TEXT,
      message_type: 'assistant_response',
      suggestions: NOTES.suggestions,
      status: 'final',
      created_at: Date.parse(answer.created_at as string),
    },
  );
});

test('the row comes first, then the pieces, which join to the text and are heard by everybody in the room', async () => {
  const session = await world.open(ada);
  await world.invite(ada, session, ben);
  const heard = await world.listen(ben, session);
  const message = await world.store(ada, session, '[[wait:row-first]]');
  const call = ask(ada, session, message);
  const early = await world.answer(message, ({ content }) => content !== '');
  assert.deepEqual([early.status, early.content, early.user_id], ['streaming', 'Before the pause', null]);
  await hear(heard, 'Before the pause');
  model.release('row-first');
  const { body } = await call;
  assert.equal(body.content, 'Before the pause, and after it.');
  await hear(heard, body.content);
  assert.deepEqual([...new Set(heard.map(({ message_id }) => message_id))], [early.id]);
  const [row] = await world.answers(message);
  assert.deepEqual([row!.status, row!.content], ['final', body.content]);
});

test('however fast a model writes, there are at most ten pieces a second', async () => {
  const session = await world.open(ada);
  const heard = await world.listen(ada, session);
  const message = await world.store(ada, session, '[[many]]');
  const { body } = await ask(ada, session, message);
  await hear(heard, body.content);
  const [row] = await world.answers(message);
  const seconds = (Date.parse(row!.updated_at) - Date.parse(row!.created_at)) / 1000;
  assert.ok(heard.length > 1 && heard.length <= 10 * seconds + 1, `${heard.length} pieces in ${seconds} s`);
});

test('whoever calls however often, a message has one answer and the model is asked once', async () => {
  const session = await world.open(ada);
  await world.invite(ada, session, ben);
  const message = await world.store(ada, session, '[[wait:once]]');
  const calls = [ada, ben, ada, ben].map((who) => ask(who, session, message));
  const ids = new Set<string>();
  await world.answer(message, ({ content }) => content !== '');
  const again = await ask(ben, session, message);
  assert.deepEqual([again.status, again.body.status, again.body.suggestions], [200, 'streaming', []]);
  model.release('once');
  for (const { status, body } of [again, ...(await Promise.all(calls)), await ask(ada, session, message)]) {
    assert.equal(status, 200);
    ids.add(body.message_id);
  }
  assert.equal(ids.size, 1);
  assert.equal((await world.answers(message)).length, 1);
  assert.equal(model.asked('[[wait:once]]').length, 1);
});

test('an answer goes on to its end when the caller has left', async () => {
  const session = await world.open(ada);
  const message = await world.store(ada, session, '[[wait:left]]');
  const leaving = new AbortController();
  const call = fetch(`${world.backend.url}/functions/v1/chat/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ada.accessToken}` },
    body: JSON.stringify({ session_id: session, message_id: message }),
    signal: leaving.signal,
  });
  await world.answer(message, ({ content }) => content !== '');
  leaving.abort();
  await assert.rejects(call);
  model.release('left');
  const row = await world.answer(message, ({ status }) => status !== 'streaming');
  assert.deepEqual([row.status, row.content], ['final', 'Before the pause, and after it.']);
});

test('stop ends the answer and the request to the model, keeps what is there, and may be said by anybody in the room', async () => {
  const session = await world.open(ada);
  await world.invite(ada, session, ben);
  const message = await world.store(ada, session, '[[wait:stop]]');
  const call = ask(ada, session, message);
  const { id } = await world.answer(message, ({ content }) => content !== '');
  const stopped = await world.call(ben, 'chat/stop', { session_id: session, message_id: id });
  assert.deepEqual([stopped.status, stopped.body.status], [200, 'stopped']);
  assert.deepEqual([(await call).body.status, (await call).body.content], ['stopped', 'Before the pause']);
  while (model.open > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  const [row] = await world.answers(message);
  assert.deepEqual([row!.status, row!.content], ['stopped', 'Before the pause']);
  assert.equal((await ask(ada, session, message)).body.status, 'stopped');
  assert.equal(model.asked('[[wait:stop]]').length, 1);
});

test('a writer that sees its row stopped, as another process would, ends within a second', async () => {
  const session = await world.open(ada);
  const message = await world.store(ada, session, '[[wait:elsewhere]]');
  const call = ask(ada, session, message);
  const { id } = await world.answer(message, ({ content }) => content !== '');
  await world.backend.admin.from('chat_messages').update({ status: 'stopped' }).eq('id', id);
  assert.equal((await call).body.status, 'stopped');
});

test('continue goes on from what is there, and its pieces with it', async () => {
  const session = await world.open(ada);
  const heard = await world.listen(ada, session);
  const message = await world.store(ada, session, '[[cut]]');
  const first = await ask(ada, session, message);
  assert.deepEqual([first.body.status, first.body.content], ['interrupted', 'It breaks off']);
  const names = { session_id: session, message_id: first.body.message_id };
  const both = await Promise.all([1, 2].map(() => world.call(ada, 'chat/continue', names)));
  assert.deepEqual([...new Set(both.map(({ body }) => body.message_id))], [first.body.message_id]);
  const row = await world.answer(message, ({ status }) => status === 'final');
  assert.equal(row.content, 'It breaks off and goes on.');
  await hear(heard, row.content);
  assert.equal(model.asked('[[cut]]').filter(({ continuing }) => continuing).length, 1);
  const again = await world.call(ada, 'chat/continue', names);
  assert.deepEqual([again.body.status, again.body.content], ['final', row.content]);
  assert.equal(model.asked('[[cut]]').length, 2);
});

test('an answer that nobody writes any more is interrupted, not redone, until it is continued', async () => {
  const session = await world.open(ada);
  const message = await world.store(ada, session, '[[plain]]');
  const { body } = await ask(ada, session, message);
  // What a process leaves behind that died.
  const silent = (seconds: number) =>
    world.sql(`update public.chat_messages set status = 'streaming', content = 'What', metadata = '{"run": "dead"}',
      updated_at = now() - interval '${seconds} seconds' where id = '${body.message_id}'`);
  const continued = () =>
    world.call(ada, 'chat/continue', { session_id: session, message_id: body.message_id });
  await silent(10);
  assert.equal((await ask(ada, session, message)).body.status, 'streaming');
  assert.equal((await continued()).body.status, 'streaming');
  await silent(40);
  assert.equal((await ask(ada, session, message)).body.status, 'interrupted');
  assert.equal((await world.answers(message))[0]!.metadata.reason, 'lost');
  assert.equal(model.asked('[[plain]]').filter(({ continuing }) => continuing).length, 0);
  await silent(40);
  const { body: done } = await continued();
  assert.deepEqual([done.status, done.content], ['final', `What${TEXT}`]);
});

test('an answer that was deleted is not written again', async () => {
  const session = await world.open(ada);
  const message = await world.store(ada, session, '[[plain]] once more');
  const { body } = await ask(ada, session, message);
  await ada.client.from('chat_messages').delete().eq('id', body.message_id);
  const again = await ask(ada, session, message);
  assert.deepEqual([again.status, again.body.code], [409, 'conflict']);
  assert.equal(model.asked('once more').length, 1);
});

test('events are proposed to whoever wrote the message, and never put on a timeline', async () => {
  const session = await world.open(ada);
  await world.invite(ada, session, ben);
  const message = await world.store(ben, session, '[[plain]]');
  const { body } = await ask(ada, session, message);
  const { data: proposals } = await ben.client
    .from('chat_extracted_events')
    .select()
    .eq('session_id', session);
  assert.equal(proposals?.length, 1);
  const { title, description, estimated_date, category, details, confidence, status, user_id, message_id } =
    proposals![0];
  assert.deepEqual(
    { title, description, estimated_date, category, details, status, user_id, message_id },
    {
      title: 'We moved to Lyon',
      description: 'With two suitcases.',
      estimated_date: 'spring 1987',
      category: 'personal',
      details: { location: 'Lyon', importance: 8, tags: ['Lyon'] },
      status: 'pending',
      user_id: ben.id,
      message_id: body.message_id,
    },
  );
  assert.ok(Math.abs(confidence - 0.9) < 1e-6);
  const { data: events } = await world.backend.admin
    .from('life_events')
    .select()
    .in('user_id', [ada.id, ben.id]);
  assert.deepEqual(events, []);
});

test('strangers, people without an account and forged tokens are refused everywhere, and nothing is written', async () => {
  const session = await world.open(ada);
  const message = await world.store(ada, session, '[[plain]] of Ada’s');
  const theirs = await world.open(eve);
  const { keys } = world.backend;
  const [head, claims] = ada.accessToken.split('.');
  const bodies: [string, object][] = [
    ['chat/messages', { session_id: session, message_id: message }],
    ['chat/messages', { session_id: session, message: 'let me in' }],
    ['chat/stop', { session_id: session, message_id: message }],
    ['chat/continue', { session_id: session, message_id: message }],
  ];
  for (const [path, body] of bodies) {
    assert.equal((await world.call(eve, path, body)).status, 404, path);
    for (const [token, code] of [
      [keys.publishable, 'auth-required'],
      [keys.anonJwt, 'auth-required'],
      [`${head}.${claims}.c2lnbmF0dXJl`, 'auth-expired'],
    ]) {
      const answer = await world.call(
        { apikey: keys.publishable, authorization: `Bearer ${token}` },
        path,
        body,
      );
      assert.deepEqual([answer.status, answer.body.code], [401, code], path);
    }
    assert.equal((await world.call({}, path, body)).status, 401);
  }
  // Another conversation's message under one's own conversation.
  const mixed = await ask(eve, theirs, message);
  assert.deepEqual([mixed.status, mixed.body.code], [404, 'not-found']);
  const own = await ask(ada, await world.open(ada), message);
  assert.deepEqual([own.status, own.body.code], [404, 'not-found']);
  assert.equal((await world.answers(message)).length, 0);
  const { data } = await world.backend.admin
    .from('chat_messages')
    .select('id')
    .in('session_id', [session, theirs]);
  assert.deepEqual(data, [{ id: message }]);
  assert.equal(model.asked('of Ada’s').length, 0);
});

test('whoever was in the room and has left it is refused', async () => {
  const session = await world.open(ada);
  await world.invite(ada, session, eve);
  const message = await world.store(eve, session, '[[plain]]');
  await eve.client.from('chat_participants').delete().eq('session_id', session).eq('user_id', eve.id);
  assert.equal((await ask(eve, session, message)).status, 404);
});

test('what a body lacks is said, in a code and in words', async () => {
  const session = await world.open(ada);
  const refusals: [string, unknown, number, string, RegExp][] = [
    ['chat/messages', 'no json', 400, 'invalid', /JSON object/],
    ['chat/messages', '[]', 400, 'invalid', /JSON object/],
    ['chat/messages', {}, 400, 'invalid', /session_id/],
    ['chat/messages', { session_id: session }, 400, 'invalid', /message/],
    ['chat/messages', { session_id: session, message_id: '7' }, 400, 'invalid', /message_id/],
    ['chat/messages', { session_id: session, message: '  ' }, 422, 'invalid', /empty/],
    ['chat/messages', { session_id: session, message: 'x'.repeat(20_001) }, 422, 'too-large', /20000/],
    [
      'chat/messages',
      { session_id: session, message: 'x', message_type: 'system_message' },
      422,
      'invalid',
      /user_message/,
    ],
    ['chat/messages', { session_id: session, message: 'x', message_id: session }, 400, 'invalid', /not both/],
    ['chat/messages', { session_id: session, message: 'x'.repeat(300_000) }, 422, 'too-large', /bytes/],
    ['chat/sessions', { context: 7 }, 400, 'invalid', /context/],
    ['chat/sessions', { context: 'x'.repeat(20_000) }, 422, 'too-large', /context/],
    [
      'chat/stop',
      { session_id: session, message_id: await world.store(ada, session, 'x') },
      422,
      'invalid',
      /answer/,
    ],
    ['chat/nowhere', {}, 404, 'not-found', /chat\/nowhere/],
  ];
  for (const [path, body, status, code, words] of refusals) {
    const answer = await world.call(ada, path, body);
    assert.deepEqual([answer.status, answer.body.code], [status, code], JSON.stringify(body).slice(0, 100));
    assert.match(answer.body.message, words);
    assert.equal(answer.headers.get('access-control-allow-origin'), '*');
  }
});

test('a preflight is answered without any key, and names the headers that clients send', async () => {
  const response = await fetch(`${world.backend.url}/functions/v1/chat/messages`, { method: 'OPTIONS' });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('access-control-allow-origin'), '*');
  assert.match(
    response.headers.get('access-control-allow-headers') ?? '',
    /authorization.*apikey.*content-type/,
  );
});

test('who writes too much within a minute is asked to wait, and what was stored is answered later', async () => {
  const person = await world.backend.createPerson('Gus');
  const session = await world.open(person);
  const messages = Array.from({ length: 41 }, () => crypto.randomUUID());
  const rows = messages.map((id) => ({ id, session_id: session, content: '[[plain]]' }));
  assert.equal((await person.client.from('chat_messages').insert(rows)).error, null);
  const refused = await ask(person, session, messages.at(-1)!);
  assert.deepEqual([refused.status, refused.body.code], [429, 'rate-limited']);
  assert.ok(Number(refused.headers.get('retry-after')) > 0);
  const seed = await world.call(person, 'chat/messages', { session_id: session, message: 'more' });
  assert.equal(seed.status, 429);
  const { data } = await person.client.from('chat_messages').select('id');
  assert.equal(data?.length, 41);
  await world.sql(
    `update public.chat_messages set created_at = now() - interval '2 minutes' where id = '${messages[0]}'`,
  );
  assert.equal((await ask(person, session, messages.at(-1)!)).status, 200);
});

test('the model is given the conversation, its context and who speaks, and the key that is kept from everybody', async () => {
  const { body } = await world.call(ada, 'chat/sessions', {
    context: 'About the farm',
    user_preferences: { tone: 'quiet' },
  });
  const session = body.session_id as string;
  await world.invite(ada, session, ben);
  await world.call(ada, 'chat/messages', { session_id: session, message: '[[plain]] First the cows.' });
  const secret = await world.store(ben, session, 'Taken back.');
  await ben.client.from('chat_messages').delete().eq('id', secret);
  const last = await world.store(ben, session, '[[plain]] Then the geese.');
  await ask(ben, session, last);
  const { messages, authorization, model: name } = model.asked('Then the geese').at(-1)!;
  assert.deepEqual([authorization, name], ['Bearer secret-key', 'storyteller']);
  const [system, ...turns] = messages;
  assert.match(system!.content, /About the farm.*quiet/);
  assert.deepEqual(turns, [
    { role: 'user', content: 'Ada: [[plain]] First the cows.' },
    { role: 'assistant', content: TEXT },
    { role: 'user', content: 'Ben: [[plain]] Then the geese.' },
  ]);
  assert.ok(!world.log.some((line) => line.includes('secret')));
});
