import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { FunctionsHttpError } from '@supabase/supabase-js';
import { chatFeature, type Chat } from '../../src/core/index.ts';
import { eventually } from '../support/eventually.ts';
import { until } from '../support/until.ts';
import { beginAnswer, converse, sayPiece, type Conversation } from './conversation.ts';
import { joins } from './joins.ts';
import { openFamily, type Family } from './family.ts';

let family: Family;
// Without the variables of whoever develops: no model, so that the built-in interviewer answers.
before(async () => void (family = await openFamily({ functions: { envFile: 'none.env' } })));
after(() => family.close());

const texts = ({ items }: Chat): readonly string[] => items.get().map(({ text }) => text);

const stored = async ({ owner, session }: Conversation) =>
  (
    await owner.client
      .from('chat_messages')
      .select('id,user_id,content,message_type')
      .eq('session_id', session)
      .order('created_at')
  ).data!;

for (const changes of ['postgres', 'broadcast'] as const)
  describe('ChatRealtimeManager', () => {
    it(`subscribe: onNewMessage tells what the other says, and who they are (by ${changes})`, async () => {
      const { mine, theirs, guest } = await converse(family, { changes });
      theirs.send('Do you remember the shed?');
      const [item] = await until(mine.items, (items) => items.length === 1);
      assert.deepEqual(
        [item!.text, item!.row.message_type, item!.row.user_id],
        ['Do you remember the shed?', 'user_message', guest.id],
      );
      await until(mine.authors, (authors) => authors.get(guest.id)?.name === 'Irène');
    });

    it(`sendMessage and isFromCurrentUser: seen at once under the id that it keeps, by everybody once, and stored (by ${changes})`, async () => {
      const conversation = await converse(family, { changes });
      const { mine, theirs, owner } = conversation;
      const lengths = new Set<number>();
      for (const { items } of [mine, theirs]) items.subscribe(({ length }) => lengths.add(length));
      mine.send('It rained in.');
      const [first] = mine.items.get();
      assert.deepEqual([first!.text, first!.state === 'saved'], ['It rained in.', false]);
      await until(theirs.items, ([item]) => item?.row.id === first!.row.id);
      await until(mine.items, ([item]) => item!.state === 'saved' && item!.row.rev > 0);
      theirs.send('I know.');
      for (const chat of [mine, theirs])
        await until(chat.items, () => texts(chat).join(' ') === 'It rained in. I know.');
      assert.deepEqual([...lengths], [1, 2]);
      assert.deepEqual((await stored(conversation))[0], {
        id: first!.row.id,
        user_id: owner.id,
        content: 'It rained in.',
        message_type: 'user_message',
      });
    });

    it(`sendToServer: the edge function is asked once, and both see its one answer, as it is in the database (by ${changes})`, async () => {
      const conversation = await converse(family, { changes, assistant: 'served' });
      const { mine, theirs, owner, session, asked } = conversation;
      mine.send('In spring 1987 we moved to Lyon with my mother.');
      for (const { items } of [mine, theirs])
        await until(items, (all) => all.length === 2 && all[1]!.status === 'final');
      const { data } = await owner.client
        .from('chat_messages')
        .select('id,user_id,content,reply_to,status')
        .eq('session_id', session)
        .eq('message_type', 'assistant_response');
      const [answer, ...others] = data!;
      assert.match(String(answer!.content), /built-in interviewer.*spring 1987, Lyon, your mother/s);
      const [question] = asked.get();
      assert.deepEqual([answer!.user_id, answer!.reply_to, others], [null, question, []]);
      for (const { items } of [mine, theirs]) {
        const [first, second] = items.get();
        assert.deepEqual(
          [first!.row.id, second!.row.id, second!.text],
          [question, answer!.id, answer!.content],
        );
      }
      assert.deepEqual([asked.get().length, mine.asking.get().name], [1, 'idle']);
    });

    it(`onNewMessage: both read along while the assistant says it, to the same text (by ${changes})`, async () => {
      const conversation = await converse(family, { changes });
      const { mine, theirs, session, asked } = conversation;
      mine.send('It rained in.');
      const [question] = await until(asked, (ids) => ids.length === 1);
      const answer = await beginAnswer(family, session, question!);
      for (const { items } of [mine, theirs]) await until(items, (all) => all[1]?.status === 'streaming');
      await sayPiece(family, conversation, { message_id: answer, offset: 0, text: 'And the ' });
      await sayPiece(family, conversation, { message_id: answer, offset: 8, text: 'radium?' });
      for (const chat of [mine, theirs]) await until(chat.items, () => texts(chat)[1] === 'And the radium?');
      const final = { content: 'And the radium? It glowed.', status: 'final' };
      await family.backend.admin.from('chat_messages').update(final).eq('id', answer);
      for (const { items } of [mine, theirs]) {
        const all = await until(items, ([, item]) => item?.status === 'final');
        assert.deepEqual(
          [all[1]!.text, all[1]!.row.message_type, all[1]!.row.user_id],
          [final.content, 'assistant_response', null],
        );
      }
      assert.deepEqual([asked.get(), mine.asking.get().name], [[question], 'idle']);
    });
  });

describe('ChatRealtimeManager', () => {
  it('sendMessage without a connection: kept, shown as waiting, and sent once and in order', async () => {
    const conversation = await converse(family);
    const { left, mine, theirs } = conversation;
    left.line.set({ cut: true });
    left.environment.online.set(false);
    mine.send('One');
    mine.send('Two');
    await until(mine.items, (items) => items.length === 2 && items.every(({ state }) => state === 'queued'));
    left.line.set({ cut: false });
    left.environment.online.set(true);
    await until(theirs.items, () => texts(theirs).join() === 'One,Two');
    await until(mine.items, (items) => items.every(({ state }) => state === 'saved'));
    assert.deepEqual(
      (await stored(conversation)).map(({ content }) => content as string),
      ['One', 'Two'],
    );
  });

  it('onConnectionChange: the conversation says that it is not live, and then that it is again', async () => {
    const { left, mine, theirs } = await converse(family);
    left.line.set({ cut: true });
    await until(mine.phase, ({ name }) => name !== 'live');
    theirs.send('Meanwhile');
    left.line.set({ cut: false });
    await until(mine.phase, ({ name }) => name === 'live');
    await until(mine.items, () => texts(mine)[0] === 'Meanwhile');
  });

  it('sendTypingIndicator: the other sees it by name, I do not, and what is sent ends it', async () => {
    const { mine, theirs } = await converse(family);
    theirs.type();
    await until(mine.typists, ([person]) => person?.name === 'Irène');
    assert.deepEqual(theirs.typists.get(), []);
    theirs.send('Done');
    await until(mine.typists, (people) => people.length === 0);
  });

  it('trackPresence and onPresenceChange: who is here is known to the other by name, without themselves', async () => {
    const { mine, theirs, owner, guest } = await converse(family);
    const idsOf = ({ others }: Chat): string[] => others.get().map(({ id }) => id);
    assert.deepEqual([idsOf(mine), idsOf(theirs)], [[guest.id], [owner.id]]);
    await until(mine.others, ([person]) => person?.name === 'Irène');
  });

  it('unsubscribe: whoever leaves types no more for the other, and is joined to nothing', async () => {
    const { right, mine, theirs } = await converse(family);
    theirs.type();
    await until(mine.typists, (people) => people.length === 1);
    right.end.abort();
    await until(mine.typists, (people) => people.length === 0);
    await eventually('the topic is left', () => right.core.stats().length === 0);
  });

  it('getAuthToken: with the token of somebody who is not in it the server lets nothing be heard or said', async () => {
    const conversation = await converse(family);
    const { session, mine } = conversation;
    mine.send('Among us');
    await until(mine.items, ([item]) => item?.state === 'saved');
    const { client } = await family.backend.createPerson('Camille');
    assert.deepEqual((await client.from('chat_messages').select()).data, []);
    const said = { session_id: session, content: 'Hello?' };
    assert.equal((await client.from('chat_messages').insert(said)).error?.code, '42501');
    const asked = { session_id: session, message: 'Hello?' };
    const { error } = await client.functions.invoke('chat/messages', { body: asked });
    assert.equal(((error as FunctionsHttpError).context as Response).status, 404);
    for (const topic of [`chat:${session}`, `answers:${session}`])
      assert.equal(await joins(client.channel(topic, { config: { private: true } })), 'CHANNEL_ERROR');
    assert.deepEqual(
      (await stored(conversation)).map(({ content }) => content as string),
      ['Among us'],
    );
  });

  it('getAuthToken: whoever is not in it is told so before they say anything', async () => {
    const { session } = await converse(family);
    const { core, end } = await family.sit(await family.backend.createPerson('Camille'));
    const chat = core.use(chatFeature, session, end.signal);
    assert.equal(await until(chat.session, (known) => known !== undefined), null);
    assert.deepEqual(chat.items.get(), []);
    assert.throws(() => chat.send('Hello?'), { code: 'denied' });
  });
});
