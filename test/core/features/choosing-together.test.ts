import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  carryOut,
  chosenValues,
  contested,
  firstChoice,
  replacedOf,
} from '../../../src/core/features/choosing.ts';
import type { LifeEvent } from '../../../src/core/features/life-event.ts';
import { timelineFeature, type Timeline } from '../../../src/core/features/timeline.ts';
import { createNality, type Nality } from '../../../src/core/nality.ts';
import type { ConflictStrategy } from '../../../src/core/sync/conflict.ts';
import { startTestBackend, type Person, type TestBackend } from '../../support/backend.ts';
import { nodeEnvironment } from '../../support/node-environment.ts';
import { until } from '../../support/until.ts';

interface Seat {
  core: Nality;
  /** Whether its writes do not arrive. */
  line: { cut: boolean };
  timeline: Timeline;
}

let backend: TestBackend;
const cores: Nality[] = [];

before(async () => {
  backend = await startTestBackend();
});
after(async () => {
  await Promise.all(cores.map((core) => core.close()));
  await backend.close();
});

async function sit(person: Person): Promise<Seat> {
  const line = { cut: false };
  const environment = Object.assign(nodeEnvironment(), {
    fetch: ((input, init) =>
      line.cut && String(input).endsWith('nality_apply_ops')
        ? Promise.reject(new TypeError('cut'))
        : fetch(input, init)) satisfies typeof fetch,
  });
  const core = createNality({
    url: backend.url,
    key: backend.keys.publishable,
    accessToken: async () => person.accessToken,
    environment,
  });
  cores.push(core);
  const timeline = core.use(timelineFeature, person.id, new AbortController().signal);
  await until(timeline.phase, ({ name }) => name === 'live');
  return { core, line, timeline };
}

const deskOf = ({ core, timeline }: Seat) => ({ outbox: core.outbox, timeline });
const eventOf = ({ timeline }: Seat): LifeEvent | undefined => timeline.events.get()[0]?.row;

/** Marie at two machines: what she writes at the first meets what she has written at the second. */
async function meet(strategy: ConflictStrategy, mine: object, theirs: object) {
  const marie = await backend.createPerson('Marie');
  const [left, right] = [await sit(marie), await sit(marie)];
  left.timeline.resolveConflicts(strategy);
  const id = left.timeline.add({ title: 'Radium', tags: ['first'], start_date: '1898-12-26' });
  await until(right.timeline.events, (events) => events.length === 1);
  await until(left.timeline.events, (events) => events[0]?.state === 'saved');
  left.line.cut = true;
  left.timeline.update(id, mine);
  right.timeline.update(id, theirs);
  await until(right.timeline.events, (events) => events[0]?.state === 'saved');
  left.line.cut = false;
  left.core.outbox.flush();
  const [conflict] = await until(left.core.outbox.conflicts, (all) => all.length > 0);
  await until(left.timeline.events, (events) => events[0]?.row.rev === eventOf(right)!.rev);
  return { left, right, conflict: conflict!, id };
}

test('a choice of both reaches the others, and nothing waits any more', async () => {
  const { left, right, conflict } = await meet(
    'prompt_user',
    { title: 'Radium, mine', tags: ['first', 'mine'] },
    { title: 'Radium, theirs', tags: ['first', 'theirs'] },
  );
  assert.equal(conflict.open, true);
  const now = eventOf(left);
  const fields = contested(conflict, now);
  carryOut(conflict, chosenValues(fields, firstChoice(fields)), now, deskOf(left));
  await until(right.timeline.events, () => eventOf(right)!.title === 'Radium, theirs / Radium, mine');
  assert.deepEqual(eventOf(right)!.tags, ['first', 'theirs', 'mine']);
  await until(left.timeline.events, (events) => events[0]?.state === 'saved');
});

test('what was replaced can be brought back, also over what was written since', async () => {
  const { left, right, conflict, id } = await meet('server_wins', { title: 'Mine' }, { title: 'Theirs' });
  right.timeline.update(id, { title: 'Newer' });
  await until(left.timeline.events, () => eventOf(left)!.title === 'Newer');
  const find = (): LifeEvent | undefined => eventOf(left);
  assert.equal(replacedOf([conflict], left.timeline.owner, find).length, 1);
  carryOut(conflict, { title: 'Mine' }, eventOf(left), deskOf(left));
  await until(right.timeline.events, () => eventOf(right)!.title === 'Mine');
  await until(left.timeline.events, () => eventOf(left)!.title === 'Mine');
  assert.deepEqual(replacedOf(left.core.outbox.conflicts.get(), left.timeline.owner, find), []);
});

for (const [strategy, mine, theirs] of [
  ['client_wins', { title: 'Mine', importance: 9 }, { title: 'Theirs', importance: 2 }],
  ['merge', { description: 'I wrote more than they.' }, { description: 'They wrote.' }],
] as const)
  test(`theirs that mine replaced by ${strategy} is listed and can be put back, and then mine`, async () => {
    const { left, right } = await meet(strategy, mine, theirs);
    const [name] = Object.keys(mine) as ['title' | 'description'];
    const listed = () =>
      replacedOf(left.core.outbox.conflicts.get(), left.timeline.owner, () => eventOf(left)).flatMap((one) =>
        contested(one, eventOf(left)).map((field) => ({ one, field })),
      );
    const values = (sides: ('mine' | 'theirs')[]): unknown[] =>
      listed().flatMap(({ field }) => sides.flatMap((side) => (field[side] ? [field[side]] : [])));
    const split = (of: object): unknown[] =>
      Object.entries(of).map(([column, value]) => ({ [column]: value }));
    assert.deepEqual([values(['theirs']), values(['mine'])], [split(theirs), []]);
    carryOut(listed()[0]!.one, { ...theirs }, eventOf(left), deskOf(left));
    await until(right.timeline.events, () => eventOf(right)![name] === (theirs as Partial<LifeEvent>)[name]);
    await until(left.timeline.events, (events) => events[0]?.state === 'saved');
    assert.deepEqual([values(['theirs']), values(['mine'])], [[], split(mine)]);
  });

test('of two fields that mine replaced one is put back, and the other stays listed', async () => {
  const { left, right, conflict } = await meet(
    'client_wins',
    { title: 'Mine', location: 'Paris' },
    { title: 'Theirs', location: 'Warsaw' },
  );
  carryOut(conflict, { title: 'Theirs' }, eventOf(left), deskOf(left));
  await until(right.timeline.events, () => eventOf(right)!.title === 'Theirs');
  await until(left.timeline.events, (events) => events[0]?.state === 'saved');
  const [kept] = left.core.outbox.conflicts.get();
  assert.deepEqual(
    contested(kept!, eventOf(left)).map(({ name, mine, theirs }) => [name, mine, theirs]),
    [
      ['title', { title: 'Mine' }, undefined],
      ['location', undefined, { location: 'Warsaw' }],
    ],
  );
});

test('what was replaced in an event that is deleted brings it back', async () => {
  const { left, right, conflict, id } = await meet('server_wins', { title: 'Mine' }, { title: 'Theirs' });
  left.core.outbox.resolve(conflict.id, 'theirs');
  right.timeline.remove(id);
  await until(left.timeline.events, (events) => events.length === 0);
  const [kept] = left.core.outbox.conflicts.get();
  carryOut(kept!, { title: 'Mine' }, undefined, deskOf(left));
  await until(right.timeline.events, () => eventOf(right)?.title === 'Mine');
});
