import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { detailsOf, eventIdOf } from '../../../src/core/features/chat-proposals.ts';
import { timelineFeature } from '../../../src/core/features/timeline.ts';
import { until } from '../../support/until.ts';
import { chatStage, type ChatStage, type Seat } from './chat-stage.ts';

let stage: ChatStage;

before(async () => {
  stage = await chatStage();
});
after(() => stage.close());

const DRAFT = {
  title: 'The glow at night',
  start_date: '1900-01-01',
  date_precision: 'year',
  category: 'personal',
} as const;

const statusOf = ({ chat }: Seat): string | undefined => chat.proposals.get()[0]?.row.status;

/** Marie's conversation with a proposal for her, as she and Irène see it. */
async function proposed(values: object = {}) {
  const pair = await stage.pair();
  const id = await stage.propose(pair.session, pair.marie, values);
  for (const { chat } of [pair.left, pair.right]) await until(chat.proposals, (all) => all.length === 1);
  return { ...pair, id };
}

test('a yes puts the event onto my timeline and is seen by the others', async () => {
  const { left, right, marie, id } = await proposed();
  const timeline = left.core.use(timelineFeature, marie.id, left.end.signal);
  await until(timeline.phase, ({ name }) => name === 'live');
  const event = left.chat.accept(id, { ...DRAFT, title: 'The glow' });
  assert.equal(statusOf(left), 'accepted');
  assert.deepEqual(
    timeline.events.get().map(({ row }) => [row.id, row.title]),
    [[event, 'The glow']],
  );
  await until(right.chat.proposals, () => statusOf(right) === 'accepted');
  await until(timeline.events, ([first]) => first?.state === 'saved');
  const [stored] = await stage.eventsOf(marie);
  assert.deepEqual(
    [
      stored?.['id'],
      stored?.['title'],
      stored?.['start_date'],
      stored?.['date_precision'],
      stored?.['created_by'],
    ],
    [event, 'The glow', '1900-01-01', 'year', marie.id],
  );
});

test('place, importance and tags of a proposal come onto the timeline with it, but for what the draft says otherwise', async () => {
  const details = { location: 'Paris', importance: 8, tags: ['radium', 'shed'] };
  const { left, marie, id } = await proposed({ details });
  assert.deepEqual(detailsOf(left.chat.proposals.get()[0]!.row), details);
  left.cut(true);
  left.chat.accept(id, { ...DRAFT, tags: ['glow'] });
  left.cut(false);
  await stage.becomes(async () => (await stage.eventsOf(marie)).length > 0);
  const [{ location, importance, tags } = {}] = await stage.eventsOf(marie);
  assert.deepEqual({ location, importance, tags }, { ...details, tags: ['glow'] });
});

test('a proposal without details becomes an event like any other, also where the database does not know of them', async () => {
  const usual = { location: null, importance: 5, tags: [] };
  const { left, marie, id } = await proposed();
  assert.deepEqual(left.chat.proposals.get()[0]!.row.details, {});
  for (const known of [undefined, {}, { tags: ['glow'] }])
    assert.deepEqual(detailsOf(known ? { details: known } : {}), { ...usual, ...known });
  left.chat.accept(id, DRAFT);
  await stage.becomes(async () => (await stage.eventsOf(marie)).length > 0);
  const [{ location, importance, tags } = {}] = await stage.eventsOf(marie);
  assert.deepEqual({ location, importance, tags }, usual);
});

test('a double yes makes one event, in one tab', async () => {
  const { left, marie, id } = await proposed();
  const event = left.chat.accept(id, DRAFT);
  assert.equal(left.chat.accept(id, DRAFT), event);
  await stage.becomes(async () => (await stage.eventsOf(marie)).length > 0);
  await until(left.chat.proposals, ([one]) => one?.state === 'saved');
  assert.equal((await stage.eventsOf(marie)).length, 1);
});

test('a double yes makes one event, on two devices that know nothing of each other', async () => {
  const { session, left, marie, id } = await proposed();
  const other = stage.sit(marie, session);
  await until(other.chat.proposals, (all) => all.length === 1);
  for (const seat of [left, other]) seat.cut(true);
  const events = [left, other].map(({ chat }) => chat.accept(id, DRAFT));
  for (const seat of [left, other]) seat.cut(false);
  for (const { chat, core } of [left, other]) {
    await until(chat.proposals, ([one]) => one?.state === 'saved' && one.row.status === 'accepted');
    await until(core.outbox.status, ({ pending, deadLetters }) => pending === 0 && deadLetters === 0);
  }
  assert.equal(events[0], events[1]);
  assert.equal((await stage.eventsOf(marie)).length, 1);
});

test('what was taken back is off the timeline, and can be accepted once more', async () => {
  const { left, marie, id } = await proposed();
  const timeline = left.core.use(timelineFeature, marie.id, left.end.signal);
  const saved = (): Promise<unknown> =>
    until(left.core.outbox.status, ({ pending, deadLetters }) => pending === 0 && deadLetters === 0);
  left.chat.accept(id, DRAFT);
  await until(timeline.events, (events) => events.length === 1);
  await saved();
  left.chat.takeBack(id);
  await until(timeline.events, (events) => events.length === 0);
  await saved();
  await until(left.chat.proposals, () => statusOf(left) === 'pending');
  left.chat.accept(id, DRAFT);
  await until(timeline.events, ([first]) => first?.state === 'saved');
  assert.equal(timeline.events.get().length, 1);
  await until(left.chat.proposals, ([one]) => one?.row.status === 'accepted' && one.state === 'saved');
});

test('without a connection one may say yes, take it back and say yes again: there is one event', async () => {
  const { left, marie, id } = await proposed();
  const timeline = left.core.use(timelineFeature, marie.id, left.end.signal);
  await until(timeline.phase, ({ name }) => name === 'live');
  left.cut(true);
  left.chat.accept(id, DRAFT);
  left.chat.takeBack(id);
  assert.deepEqual([statusOf(left), timeline.events.get().length], ['pending', 0]);
  left.chat.accept(id, { ...DRAFT, title: 'Second thoughts' });
  assert.deepEqual([statusOf(left), timeline.events.get().length], ['accepted', 1]);
  left.cut(false);
  await until(
    timeline.events,
    ([first]) => first?.state === 'saved' && first.row.title === 'Second thoughts',
  );
  await until(left.core.outbox.status, ({ pending, deadLetters }) => pending === 0 && deadLetters === 0);
  const events = await stage.eventsOf(marie);
  assert.deepEqual(
    events.map(({ title, deleted_at: deleted }) => [title, deleted]),
    [['Second thoughts', null]],
  );
});

test('a no is kept, and can be undone', async () => {
  const { left, right, id, marie } = await proposed();
  left.chat.reject(id);
  await until(right.chat.proposals, () => statusOf(right) === 'rejected');
  left.chat.takeBack(id);
  await until(right.chat.proposals, () => statusOf(right) === 'pending');
  assert.equal((await stage.eventsOf(marie)).length, 0);
});

test('what is no event yet is not accepted, and the proposal waits', async () => {
  const { left, id } = await proposed();
  assert.throws(() => left.chat.accept(id, { ...DRAFT, start_date: null }), { code: 'invalid' });
  assert.throws(() => left.chat.accept(id, { ...DRAFT, title: ' ' }), { code: 'invalid' });
  assert.equal(statusOf(left), 'pending');
});

test('nobody answers what was proposed to another: the server refuses it', async () => {
  const { right, marie, id } = await proposed();
  right.chat.reject(id);
  await until(right.chat.proposals, ([one]) => one?.state === 'failed');
  right.chat.settle(right.chat.proposals.get()[0]!.operationId!, 'discard');
  await until(right.chat.proposals, ([one]) => one?.row.status === 'pending');
  assert.equal((await stage.eventsOf(marie)).length, 0);
});

test('each version of a proposal has an event id of its own, a UUID', () => {
  const id = '00000000-0000-4000-8008-ffffffffffff';
  const ids = [0, 1, 2].map((rev) => eventIdOf({ id, rev }));
  assert.equal(new Set(ids).size, 3);
  for (const one of ids) assert.match(one, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});
