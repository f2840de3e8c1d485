import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseJoin } from '../../../src/local/realtime/join-config.ts';

test('what supabase-js sends', () => {
  const binding = { event: '*', schema: 'public', table: 't' };
  const config = {
    broadcast: { ack: true, self: false, replay: { since: 5, limit: 100 }, replication_ready: true },
    presence: { key: 'me', enabled: true },
    postgres_changes: [binding, null],
    private: true,
    postgres_changes_options: { wait: true },
  };
  assert.deepEqual(parseJoin('room', { config, access_token: 'abc', version: 'realtime-js/2' }), {
    private: true,
    broadcast: { ack: true, self: false, replicationReady: true, replay: { since: 5, limit: 25 } },
    presence: { key: 'me', enabled: true },
    bindings: [binding],
    legacy: false,
    wait: { timeout: 15_000 },
    token: 'abc',
  });
});

test('what is missing or of a wrong type has its default', () => {
  for (const payload of [
    { config: {} },
    { config: null },
    { config: { private: 'maybe', presence: 'x', postgres_changes: 'x' } },
  ]) {
    const { presence, ...rest } = parseJoin('room', payload);
    assert.match(presence.key, /^[0-9a-f-]{36}$/);
    assert.deepEqual(rest, {
      private: false,
      broadcast: { ack: false, self: false, replicationReady: false, replay: undefined },
      bindings: [],
      legacy: false,
      wait: undefined,
      token: undefined,
    });
  }
});

test('booleans may be words', () => {
  assert.equal(parseJoin('room', { config: { private: 'True' } }).private, true);
  assert.equal(parseJoin('room', { config: { private: 'false' } }).private, false);
});

test('which token is meant', () => {
  assert.equal(parseJoin('room', { user_token: 'u', access_token: 'a' }).token, 'u');
  assert.equal(parseJoin('room', { access_token: 'sb_publishable_x' }).token, undefined);
  assert.equal(parseJoin('room', { access_token: 5 }).token, undefined);
  assert.equal(parseJoin('room', { access_token: '' }).token, '');
});

test('replay without a number is marked', () => {
  assert.equal(
    parseJoin('room', { config: { broadcast: { replay: { since: 'x' } } } }).broadcast.replay,
    'invalid',
  );
  assert.equal(parseJoin('room', { config: { broadcast: { replay: 'x' } } }).broadcast.replay, undefined);
});

test('waiting has an upper bound', () => {
  const wait = (timeout: number) =>
    parseJoin('room', { config: { postgres_changes_options: { wait: true, timeout } } }).wait;
  assert.deepEqual(wait(3000), { timeout: 3000 });
  assert.deepEqual(wait(60_000), { timeout: 20_000 });
});

const REFUSED: [unknown, string][] = [
  [null, 'expected params to be a :map, got: `nil`'],
  ['str', 'expected params to be a :map, got: `"str"`'],
  [[], 'expected params to be a :map, got: `[]`'],
  [5, 'expected params to be a :map, got: `5`'],
  [{ config: 'str' }, 'no function clause matching in Access.get/3'],
  [{ config: { broadcast: 'x' } }, 'no function clause matching in Access.get/3'],
  [{ config: { postgres_changes: [1] } }, 'expected a map, got:\n\n    1\n'],
];

for (const [payload, reason] of REFUSED) {
  test(`refuses ${JSON.stringify(payload)}`, () => {
    assert.throws(() => parseJoin('room', payload), { message: `UnknownErrorOnChannel: ${reason}` });
  });
}

test('without a configuration the topic is the binding', () => {
  const bindings = (name: string): unknown => parseJoin(name, {}).bindings;
  assert.deepEqual(bindings('public'), [{ schema: 'public' }]);
  assert.deepEqual(bindings('public:todos'), [{ schema: 'public', table: 'todos' }]);
  const filter = 'id=eq.1:2';
  assert.deepEqual(bindings(`public:todos:${filter}`), [{ schema: 'public', table: 'todos', filter }]);
  assert.equal(parseJoin('public', {}).legacy, true);
});

test('a time to wait that is none has its default', () => {
  const wait = (timeout: unknown): unknown =>
    parseJoin('room', { config: { postgres_changes_options: { wait: 'true', timeout } } }).wait;
  for (const timeout of [0, -1, 1.5, 'long', undefined]) assert.deepEqual(wait(timeout), { timeout: 15_000 });
});
