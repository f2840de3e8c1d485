import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { timelineFeature, type Timeline } from '../../../../src/core/features/timeline.ts';
import { until } from '../../../support/until.ts';
import { eventually } from '../../../support/eventually.ts';
import { openDesk, type Desk } from './desk.ts';

let desk: Desk;
before(async () => (desk = await openDesk({ realtime: { limits: { recordBytes: 2_000 } } })));
after(() => desk.close());

async function live(options: Parameters<Desk['sit']>[1] = {}) {
  const person = await desk.createPerson('Marie');
  const seat = await desk.sit(person, options);
  const timeline = seat.core.use(timelineFeature, person.id, seat.end.signal);
  await until(timeline.phase, ({ name }) => name === 'live');
  return { person, seat, timeline };
}

const titles = ({ events }: Timeline): string[] => events.get().map(({ row }) => row.title);

/** The requests that read rows. */
const READS_EVENTS = /\/(?:life_events|rpc\/nality_(?:changes|page))\b/;

/** How many changes of rows have arrived. */
const changes = (): number => desk.sockets.of('received', 'postgres_changes').length;

test('P4 joined is not yet live: what changes before the server listens is read, not lost', async () => {
  const person = await desk.createPerson();
  const topic = `timeline:${person.id}`;
  let listening: (() => void) | undefined;
  desk.sockets.meddle((frame, deliver) => {
    if (frame.topic === topic && frame.event === 'system') listening = deliver;
    // The server does not listen yet: of this nobody is told.
    else if (frame.topic !== topic || frame.event !== 'postgres_changes') deliver();
  });
  const seat = await desk.sit(person);
  const timeline = seat.core.use(timelineFeature, person.id, seat.end.signal);
  await eventually('the topic is joined', () => listening !== undefined);
  await seat.quiet();
  await sleep(200);
  assert.notEqual(timeline.phase.get().name, 'live');
  const before = changes();
  await desk.write(person, 'Between joined and live');
  await eventually('its event has come and gone', () => changes() > before);
  assert.deepEqual(titles(timeline), []);
  desk.sockets.leaveAlone();
  listening!();
  await until(timeline.events, (events) => events.length === 1);
  await until(timeline.phase, ({ name }) => name === 'live');
});

test('P5 a deletion reaches those who filter, and it stays undoable', async () => {
  const { person, timeline, seat } = await live();
  const id = await desk.write(person, 'Here today');
  await until(timeline.events, (events) => events.length === 1);
  await seat.quiet();
  const other = await desk.sit(person);
  const elsewhere = other.core.use(timelineFeature, person.id, other.end.signal);
  await until(elsewhere.events, (events) => events.length === 1);
  const requests = seat.requests.length;
  elsewhere.remove(id);
  await until(timeline.events, (events) => events.length === 0);
  const readings = seat.requests.slice(requests).filter((url) => READS_EVENTS.test(url));
  assert.deepEqual(readings, [], 'the event alone told of it');
  elsewhere.restore(id);
  await until(timeline.events, (events) => events.length === 1);
});

test('P5 a row that is gone without an event is gone from the screen after waking', async () => {
  const { person, timeline, seat } = await live();
  const id = await desk.write(person, 'Gone tomorrow');
  await until(timeline.events, (events) => events.length === 1);
  await sleep(200);
  desk.sockets.meddle(({ event }, deliver) => event !== 'postgres_changes' && deliver());
  await seat.quiet();
  // Past the triggers that make a tombstone of it, as a restored backup would.
  await desk.backend.database.exec(
    `begin; alter table life_events disable trigger user; delete from life_events where id = '${id}';
     alter table life_events enable trigger user; commit`,
  );
  seat.environment.visible.set(false);
  seat.environment.visible.set(true);
  await until(timeline.events, (events) => events.length === 0);
  desk.sockets.leaveAlone();
});

test('P11 the database is asked for single tables and rows, or not at all where it broadcasts', async () => {
  const own = await live();
  const far = await live({ changes: 'broadcast' });
  const bindingsOf = (owner: string): { event: string; schema: string; table: string; filter?: string }[] =>
    desk.sockets
      .of('sent', 'phx_join')
      .filter(({ topic }) => topic === `timeline:${owner}`)
      .flatMap(({ payload }) => payload.config.postgres_changes);
  const asked = bindingsOf(own.person.id);
  assert.ok(asked.length > 0);
  for (const { schema, table, filter } of asked) {
    assert.deepEqual([schema, filter], ['public', `user_id=eq.${own.person.id}`]);
    assert.ok(['life_events', 'media_objects'].includes(table), table);
  }
  assert.deepEqual(bindingsOf(far.person.id), []);
  await desk.write(far.person, 'Told by the database itself');
  await until(far.timeline.events, (events) => events.length === 1);
});

test('P12 my own row is one row, though its event comes twice and before the answer', async () => {
  const { timeline } = await live();
  desk.sockets.meddle(({ event }, deliver) => {
    deliver();
    if (event === 'postgres_changes') deliver();
  });
  const lengths = new Set<number>();
  timeline.events.subscribe((events) => lengths.add(events.length));
  const before = changes();
  timeline.add({ title: 'Once', start_date: '1898-12-26' });
  await until(timeline.events, (events) => events[0]?.state === 'saved');
  await eventually('its event', () => changes() > before);
  await sleep(100);
  assert.deepEqual([...lengths], [1]);
  assert.deepEqual(titles(timeline), ['Once']);
  desk.sockets.leaveAlone();
});

test('P13 of two events of a row that come in the wrong order, the newer one counts', async () => {
  const { person, timeline } = await live();
  const before = changes();
  const id = await desk.write(person, 'First');
  await eventually('its event', () => changes() > before);
  await until(timeline.events, (events) => events.length === 1);
  const held = new Map<string, () => void>();
  desk.sockets.meddle(({ payload }, deliver) => {
    const title = payload.data?.record?.title;
    if (title === 'Second' || title === 'Third') held.set(title, deliver);
    else deliver();
  });
  for (const title of ['Second', 'Third']) {
    const { error } = await person.client.from('life_events').update({ title }).eq('id', id);
    assert.equal(error, null);
  }
  await eventually('both events', () => held.size === 2);
  desk.sockets.leaveAlone();
  held.get('Third')!();
  await until(timeline.events, () => titles(timeline)[0] === 'Third');
  // Not before: a reading of our own between the two changes rightly sees the older one.
  const seen: string[] = [];
  timeline.events.subscribe(() => seen.push(...titles(timeline)));
  held.get('Second')!();
  await sleep(100);
  assert.deepEqual([titles(timeline), seen.includes('Second')], [['Third'], false]);
});

test('P14 a row that is too large for an event is read, and never shown in part', async () => {
  const { person, timeline } = await live();
  const description = 'x'.repeat(5_000);
  const id = await desk.write(person, 'Short at first');
  await until(timeline.events, (events) => events.length === 1);
  const wholes: boolean[] = [];
  timeline.events.subscribe((events) => wholes.push(events.every(({ row }) => row.title !== undefined)));
  const { error } = await person.client
    .from('life_events')
    .update({ description, title: 'Long' })
    .eq('id', id);
  assert.equal(error, null);
  await until(timeline.events, ([first]) => first?.row.description === description);
  // Not at once: a reading of our own may have been faster.
  await eventually('the server sends it in part', () =>
    desk.sockets.of('received', 'postgres_changes').some(({ payload }) => payload.data.errors?.length),
  );
  assert.ok(wholes.every(Boolean));
  assert.deepEqual(titles(timeline), ['Long']);
});

test('P16 a topic to which the server cannot send changes is not called live', async () => {
  await desk.backend.database.exec('alter publication supabase_realtime drop table media_objects');
  try {
    const person = await desk.createPerson();
    const seat = await desk.sit(person);
    const timeline = seat.core.use(timelineFeature, person.id, seat.end.signal);
    await eventually('the server says that it cannot', () =>
      desk.sockets
        .of('received', 'system')
        .some(({ topic, payload }) => topic === `timeline:${person.id}` && payload.status === 'error'),
    );
    await until(timeline.phase, ({ name }) => name === 'stale');
    await desk.write(person, 'Found by reading');
    seat.environment.visible.set(false);
    seat.environment.visible.set(true);
    await until(timeline.events, (events) => events.length === 1);
    assert.equal(timeline.phase.get().name, 'stale');
  } finally {
    await desk.backend.database.exec('alter publication supabase_realtime add table media_objects');
  }
});
