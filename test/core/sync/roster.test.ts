import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  hasArrivals,
  LEAVE_MS,
  NOBODY,
  peersIn,
  ROSTER_LIMITS,
  rosterOf,
  type Roster,
} from '../../../src/core/sync/roster.ts';
import { EVE, IRENE, MARIE } from '../../support/fake-peer.ts';

const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const meta = (tab: string, status = 'online') => ({ tab, status });
const personsOf = (roster: Roster): string[] => [...roster.values()].map(({ person }) => person);

test('a payload cannot make its sender somebody else', () => {
  const roster = rosterOf(NOBODY, { [EVE]: [{ ...meta(id(1)), user_id: MARIE }] }, 0);
  assert.deepEqual(peersIn(roster), [{ id: EVE, status: 'online', looksAt: null }]);
});

test('a key or a connection whose id is no UUID is nobody, and there is one spelling of each', () => {
  const told = {
    'not a person': [meta(id(1))],
    ['__proto__']: [meta(id(2))],
    [MARIE.toUpperCase()]: [meta(id(3))],
    [MARIE]: [meta('tab'), meta(id(4).replace('00', 'AA')), {}, meta(id(5))],
  };
  assert.deepEqual([...rosterOf(NOBODY, told, 0).keys()], [id(5)]);
});

test('of two who use the id of one connection, whoever was there before keeps it', () => {
  const first = rosterOf(NOBODY, { [MARIE]: [meta(id(1))] }, 0);
  const both = rosterOf(first, { [EVE]: [meta(id(1))], [MARIE]: [meta(id(1))] }, 0);
  assert.deepEqual(personsOf(both), [MARIE]);
  const left = rosterOf(both, { [EVE]: [meta(id(1))] }, 10);
  assert.deepEqual(personsOf(left), [MARIE], 'not even just after they have left');
});

test('a person is present with a bounded number of tabs, and a room with a bounded number of connections', () => {
  const tabs = Array.from({ length: 100 }, (_, i) => meta(id(i)));
  assert.equal(rosterOf(NOBODY, { [MARIE]: tabs }, 0).size, ROSTER_LIMITS.perPerson);
  const crowd = Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [id(i), [meta(id(i))]]));
  const full = rosterOf(NOBODY, crowd, 0);
  assert.equal(full.size, ROSTER_LIMITS.inAll);
});

test('a crowd pushes nobody out who was there before', () => {
  const crowd = Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [id(i), [meta(id(i))]]));
  const before = rosterOf(NOBODY, { [IRENE]: [meta(IRENE)] }, 0);
  assert.ok(rosterOf(before, { ...crowd, [IRENE]: [meta(IRENE)] }, 0).has(IRENE));
});

test('whoever is missing stays for three seconds, as they were', () => {
  const here = rosterOf(NOBODY, { [IRENE]: [meta(id(1), 'away')] }, 0);
  const missed = rosterOf(here, {}, 1_000);
  assert.deepEqual(peersIn(missed), [{ id: IRENE, status: 'away', looksAt: null }]);
  assert.equal(rosterOf(missed, {}, 1_000 + LEAVE_MS - 1).size, 1);
  assert.equal(rosterOf(missed, {}, 1_000 + LEAVE_MS).size, 0);
});

test('whoever waited for a place gets it once somebody has left', () => {
  const told = (from: number) => ({ [MARIE]: Array.from({ length: 20 }, (_, i) => meta(id(from + i))) });
  const reloaded = rosterOf(rosterOf(NOBODY, told(0), 0), told(100), 10);
  assert.equal(reloaded.has(id(100)), false);
  assert.equal(rosterOf(reloaded, told(100), 10 + LEAVE_MS).has(id(100)), true);
});

test('an arrival is whoever is new or has joined anew', () => {
  const told = (visit: number) => ({ [IRENE]: [{ ...meta(id(1)), visit }] });
  const before = rosterOf(NOBODY, told(1), 0);
  assert.equal(hasArrivals(NOBODY, before), true);
  assert.equal(hasArrivals(before, rosterOf(before, told(1), 1)), false);
  assert.equal(hasArrivals(before, rosterOf(before, told(2), 1)), true);
});

test('of several tabs somebody is seen in the one where they are most', () => {
  const looking = (tab: number, status: string, event: unknown) => ({
    ...meta(id(tab), status),
    event_id: event,
  });
  const sightOf = (...tabs: Readonly<Record<string, unknown>>[]) =>
    peersIn(rosterOf(NOBODY, { [IRENE]: tabs }, 0))[0]?.looksAt;
  assert.equal(sightOf(meta(id(1)), looking(2, 'online', id(9))), id(9));
  assert.equal(sightOf(looking(1, 'away', id(8)), looking(2, 'online', id(9))), id(9));
  assert.equal(sightOf(looking(1, 'away', id(9)), meta(id(2))), null);
});

test('what is looked at is the id of an event, or nothing', () => {
  for (const event_id of [
    'A word for you',
    '__proto__',
    id(1).replace('00', 'AA'),
    [id(1)],
    7,
    {},
    'x'.repeat(1e6),
  ]) {
    const roster = rosterOf(NOBODY, { [EVE]: [{ ...meta(id(1)), event_id }] }, 0);
    assert.equal(peersIn(roster)[0]?.looksAt, null);
  }
});
