import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { chatFeature } from '../../src/core/index.ts';
import { eventually } from '../support/eventually.ts';
import { pacedEnvironment } from '../support/paced-environment.ts';
import { until } from '../support/until.ts';
import { converse, type Conversation } from './conversation.ts';
import { joins } from './joins.ts';
import { openFamily, type Family } from './family.ts';

let family: Family;
before(async () => void (family = await openFamily()));
after(() => family.close());

/** Five seconds in half a second. */
const HURRY = 10;

/** What is told of typing in a conversation, as any other client of its owner hears it: by whom, and whether they do. */
async function overhear({ owner, session }: Conversation): Promise<readonly (readonly [string, boolean])[]> {
  const heard: (readonly [string, boolean])[] = [];
  const channel = owner.client.channel(`chat:${session}`, { config: { private: true } });
  channel.on('broadcast', { event: 'typing' }, ({ payload }) => {
    const { user_id, is_typing } = payload as { user_id: string; is_typing: boolean };
    heard.push([user_id, is_typing]);
  });
  assert.equal(await joins(channel), 'SUBSCRIBED');
  return heard;
}

describe('TypingIndicator', () => {
  it('handleTypingEvent: the list of the other has who types, by name, and mine has not', async () => {
    const { mine, theirs, guest } = await converse(family);
    theirs.type();
    const people = await until(mine.typists, ([person]) => person?.name === 'Irène');
    assert.deepEqual(
      people.map(({ id }) => id),
      [guest.id],
    );
    assert.deepEqual(theirs.typists.get(), []);
    theirs.send('That is all.');
    await until(mine.typists, (list) => list.length === 0);
  });

  it('handleTypingEvent and removeTypingUser: two who type are in the list, the earliest first, until one leaves', async () => {
    const { mine, theirs, right, session } = await converse(family);
    const third = await family.backend.createPerson('Ève');
    await family.backend.admin.from('chat_participants').insert({ session_id: session, user_id: third.id });
    const seat = await family.sit(third);
    const hers = seat.core.use(chatFeature, session, seat.end.signal);
    await until(hers.others, (people) => people.length === 2);
    await until(mine.others, (people) => people.length === 2 && people.every(({ name }) => name !== ''));
    theirs.type();
    await until(mine.typists, (people) => people.length === 1);
    hers.type();
    const people = await until(mine.typists, (list) => list.length === 2);
    assert.deepEqual(
      people.map(({ name }) => name),
      ['Irène', 'Ève'],
    );
    right.end.abort();
    await until(mine.typists, ([first]) => first?.name === 'Ève');
  });

  it('auto-stop: three seconds after the last keystroke the typist has stopped, and says so once', async () => {
    const right = pacedEnvironment();
    const conversation = await converse(family, { right });
    const { mine, theirs, guest } = conversation;
    const heard = await overhear(conversation);
    right.pace(HURRY);
    theirs.type();
    await until(mine.typists, (people) => people.length === 1);
    await eventually('it is told', () => heard.length === 2);
    await until(mine.typists, (people) => people.length === 0);
    assert.deepEqual(heard, [
      [guest.id, true],
      [guest.id, false],
    ]);
  });

  it('auto-remove: who is not heard of for five seconds is gone for the other, without a word', async () => {
    const left = pacedEnvironment();
    const conversation = await converse(family, { left });
    const { mine, theirs, guest, right } = conversation;
    const heard = await overhear(conversation);
    left.pace(HURRY);
    theirs.type();
    await until(mine.typists, (people) => people.length === 1);
    right.line.set({ stalled: 'up' });
    await until(mine.typists, (people) => people.length === 0);
    assert.deepEqual(heard, [[guest.id, true]]);
    assert.deepEqual(
      mine.others.get().map(({ id }) => id),
      [guest.id],
    );
  });

  it('destroy: whoever has left types no more, and the other knows at once', async () => {
    const conversation = await converse(family);
    const { mine, theirs, guest, owner, right } = conversation;
    const heard = await overhear(conversation);
    theirs.type();
    await until(mine.typists, (people) => people.length === 1);
    right.end.abort();
    await until(mine.typists, (people) => people.length === 0);
    theirs.type();
    mine.type();
    await eventually('it is told', () => heard.at(-1)![0] === owner.id);
    assert.deepEqual(heard, [
      [guest.id, true],
      [guest.id, false],
      [owner.id, true],
    ]);
  });
});
