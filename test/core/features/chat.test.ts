import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chatSessionsFeature } from '../../../src/core/features/chat-sessions.ts';
import type { Person } from '../../support/backend.ts';
import { until } from '../../support/until.ts';
import { chatStage, type ChatStage, type Seat } from './chat-stage.ts';

let stage: ChatStage;

before(async () => {
  stage = await chatStage();
});
after(() => stage.close());

const texts = ({ chat }: Seat): readonly string[] => chat.items.get().map(({ text }) => text);

for (const changes of ['postgres', 'broadcast'] as const) {
  test(`by the ${changes} feed, two people see the same answer come, to the same text`, async () => {
    const { session, left, right, marie } = await stage.pair(changes);
    left.chat.send('The shed.');
    await until(right.chat.items, () => texts(right)[0] === 'The shed.');
    const question = right.chat.items.get()[0]!.row;
    const answer = await stage.begin(session, question.id);
    for (const { chat } of [left, right])
      await until(chat.items, (items) => items[1]?.status === 'streaming');
    await stage.tell(session, answer, 0, 'So the ');
    await stage.tell(session, answer, 7, 'weather decided?');
    for (const seat of [left, right])
      await until(seat.chat.items, () => texts(seat)[1] === 'So the weather decided?');
    assert.equal(left.chat.items.get()[1]?.row.content, '');
    await stage.save(answer, { content: 'So the weather decided? Yes.', status: 'final' });
    for (const seat of [left, right]) {
      await until(seat.chat.items, (items) => items[1]?.status === 'final');
      assert.deepEqual(texts(seat), ['The shed.', 'So the weather decided? Yes.']);
    }
    await until(right.chat.authors, (authors) => authors.get(marie.id)?.name === 'Marie');
  });
}

test('whoever comes late sees the answer as far as it is saved, and goes on from there', async () => {
  const { session, left, irene } = await stage.pair();
  left.chat.send('Where?');
  await until(left.asked, (ids) => ids.length === 1);
  const answer = await stage.begin(session, left.asked.get()[0]!);
  await stage.tell(session, answer, 0, 'In Paris');
  await stage.save(answer, { content: 'In Paris' });
  const late = stage.sit(irene, session);
  await until(late.chat.items, () => texts(late)[1] === 'In Paris');
  await until(late.chat.phase, ({ name }) => name === 'live');
  await stage.tell(session, answer, 8, ', rue Lhomond');
  await until(late.chat.items, () => texts(late)[1] === 'In Paris, rue Lhomond');
});

test('a missing piece holds the rest back until the next saved text', async () => {
  const { session, left } = await stage.pair();
  left.chat.send('And then?');
  await until(left.asked, (ids) => ids.length === 1);
  const answer = await stage.begin(session, left.asked.get()[0]!);
  await until(left.chat.items, (items) => items.length === 2);
  await stage.tell(session, answer, 4, 'three');
  await stage.tell(session, answer, 0, 'o');
  await until(left.chat.items, () => texts(left)[1] === 'o');
  await stage.save(answer, { content: 'one ' });
  await until(left.chat.items, () => texts(left)[1] === 'one three');
});

test('a forged change on the topic is no more than a hint to read', async () => {
  const { session, left, right } = await stage.pair('broadcast');
  left.chat.send('Mine');
  await until(right.chat.items, () => texts(right)[0] === 'Mine');
  const { row } = left.chat.items.get()[0]!;
  const record = { ...row, content: 'Forged', message_type: 'assistant_response', rev: 1_000 };
  const payload = { table: 'chat_messages', schema: 'public', operation: 'UPDATE', record, old_record: row };
  await stage.broadcastAs(stage.personOf(right), `chat:${session}`, 'UPDATE', payload);
  left.chat.send('Another');
  await until(right.chat.items, () => texts(right)[1] === 'Another');
  await until(left.chat.items, ([, second]) => second?.state === 'saved');
  for (const seat of [left, right]) assert.deepEqual(texts(seat), ['Mine', 'Another']);
});

test('a member cannot put words into the mouth of the assistant, on whatever topic they say them', async () => {
  const { session, left, right } = await stage.pair();
  left.chat.send('When was I born?');
  await until(left.asked, (ids) => ids.length === 1);
  const answer = await stage.begin(session, left.asked.get()[0]!);
  await stage.tell(session, answer, 0, 'In ');
  await until(left.chat.items, () => texts(left)[1] === 'In ');
  const told: string[] = [];
  left.chat.items.subscribe(() => told.push(texts(left)[1] ?? ''));
  const forged = { message_id: answer, offset: 3, text: '1984, he says' };
  const hostile = stage.personOf(right);
  for (const kind of ['answers', 'chat', 'live', 'presence'])
    await stage.broadcastAs(hostile, `${kind}:${session}`, 'delta', forged);
  await stage.tell(session, answer, 3, '1867');
  await until(left.chat.items, () => texts(left)[1] === 'In 1867');
  assert.deepEqual(
    told.filter((text) => !'In 1867'.startsWith(text)),
    [],
  );
});

test('what I say is there once, from the first moment on', async () => {
  const { left, right } = await stage.pair();
  const seen: number[] = [];
  left.chat.items.subscribe((items) => seen.push(items.length));
  left.chat.send('Hello');
  assert.deepEqual(texts(left), ['Hello']);
  await until(left.chat.items, ([first]) => first?.state === 'saved' && first.row.rev > 0);
  await until(right.chat.items, (items) => items.length === 1);
  assert.ok(seen.every((length) => length === 1));
});

test('what is said offline is queued, then sent in order and once, and the assistant is asked once about all of it', async () => {
  const { left, right } = await stage.pair();
  left.cut(true);
  left.chat.send('One');
  left.chat.send('Two');
  await until(left.chat.items, (items) => items.every(({ state }) => state === 'queued'));
  assert.deepEqual(left.asked.get(), []);
  left.cut(false);
  await until(right.chat.items, (items) => items.length === 2);
  assert.deepEqual(texts(right), ['One', 'Two']);
  await until(left.asked, (ids) => ids.includes(left.chat.items.get()[1]!.row.id));
  const answer = await stage.begin(left.session, left.chat.items.get()[1]!.row.id);
  await stage.save(answer, { content: 'Good.', status: 'final' });
  await until(left.chat.asking, ({ name }) => name === 'idle');
  assert.deepEqual(left.asked.get(), [left.chat.items.get()[1]!.row.id]);
});

test('after a reload an unanswered message is asked about again, by its author alone', async () => {
  const { session, left, right, marie } = await stage.pair();
  left.chat.send('Unheard');
  await until(left.asked, (ids) => ids.length === 1);
  await left.core.close();
  const again = stage.sit(marie, session);
  await until(again.asked, (ids) => ids.length === 1);
  assert.equal(again.asked.get()[0], left.asked.get()[0]);
  assert.deepEqual(right.asked.get(), []);
});

test('an old message without an answer is left alone', async () => {
  const { session, marie } = await stage.pair();
  const created_at = new Date(Date.now() - 25 * 60 * 60_000).toISOString();
  await stage.insert('chat_messages', { session_id: session, user_id: marie.id, content: 'Old', created_at });
  const seat = stage.sit(marie, session);
  await until(seat.chat.items, (items) => items.length === 1);
  await until(seat.chat.phase, ({ name }) => name === 'live');
  assert.deepEqual([seat.chat.asking.get().name, seat.asked.get().length], ['idle', 0]);
});

test('a refusal of the assistant is told, and asked again on request', async () => {
  const { left } = await stage.pair();
  left.answers.set({ status: 403, body: { code: 'denied', message: 'Not here.' } });
  left.chat.send('Hello?');
  const refused = await until(left.chat.asking, ({ name }) => name === 'refused');
  assert.equal(refused.name === 'refused' && refused.error.code, 'denied');
  left.answers.set(undefined);
  left.chat.ask();
  await until(left.asked, (ids) => ids.length === 2);
  await until(left.chat.asking, ({ name }) => name === 'asking');
});

test('an answer that is stopped looks stopped at once, and hears of no more', async () => {
  const { session, left } = await stage.pair();
  left.chat.send('Tell me all');
  await until(left.asked, (ids) => ids.length === 1);
  const answer = await stage.begin(session, left.asked.get()[0]!);
  await stage.tell(session, answer, 0, 'All ');
  await until(left.chat.items, () => texts(left)[1] === 'All ');
  const stopping = left.chat.stop(answer);
  await until(left.chat.items, (items) => items[1]?.status === 'stopped');
  await stopping;
  assert.deepEqual(left.called.get().at(-1), ['chat/stop', answer]);
  await stage.tell(session, answer, 4, 'of it');
  await stage.save(answer, { content: 'All o', status: 'stopped' });
  await until(left.chat.items, () => texts(left)[1] === 'All o');
  await left.chat.proceed(answer);
  assert.deepEqual(left.called.get().at(-1), ['chat/continue', answer]);
  await stage.save(answer, { status: 'streaming' });
  await until(left.chat.items, (items) => items[1]?.status === 'streaming');
  await stage.tell(session, answer, 5, 'f it');
  await until(left.chat.items, (items) => items[1]?.status === 'streaming' && items[1].text === 'All of it');
});

test('an answer that takes longer to write than calls are waited for has not failed, be it asked for or continued', async () => {
  const { session, left } = await stage.pair();
  left.answers.set('late');
  left.environment.pace(2); // Calls are waited for seven seconds and a half.
  left.chat.send('Tell me all');
  await until(left.asked, (ids) => ids.length === 1);
  const answer = await stage.begin(session, left.asked.get()[0]!);
  await until(left.chat.items, (items) => items[1]?.status === 'streaming');
  assert.equal(left.chat.asking.get().name, 'idle');
  await stage.save(answer, { content: 'All ', status: 'interrupted' });
  await until(left.chat.items, (items) => items[1]?.status === 'interrupted');
  const proceeding = left.chat.proceed(answer);
  await stage.save(answer, { status: 'streaming', metadata: { run: 'second' } });
  await until(left.chat.items, (items) => items[1]?.status === 'streaming');
  await proceeding;
  assert.deepEqual([new Set(left.asked.get()).size, left.chat.asking.get().name], [1, 'idle']);
  await left.core.close();
});

test('to continue an answer has failed where nobody has begun to when the call is given up', async () => {
  const { session, left } = await stage.pair();
  left.chat.send('Tell me all');
  await until(left.asked, (ids) => ids.length === 1);
  const answer = await stage.begin(session, left.asked.get()[0]!);
  await stage.save(answer, { content: 'All ', status: 'interrupted' });
  await until(left.chat.items, (items) => items[1]?.status === 'interrupted');
  left.answers.set('late');
  left.environment.pace(30);
  await assert.rejects(left.chat.proceed(answer), { code: 'timeout' });
  await left.core.close();
});

test('a stop that fails says so, and the answer goes on', async () => {
  const { session, left } = await stage.pair();
  left.chat.send('Go on');
  await until(left.asked, (ids) => ids.length === 1);
  const answer = await stage.begin(session, left.asked.get()[0]!);
  await until(left.chat.items, (items) => items.length === 2);
  left.answers.set({ status: 404, body: { code: 'not-found', message: 'No.' } });
  await assert.rejects(left.chat.stop(answer), { code: 'not-found' });
  await until(left.chat.items, (items) => items[1]?.status === 'streaming');
});

test('who is typing and who is here is known to the other, by name', async () => {
  const { session, left, right } = await stage.pair();
  await until(left.chat.others, (all) => all[0]?.name === 'Irène');
  await until(right.chat.others, (all) => all.length === 1);
  right.chat.type();
  await until(left.chat.typists, (all) => all[0]?.name === 'Irène');
  right.chat.send('Done');
  await until(left.chat.typists, (all) => all.length === 0);
  assert.deepEqual(
    left.core
      .stats()
      .map(({ topic }) => topic)
      .sort(),
    [`answers:${session}`, `chat:${session}`],
  );
});

test('how far I have read is kept for the next time', async () => {
  const { session, left, right, irene } = await stage.pair();
  left.chat.send('Read me');
  const [item] = await until(right.chat.items, (items) => items.length === 1);
  assert.equal(await until(right.chat.lastRead, (mark) => mark !== undefined), null);
  right.chat.read(item!.row.id);
  await stage.becomes(async () => (await stage.marks(session, irene.id)) === item!.row.id);
  const again = stage.sit(irene, session);
  assert.equal(await until(again.chat.lastRead, (mark) => mark !== undefined), item!.row.id);
});

test('older messages are loaded page by page', async () => {
  const { session, marie } = await stage.pair();
  const rows = Array.from({ length: 70 }, (_, i) => ({
    session_id: session,
    user_id: marie.id,
    content: `Message ${i}`,
    created_at: new Date(Date.UTC(2026, 0, 1, 0, i)).toISOString(),
  }));
  await stage.insert('chat_messages', rows);
  const seat = stage.sit(marie, session);
  await until(seat.chat.items, (items) => items.length === 50);
  assert.equal(texts(seat)[0], 'Message 20');
  await until(seat.chat.more, (more) => more === 'some');
  seat.chat.loadMore();
  await until(seat.chat.items, (items) => items.length === 70);
  assert.deepEqual([texts(seat)[0], seat.chat.more.get()], ['Message 0', 'none']);
});

test('a stranger sees nothing and may say nothing; a live conversation is joined by right', async () => {
  const { session, marie } = await stage.pair();
  const camille = await stage.person('Camille');
  const stranger = stage.sit(camille, session);
  assert.equal(await until(stranger.chat.session, (known) => known !== undefined), null);
  assert.deepEqual([stranger.chat.items.get(), stranger.core.stats()], [[], []]);
  assert.throws(() => stranger.chat.send('Hello?'), { code: 'denied' });
  await assert.rejects(stranger.chat.join(), { code: 'denied' });
  await stage.update('chat_sessions', session, { session_type: 'live' });
  await assert.rejects(stranger.chat.join(), { code: 'denied' });
  await stage.share(marie, camille);
  await stranger.chat.join();
  await until(stranger.chat.session, (known) => known?.session_type === 'live');
  await until(stranger.chat.phase, ({ name }) => name === 'live');
  stranger.chat.send('May I?');
  await until(stranger.chat.items, ([first]) => first?.state === 'saved');
  await stranger.chat.join();
});

test('a first message begins a conversation of mine, which is the newest from then on', async () => {
  const marie: Person = await stage.person('Marie');
  const seat = stage.sit(marie);
  const sessions = seat.core.use(chatSessionsFeature, marie.id, seat.end.signal);
  assert.equal(await until(sessions.newest, (id) => id !== undefined), null);
  seat.cut(true);
  const session = sessions.begin('It begins');
  assert.equal(sessions.newest.get(), session);
  const opened = seat.open(session);
  await until(opened.items, ([first]) => first?.text === 'It begins');
  opened.send('And goes on');
  assert.deepEqual(
    opened.items.get().map(({ text }) => text),
    ['It begins', 'And goes on'],
  );
  seat.cut(false);
  await until(opened.phase, ({ name }) => name === 'live');
  await until(opened.items, (items) => items.length === 2 && items.every(({ state }) => state === 'saved'));
  const other = stage.sit(marie);
  const elsewhere = other.core.use(chatSessionsFeature, marie.id, other.end.signal);
  await until(elsewhere.newest, (id) => id === session);
  const second = elsewhere.begin(`A long story. ${'🙂'.repeat(100)}`);
  await until(elsewhere.newest, (id) => id === second);
  await until(other.core.outbox.status, ({ pending }) => pending === 0);
  const listed = await sessions.list();
  assert.deepEqual(
    listed.map(({ id }) => id),
    [second, session],
  );
  assert.equal(listed[1]?.title, 'It begins');
  assert.match(listed[0]?.title ?? '', /^A long story\. (?:🙂){65}…$/u);
});

test('nobody is told of anything in a conversation after they were dismissed', async () => {
  const { session, left, right, irene } = await stage.pair();
  left.chat.send('Secret');
  await until(right.chat.items, (items) => items.length === 1);
  await stage.dismiss(session, irene);
  await until(right.chat.session, (known) => known === null);
  await until(right.chat.items, (items) => items.length === 0);
  assert.deepEqual(right.core.stats(), []);
});

test('of others those conversations are listed that I am in, as long as I am', async () => {
  const { session, left, right, marie, irene } = await stage.pair();
  const mine = left.core.use(chatSessionsFeature, marie.id, left.end.signal);
  const hers = right.core.use(chatSessionsFeature, irene.id, right.end.signal);
  assert.deepEqual(
    (await mine.list()).map(({ id, user_id: owner }) => [id, owner]),
    [[session, marie.id]],
  );
  assert.deepEqual(
    (await hers.list()).map(({ id, user_id: owner }) => [id, owner]),
    [[session, marie.id]],
  );
  await stage.dismiss(session, irene);
  assert.deepEqual(await hers.list(), []);
});
