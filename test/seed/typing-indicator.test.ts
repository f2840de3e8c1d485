import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { chatFeature } from '../../src/core/index.ts';
import { fakeEnvironment } from '../support/fake-environment.ts';
import { IRENE, MARIE, POLONIUM, RADIUM, sitDown } from '../support/fake-peer.ts';
import { fakeRoom } from '../support/fake-room.ts';
import { until } from '../support/until.ts';
import { converse } from './conversation.ts';
import { openFamily, type Family } from './family.ts';

let family: Family;
before(async () => void (family = await openFamily()));
after(() => family.close());

/** For a message to arrive, in milliseconds of a clock that the tests turn. */
const MOMENT = 50;

/** Two people in a room whose time stands still. */
async function meet() {
  const environment = fakeEnvironment();
  const room = fakeRoom();
  const [marie, irene] = [sitDown(room, MARIE, environment), sitDown(room, IRENE, environment)];
  await environment.advance(MOMENT);
  const seen = (): readonly string[] => marie.peers.typists.get().get(RADIUM) ?? [];
  const told = (): unknown[] =>
    irene.line.sent.filter(({ event }) => event === 'typing').map(({ payload }) => payload['is_typing']);
  return { environment, room, irene, seen, told };
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
    const { environment, irene, seen, told } = await meet();
    const typing = irene.peers.typing(RADIUM);
    typing.type();
    await environment.advance(1_900);
    typing.type();
    await environment.advance(2_900);
    assert.deepEqual([seen(), told()], [[IRENE], [true]]);
    await environment.advance(100 + MOMENT);
    assert.deepEqual([seen(), told()], [[], [true, false]]);
  });

  it('auto-remove: who is not heard of for five seconds is gone for the others, without a word', async () => {
    const { environment, room, seen } = await meet();
    const mute = room.connect();
    mute.appear(POLONIUM, { tab: POLONIUM, status: 'online' });
    const say = (): void => mute.broadcast('typing', { tab: POLONIUM, place: RADIUM, is_typing: true });
    say();
    await environment.advance(4_900);
    say();
    await environment.advance(4_900);
    assert.deepEqual(seen(), [POLONIUM], 'the five seconds begin anew');
    await environment.advance(100 + MOMENT);
    assert.deepEqual(seen(), []);
  });

  it('destroy: after the end nothing is told, and the others know at once', async () => {
    const { environment, irene, seen, told } = await meet();
    irene.peers.typing(RADIUM).type();
    await environment.advance(MOMENT);
    assert.deepEqual(seen(), [IRENE]);
    irene.close();
    await environment.advance(MOMENT);
    assert.deepEqual(seen(), []);
    const before = told().length;
    irene.peers.typing(RADIUM).type();
    await environment.advance(10_000);
    assert.equal(told().length, before);
  });
});
