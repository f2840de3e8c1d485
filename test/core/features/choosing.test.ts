import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  carryOut,
  chosenValues,
  contested,
  firstChoice,
  replacedOf,
  type Side,
} from '../../../src/core/features/choosing.ts';
import type { LifeEvent } from '../../../src/core/features/life-event.ts';
import type { Conflict } from '../../../src/core/sync/kept-conflicts.ts';
import { lifeEvent } from '../../support/fake-timeline.ts';

const SERVER = lifeEvent('radium', {
  title: 'Theirs',
  description: 'They wrote.',
  tags: ['theirs', 'common'],
  start_date: '1898-12-26',
  rev: 2,
});

function conflict(mine: Record<string, unknown>, part: Partial<Conflict> = {}): Conflict {
  const theirs = Object.fromEntries(Object.keys(mine).map((field) => [field, (SERVER as never)[field]]));
  return {
    id: 'op',
    table: 'life_events',
    scope: 'owner',
    rowId: 'radium',
    base: {},
    mine,
    theirs,
    server: SERVER,
    outcome: 'open',
    open: true,
    at: 0,
    ...part,
  };
}

/** What is done about a conflict when these values are chosen. */
function done(met: Conflict, values: Record<string, unknown>, now: LifeEvent | 'gone' = SERVER): string[] {
  const acts: string[] = [];
  const act =
    (name: string) =>
    (...words: unknown[]): void =>
      void acts.push(`${name} ${JSON.stringify(words)}`);
  carryOut(met, values, now === 'gone' ? undefined : now, {
    outbox: { resolve: act('resolve') },
    timeline: { update: act('update'), restore: act('restore') },
  });
  return acts;
}

test('the fields of a choice are those that differ, the parts of a date together', () => {
  const met = conflict({
    title: 'Mine',
    importance: 5,
    start_date: '1898-01-01',
    date_precision: 'year',
    tags: ['mine', 'common'],
  });
  const fields = contested(met, SERVER);
  assert.deepEqual(
    fields.map(({ name, both }) => [name, both]),
    [
      ['title', { title: 'Theirs / Mine' }],
      ['when', undefined],
      ['tags', { tags: ['theirs', 'common', 'mine'] }],
    ],
  );
  assert.deepEqual(fields[1]!.mine, { start_date: '1898-01-01', date_precision: 'year' });
});

test('both texts stand beside each other only where they fit', () => {
  const joined = (mine: string): unknown => contested(conflict({ description: mine }), SERVER)[0]!.both;
  assert.deepEqual(joined('I wrote.'), { description: 'They wrote.\n\nI wrote.' });
  assert.equal(joined('x'.repeat(5000)), undefined);
  assert.equal(contested(conflict({ title: 'x'.repeat(200) }), SERVER)[0]!.both, undefined);
});

test('a choice begins with what loses least, and comes to what is to be written', () => {
  const fields = contested(conflict({ title: 'Mine', importance: 9, tags: ['mine'] }), SERVER);
  const first = firstChoice(fields);
  assert.deepEqual([...first], [
    ['title', 'both'],
    ['importance', 'now'],
    ['tags', 'both'],
  ] satisfies [string, Side][]);
  assert.deepEqual(chosenValues(fields, first), {
    title: 'Theirs / Mine',
    tags: ['theirs', 'common', 'mine'],
  });
  const mine = new Map<string, Side>([['importance', 'mine']]);
  assert.deepEqual(chosenValues(fields, mine), { importance: 9 });
});

test('what waits is decided by what was chosen', () => {
  const met = conflict({ title: 'Mine' });
  assert.deepEqual(done(met, {}), ['resolve ["op","theirs"]']);
  assert.deepEqual(done(met, { title: 'Mine' }), ['resolve ["op","mine"]']);
  assert.deepEqual(done(met, { title: 'Both' }), ['resolve ["op",{"title":"Both"}]']);
});

test('what has been changed again since is written over what the person sees', () => {
  const now = { ...SERVER, title: 'Newer', rev: 3 };
  const written = 'update ["radium",{"title":"Mine"}]';
  assert.deepEqual(done(conflict({ title: 'Mine' }), { title: 'Mine' }, now), [
    'resolve ["op","theirs"]',
    written,
  ]);
  const kept = conflict({ title: 'Mine' }, { open: false, outcome: 'theirs' });
  assert.deepEqual(done(kept, { title: 'Mine' }, now), [written]);
});

test('what was deleted since comes back first', () => {
  const kept = conflict({ title: 'Mine' }, { open: false, outcome: 'theirs' });
  assert.deepEqual(done(kept, { title: 'Mine' }, 'gone'), ['restore ["radium"]', 'resolve ["op","mine"]']);
});

test('what was replaced is put back for either side, and only where it is chosen', () => {
  const met = conflict({ title: 'Mine', importance: 9 }, { open: false, outcome: 'mine' });
  const now = { ...SERVER, title: 'Mine', importance: 9 };
  const theirs = { title: 'Theirs', importance: SERVER.importance };
  assert.deepEqual(done(met, {}, now), []);
  assert.deepEqual(done(met, theirs, now), ['resolve ["op","theirs"]']);
  assert.deepEqual(done(met, { title: 'Theirs' }, now), ['resolve ["op",{"title":"Theirs"}]']);
  assert.deepEqual(done(met, { title: 'Theirs' }, { ...now, title: 'Newer' }), [
    'update ["radium",{"title":"Theirs"}]',
  ]);
});

/** What is said to be replaced, by field and side, and whose value stands. */
function said(met: Conflict, now: Partial<LifeEvent>): unknown[] {
  return contested(met, { ...SERVER, ...now }).map(({ name, mine, theirs, by }) => [
    name,
    ...(mine ? ['mine'] : []),
    ...(theirs ? ['theirs'] : []),
    `now ${by}`,
  ]);
}

test('theirs is replaced where mine stands, whether it came last or was chosen', () => {
  const met = conflict({ title: 'Mine' }, { open: false, outcome: 'mine' });
  assert.deepEqual(said(met, { title: 'Mine' }), [['title', 'theirs', 'now mine']]);
  assert.deepEqual(said(met, { title: 'Newer' }), [['title', 'theirs', 'now undefined']]);
  assert.deepEqual(said(met, {}), [], 'it stands again');
});

test('of two that were made one, what the one has in it is not replaced', () => {
  const mine = { tags: ['mine'], description: 'I wrote much more than they.', title: 'Mine', importance: 9 };
  const merged = {
    tags: ['theirs', 'common', 'mine'],
    description: mine.description,
    title: 'Theirs / Mine',
    importance: 9,
  };
  const met = conflict(mine, { open: false, outcome: 'merged', merged });
  assert.deepEqual(said(met, merged), [
    ['description', 'theirs', 'now mine'],
    ['importance', 'theirs', 'now mine'],
  ]);
  assert.deepEqual(
    said(met, { ...merged, tags: [], title: 'Changed later' }).length,
    2,
    'what was changed later was not replaced by the two',
  );
});

test('replaced is what does not stand, on this timeline alone', () => {
  const find = (): LifeEvent => SERVER;
  const ids = (...met: Conflict[]): string[] => replacedOf(met, 'owner', find).map(({ id }) => id);
  const mine = { title: 'Mine' };
  assert.deepEqual(ids(conflict(mine), conflict(mine, { id: 'kept', outcome: 'theirs', open: false })), [
    'op',
    'kept',
  ]);
  assert.deepEqual(ids(conflict(mine, { outcome: 'mine' })), []);
  assert.deepEqual(ids(conflict({ title: 'Theirs' })), []);
  assert.deepEqual(ids(conflict(mine, { table: 'media_objects' }), conflict(mine, { scope: 'other' })), []);
});
