import assert from 'node:assert/strict';
import { test } from 'node:test';
import { peopleOf } from '../../../src/core/features/presence.ts';
import { peersOf, personsByTab, plausible } from '../../../src/core/sync/presence-state.ts';

const member = (id: string, display_name: string, last_seen_at: string | null = null) => ({
  id,
  display_name,
  avatar_url: null,
  last_seen_at,
});

test('who is here comes first, then who is away, then the others by name', () => {
  const members = [
    member('e', 'Ève', '1934-07-04'),
    member('b', 'Bronia'),
    member('m', 'Marie'),
    member('i', 'Irène'),
  ];
  const people = peopleOf(
    members,
    [
      { id: 'i', status: 'away' },
      { id: 'm', status: 'online' },
    ],
    [],
    'm',
  );
  assert.deepEqual(
    people.map(({ name, status, me }) => [name, status, me]),
    [
      ['Marie', 'online', true],
      ['Irène', 'away', false],
      ['Bronia', 'offline', false],
      ['Ève', 'offline', false],
    ],
  );
  assert.equal(people[3]?.lastSeen, '1934-07-04');
});

test('somebody here who is no member is shown by the name of their profile', () => {
  const people = peopleOf(
    [],
    [{ id: 'x', status: 'online' }],
    [{ id: 'x', name: 'Guest', avatarUrl: null }],
    'm',
  );
  assert.deepEqual(
    people.map(({ name, status }) => [name, status]),
    [['Guest', 'online']],
  );
});

test('several tabs of a person are one entry, online if one of them is', () => {
  const state = {
    marie: [
      { tab: '1', status: 'away' },
      { tab: '2', status: 'online' },
    ],
    irene: [{ tab: '3', status: 'away' }],
  };
  assert.deepEqual(peersOf(state), [
    { id: 'irene', status: 'away' },
    { id: 'marie', status: 'online' },
  ]);
  assert.deepEqual(
    [...personsByTab(state)],
    [
      ['1', 'marie'],
      ['2', 'marie'],
      ['3', 'irene'],
    ],
  );
});

test('a payload cannot make its sender somebody else', () => {
  assert.deepEqual(
    peersOf({ camille: [{ user_id: 'marie', tab: '1', status: 'online' }] }).map(({ id }) => id),
    ['camille'],
  );
});

test('a key that cannot be a person is nobody', () => {
  const marie = '00000000-0000-4000-8000-000000000001';
  assert.deepEqual(Object.keys(plausible({ [marie]: [], 'not a person': [{ tab: '1' }] })), [marie]);
});
