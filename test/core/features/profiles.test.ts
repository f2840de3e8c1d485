import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NalityError } from '../../../src/core/errors.ts';
import { createProfiles } from '../../../src/core/features/profiles.ts';
import { emitter } from '../../../src/core/lib/emitter.ts';
import { signal } from '../../../src/core/lib/signal.ts';
import type { ConnectionState } from '../../../src/core/sync/connection-state.ts';
import { fakeEnvironment } from '../../support/fake-environment.ts';

/** Profiles over a server that a test plays. */
function desk(kept: unknown = undefined) {
  const environment = fakeEnvironment();
  const end = new AbortController();
  const names = new Map([
    ['marie', 'Marie'],
    ['eve', 'Ève'],
  ]);
  const asked: string[][] = [];
  const remembered = new Map<string, unknown>([['profiles', kept]]);
  const state = signal<ConnectionState>({ name: 'online' });
  const news = emitter<string>();
  const server = { fails: false };
  const profiles = createProfiles({
    remote: {
      async select<T>(_table: string, _columns: string, _column: string, ids: readonly string[]) {
        asked.push([...ids]);
        if (server.fails) throw new NalityError('offline', 'No connection.');
        const known = ids.filter((id) => names.has(id));
        return known.map((id) => ({ id, display_name: names.get(id), avatar_url: null })) as T[];
      },
    },
    cache: {
      recall: async <T>(name: string) => remembered.get(name) as T | undefined,
      remember: (name, value) => void remembered.set(name, value),
    },
    connection: { state, ready: async () => undefined },
    news,
    environment,
    until: end.signal,
  });
  const nameOf = (id: string) => profiles.get(id).get()?.name;
  return { profiles, nameOf, names, asked, remembered, state, news, server, environment };
}

test('the profiles of one moment are asked for together, each once', async () => {
  const { nameOf, asked, environment } = desk();
  for (const id of ['marie', 'eve', 'marie']) nameOf(id);
  await environment.advance(100);
  assert.deepEqual([nameOf('marie'), nameOf('eve')], ['Marie', 'Ève']);
  assert.deepEqual(asked, [['marie', 'eve']]);
});

test('when a room hears of a changed profile, all that are shown are read again, as often as is decent', async () => {
  const { nameOf, names, asked, news, environment } = desk();
  nameOf('marie');
  await environment.advance(100);
  names.set('marie', 'Marie Curie');
  news.emit('rights');
  await environment.advance(100);
  assert.equal(nameOf('marie'), 'Marie');
  for (let time = 0; time < 50; time++) news.emit('profile');
  await environment.advance(100);
  assert.equal(nameOf('marie'), 'Marie Curie');
  await environment.advance(60_000);
  assert.ok(asked.length < 8, `${asked.length} readings`);
});

test('a change that comes while an older answer is on its way is not missed', async () => {
  const { nameOf, names, news, environment, asked } = desk();
  nameOf('marie');
  await environment.advance(10);
  news.emit('profile');
  names.set('marie', 'Marie Curie');
  await environment.advance(100);
  assert.equal(nameOf('marie'), 'Marie Curie');
  assert.equal(asked.length, 2);
});

test('what could not be read is read when the line is back, and so is what changed meanwhile', async () => {
  const { nameOf, names, state, server, environment } = desk();
  nameOf('marie');
  await environment.advance(100);
  server.fails = true;
  state.set({ name: 'connecting', attempt: 1 });
  names.set('marie', 'Marie Curie');
  nameOf('eve');
  await environment.advance(100);
  assert.equal(nameOf('eve'), undefined);
  server.fails = false;
  state.set({ name: 'online' });
  await environment.advance(100);
  assert.deepEqual([nameOf('eve'), nameOf('marie')], ['Ève', 'Marie Curie']);
});

test('names are there without a connection when an earlier page had them, and what the server says is newer', async () => {
  const { nameOf, server, state, environment, remembered } = desk([
    { id: 'marie', name: 'Mme Curie', avatarUrl: null },
  ]);
  server.fails = true;
  nameOf('marie');
  await environment.advance(100);
  assert.equal(nameOf('marie'), 'Mme Curie');
  server.fails = false;
  state.set({ name: 'connecting', attempt: 1 });
  state.set({ name: 'online' });
  await environment.advance(100);
  assert.equal(nameOf('marie'), 'Marie');
  assert.deepEqual(remembered.get('profiles'), [{ id: 'marie', name: 'Marie', avatarUrl: null }]);
});

test('who hears nothing of a changed profile is not told: an equal one makes no listener run', async () => {
  const { profiles, news, environment } = desk();
  const told: unknown[] = [];
  const marie = profiles.get('marie');
  marie.subscribe((profile) => told.push(profile));
  await environment.advance(100);
  news.emit('profile');
  await environment.advance(100);
  assert.equal(told.length, 1);
});
