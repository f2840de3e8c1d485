import assert from 'node:assert/strict';
import { test } from 'node:test';
import { peopleOf } from '../../../src/core/features/presence.ts';

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
      { id: 'i', status: 'away', looksAt: null },
      { id: 'm', status: 'online', looksAt: null },
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
    [{ id: 'x', status: 'online', looksAt: null }],
    [{ id: 'x', name: 'Guest', avatarUrl: null }],
    'm',
  );
  assert.deepEqual(
    people.map(({ name, status }) => [name, status]),
    [['Guest', 'online']],
  );
});

test('what somebody looks at is an event that I may read', () => {
  const seen = (id: string, looksAt: string | null) =>
    peopleOf([], [{ id, status: 'online', looksAt }], [], 'm', new Map([['wedding', 'The wedding']]))[0]
      ?.lookingAt;
  assert.deepEqual(seen('a', 'wedding'), { id: 'wedding', title: 'The wedding' });
  assert.equal(seen('a', 'secret'), null);
  assert.equal(seen('a', null), null);
  assert.equal(seen('m', 'wedding'), null, 'what I look at I know');
});
