import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TYPING_MS } from '../../../src/core/sync/typing.ts';
import { fakeEnvironment } from '../../support/fake-environment.ts';
import { IRENE, MARIE, POLONIUM, RADIUM, sitDown } from '../../support/fake-peer.ts';
import { fakeRoom } from '../../support/fake-room.ts';

const MOMENT = 50;

async function scene() {
  const environment = fakeEnvironment();
  const room = fakeRoom();
  const sit = (person: string) => sitDown(room, person, environment);
  const [marie, irene] = [sit(MARIE), sit(IRENE)];
  await environment.advance(MOMENT);
  const typists = () => [...marie.peers.typists.get()];
  const told = () => irene.line.sent.filter(({ event }) => event === 'typing');
  return { environment, room, sit, marie, irene, typists, told };
}

test('whoever types is shown, and no longer three seconds after the last keystroke', async () => {
  const { environment, irene, typists } = await scene();
  const typing = irene.peers.typing(RADIUM);
  typing.type();
  await environment.advance(2_000);
  typing.type();
  await environment.advance(2_900);
  assert.deepEqual(typists(), [[RADIUM, [IRENE]]]);
  await environment.advance(200);
  assert.deepEqual(typists(), []);
});

test('somebody who types for long is shown without a break, by few messages', async () => {
  const { environment, marie, irene, typists, told } = await scene();
  const changes: number[] = [];
  marie.peers.typists.subscribe(() => changes.push(environment.now()));
  for (let key = 0; key < 200; key += 1) {
    irene.peers.typing(RADIUM).type();
    await environment.advance(100);
  }
  assert.deepEqual([changes.length, typists().length], [1, 1]);
  assert.ok(told().length <= 11, `${told().length} messages in 20 s`);
});

test('stopping is told once, and only by somebody who typed', async () => {
  const { environment, irene, typists, told } = await scene();
  const typing = irene.peers.typing(RADIUM);
  typing.stop();
  typing.type();
  await environment.advance(MOMENT);
  typing.stop();
  typing.stop();
  await environment.advance(10_000);
  assert.deepEqual(
    told().map(({ payload }) => payload['is_typing']),
    [true, false],
  );
  assert.deepEqual(typists(), []);
});

test('whoever falls silent is not shown for longer than five seconds', async () => {
  const { environment, room, typists } = await scene();
  const mute = room.connect();
  mute.appear(POLONIUM, { tab: POLONIUM, status: 'online' });
  mute.broadcast('typing', { tab: POLONIUM, place: RADIUM, is_typing: true });
  await environment.advance(TYPING_MS - MOMENT);
  assert.equal(typists().length, 1);
  await environment.advance(2 * MOMENT);
  assert.deepEqual(typists(), []);
});

test('a person is one typist over all their tabs, and never shown to themselves', async () => {
  const { environment, sit, irene, typists } = await scene();
  const phone = sit(IRENE);
  await environment.advance(MOMENT);
  irene.peers.typing(RADIUM).type();
  phone.peers.typing(RADIUM).type();
  phone.peers.typing(POLONIUM).type();
  await environment.advance(MOMENT);
  assert.deepEqual(typists(), [
    [RADIUM, [IRENE]],
    [POLONIUM, [IRENE]],
  ]);
  assert.equal(irene.peers.typists.get().size + phone.peers.typists.get().size, 0);
  irene.peers.typing(RADIUM).stop();
  await environment.advance(MOMENT);
  assert.deepEqual(typists()[0], [RADIUM, [IRENE]], 'the phone goes on');
});

test('the message has the shape of the product', async () => {
  const { environment, irene, told } = await scene();
  irene.peers.typing(RADIUM).type();
  const { tab, ...payload } = told()[0]!.payload;
  assert.equal(typeof tab, 'string');
  assert.deepEqual(payload, {
    user_id: IRENE,
    is_typing: true,
    timestamp: environment.now(),
    place: RADIUM,
  });
});
