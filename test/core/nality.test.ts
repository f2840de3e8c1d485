import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { NalityError } from '../../src/core/errors.ts';
import { signal, type Readable } from '../../src/core/lib/signal.ts';
import type { NalityEvent } from '../../src/core/host-events.ts';
import { createNality, type Nality } from '../../src/core/nality.ts';
import { startTestBackend, type TestBackend, type Person } from '../support/backend.ts';
import { eventually } from '../support/eventually.ts';
import { nodeEnvironment, type NodeEnvironment } from '../support/node-environment.ts';
import { until } from '../support/until.ts';
import { presenceFeature } from '../../src/core/features/presence.ts';
import { timelineFeature } from '../../src/core/features/timeline.ts';

interface Seat {
  core: Nality;
  environment: NodeEnvironment;
  events: NalityEvent[];
  end: AbortController;
}

let backend: TestBackend;
const seats: Seat[] = [];

before(async () => {
  backend = await startTestBackend();
});
after(async () => {
  await Promise.all(seats.map(({ core }) => core.close()));
  await backend.close();
});

function sit(
  person: Person | undefined,
  options: { url?: string; key?: string; changes?: 'postgres' | 'broadcast' } = {},
): Seat {
  const environment = nodeEnvironment();
  const core = createNality({
    url: options.url ?? backend.url,
    key: options.key ?? backend.keys.publishable,
    accessToken: async () => person?.accessToken ?? null,
    changes: options.changes,
    environment,
  });
  const seat: Seat = { core, environment, events: [], end: new AbortController() };
  core.events.subscribe((event) => seat.events.push(event));
  seats.push(seat);
  return seat;
}

async function share(owner: Person, grantee: Person, level: string): Promise<void> {
  const { error } = await backend.admin.from('timeline_shares').insert({
    owner_id: owner.id,
    grantee_kind: 'user',
    grantee_id: grantee.id,
    level,
    created_by: owner.id,
  });
  assert.equal(error, null);
}

/** Two people on one timeline, both live. */
async function pair(changes?: 'postgres' | 'broadcast') {
  const [marie, irene] = await Promise.all([backend.createPerson('Marie'), backend.createPerson('Irène')]);
  await share(marie, irene, 'edit');
  const [left, right] = [sit(marie, { changes }), sit(irene, { changes })];
  const mine = left.core.use(timelineFeature, marie.id, left.end.signal);
  const hers = right.core.use(timelineFeature, marie.id, right.end.signal);
  await until(mine.phase, ({ name }) => name === 'live');
  await until(hers.phase, ({ name }) => name === 'live');
  return { marie, irene, left, right, mine, hers };
}

const titles = (events: Readable<readonly { row: { title: string } }[]>): string[] =>
  events.get().map(({ row }) => row.title);

for (const changes of ['postgres', 'broadcast'] as const) {
  test(`by the ${changes} feed, a change of one person reaches the other`, async () => {
    const { mine, hers } = await pair(changes);
    const told = signal<readonly string[]>([]);
    hers.changes.subscribe((batch) => told.set([...told.get(), ...batch.map(({ type }) => type)]));
    const id = mine.add({ title: 'Radium', start_date: '1898-12-26' });
    await until(hers.events, (events) => events.length === 1);
    hers.update(id, { title: 'Radium discovered' });
    await until(mine.events, () => titles(mine.events)[0] === 'Radium discovered');
    mine.remove(id);
    await until(hers.events, (events) => events.length === 0);
    mine.restore(id);
    await until(hers.events, () => titles(hers.events)[0] === 'Radium discovered');
    const kinds = await until(told, (list) => list.includes('delete') && list.at(-1) === 'insert');
    assert.deepEqual(
      kinds.filter((kind) => kind !== 'update'),
      ['insert', 'delete', 'insert'],
    );
    assert.equal(hers.level.get(), 'edit');
  });
}

test('who is editing is known to the other by name, and no longer after the end', async () => {
  const { mine, hers, irene } = await pair();
  const id = mine.add({ title: 'Radium', start_date: '1898-12-26' });
  await until(hers.events, (events) => events.length === 1);
  await until(mine.collaborators, (others) => others === 1);
  const release = hers.claim(id);
  await until(mine.editors, (editors) => editors.get(id)?.[0]?.name === 'Irène');
  assert.equal(mine.editors.get().get(id)?.[0]?.id, irene.id);
  assert.equal(hers.editors.get().size, 0);
  release();
  await until(mine.editors, (editors) => editors.size === 0);
});

test('whoever leaves is not shown as editing or present any more', async () => {
  const { mine, hers, right } = await pair();
  const id = mine.add({ title: 'Radium', start_date: '1898-12-26' });
  await until(hers.events, (events) => events.length === 1);
  await until(mine.collaborators, (others) => others === 1);
  hers.claim(id);
  await until(mine.editors, (editors) => editors.has(id));
  await right.core.close();
  await until(mine.editors, (editors) => editors.size === 0);
  await until(mine.collaborators, (others) => others === 0);
});

test('somebody to whom nothing is shared sees an empty timeline, and joins nothing', async () => {
  const { marie, mine } = await pair();
  mine.add({ title: 'Secret', start_date: '1898-12-26' });
  const stranger = sit(await backend.createPerson('Camille'));
  const theirs = stranger.core.use(timelineFeature, marie.id, stranger.end.signal);
  await until(theirs.phase, ({ name }) => name === 'live');
  assert.deepEqual([theirs.level.get(), theirs.events.get().length], ['none', 0]);
  assert.deepEqual(stranger.core.stats(), []);
});

test('a public timeline is read by nobody in particular, who joins no room', async () => {
  const marie = await backend.createPerson('Marie');
  await backend.admin
    .from('timeline_shares')
    .insert({ owner_id: marie.id, grantee_kind: 'public', level: 'view', created_by: marie.id });
  await marie.client
    .from('life_events')
    .insert({ user_id: marie.id, title: 'Public', start_date: '1903-12-10' });
  const visitor = sit(undefined);
  const timeline = visitor.core.use(timelineFeature, marie.id, visitor.end.signal);
  await until(timeline.phase, ({ name }) => name === 'live');
  assert.deepEqual(titles(timeline.events), ['Public']);
  assert.deepEqual([timeline.level.get(), visitor.core.identity.get().name], ['view', 'anonymous']);
  assert.deepEqual(
    visitor.core.stats().map(({ topic }) => topic),
    [`timeline:${marie.id}`],
  );
});

test('a right that is taken away empties the screen, and one that is given fills it', async () => {
  const { marie, irene, hers, right, mine } = await pair();
  mine.add({ title: 'Radium', start_date: '1898-12-26' });
  await until(hers.events, (events) => events.length === 1);
  await backend.admin.from('timeline_shares').delete().eq('owner_id', marie.id);
  right.environment.visible.set(false);
  right.environment.visible.set(true);
  await until(hers.level, (level) => level === 'none');
  await until(hers.events, (events) => events.length === 0);
  assert.ok(right.core.stats().every(({ topic }) => topic !== `timeline:${marie.id}`));
  await share(marie, irene, 'view');
  right.environment.visible.set(false);
  right.environment.visible.set(true);
  await until(hers.events, (events) => events.length === 1);
});

test('what is written without a connection is shown as queued and arrives later', async () => {
  const { mine, hers, left } = await pair();
  const online = left.environment.fetch;
  (left.environment as { fetch: typeof fetch }).fetch = () =>
    Promise.reject(new TypeError('Failed to fetch'));
  mine.add({ title: 'Written on a train', start_date: '1911-11-01' });
  assert.deepEqual(titles(mine.events), ['Written on a train']);
  await until(mine.events, (events) => events[0]?.state === 'queued');
  (left.environment as { fetch: typeof fetch }).fetch = online;
  left.environment.online.set(false);
  left.environment.online.set(true);
  await until(hers.events, () => titles(hers.events)[0] === 'Written on a train');
  await until(mine.events, (events) => events[0]?.state === 'saved');
});

test('two people change different fields of one event at once: both changes stay', async () => {
  const { mine, hers } = await pair();
  const id = mine.add({ title: 'Radium', start_date: '1898-12-26' });
  await until(hers.events, (events) => events[0]?.state === 'saved');
  mine.update(id, { title: 'Radium!' });
  hers.update(id, { location: 'Rue Lhomond' });
  for (const side of [mine, hers])
    await until(
      side.events,
      ([event]) =>
        event?.row.title === 'Radium!' && event.row.location === 'Rue Lhomond' && event.state === 'saved',
    );
});

/** Both change the title of one event, mine without having seen hers. */
async function collide({ mine, hers, left }: Awaited<ReturnType<typeof pair>>): Promise<string> {
  const id = mine.add({ title: 'Radium', start_date: '1898-12-26' });
  await until(hers.events, (events) => events[0]?.state === 'saved');
  const online = left.environment.fetch;
  (left.environment as { fetch: typeof fetch }).fetch = () =>
    Promise.reject(new TypeError('Failed to fetch'));
  mine.update(id, { title: 'Mine' });
  hers.update(id, { title: 'Hers' });
  await until(hers.events, (events) => events[0]?.state === 'saved');
  (left.environment as { fetch: typeof fetch }).fetch = online;
  left.environment.online.set(false);
  left.environment.online.set(true);
  return id;
}

test('of two titles written at once the first stays, and the other waits for its author to decide', async () => {
  const desk = await pair();
  await collide(desk);
  const [event] = await until(desk.mine.events, ([first]) => first?.state === 'conflict');
  assert.equal(event!.row.title, 'Hers');
  desk.mine.settle(event!.operationId!, 'retry');
  await until(desk.hers.events, () => titles(desk.hers.events)[0] === 'Mine');
});

test('a timeline that says so lets the later title win', async () => {
  const desk = await pair();
  desk.mine.resolveConflicts('client_wins');
  await collide(desk);
  await until(desk.hers.events, () => titles(desk.hers.events)[0] === 'Mine');
});

/** The first event of a type that a core told, or will tell. */
async function told(seat: Seat, type: NalityEvent['type']): Promise<NalityEvent | undefined> {
  const find = (): NalityEvent | undefined => seat.events.find((event) => event.type === type);
  await eventually(`${type} is told`, () => find() !== undefined);
  return find();
}

test('prompt_user asks the page, and writes what it answers', async () => {
  const desk = await pair();
  desk.mine.resolveConflicts('prompt_user');
  await collide(desk);
  await until(desk.mine.events, ([first]) => first?.state === 'conflict');
  const asked = await told(desk.left, 'conflict');
  assert.ok(asked?.type === 'conflict');
  assert.deepEqual(
    [asked.localVersion.title, asked.serverVersion.title, asked.conflictFields],
    ['Mine', 'Hers', ['title']],
  );
  asked.onResolve({ ...asked.serverVersion, title: 'Both' });
  await until(desk.hers.events, () => titles(desk.hers.events)[0] === 'Both');
});

test('what the rules forbid is refused before anything is sent, and what the server refuses is kept', async () => {
  const { marie, irene, mine, hers, right } = await pair();
  assert.throws(() => mine.add({ title: '  ', start_date: '1898-12-26' }), {
    code: 'invalid',
    field: 'title',
  });
  const id = mine.add({ title: 'Radium', start_date: '1898-12-26' });
  await until(hers.events, (events) => events[0]?.state === 'saved');
  await backend.admin
    .from('timeline_shares')
    .update({ level: 'view' })
    .eq('owner_id', marie.id)
    .eq('grantee_id', irene.id);
  hers.update(id, { title: 'Not mine to change' });
  await until(hers.events, (events) => events[0]?.state === 'failed');
  const [failed] = hers.events.get();
  assert.deepEqual([failed?.row.title, failed?.error?.code], ['Not mine to change', 'denied']);
  assert.ok(right.events.some(({ type }) => type === 'operation-failed'));
  hers.settle(failed!.operationId!, 'discard');
  await until(hers.events, () => titles(hers.events)[0] === 'Radium');
});

test('who is here and who could be is told in one list, one entry per person', async () => {
  const { marie, irene, left, right } = await pair();
  const mine = left.core.use(presenceFeature, marie.id, left.end.signal);
  await until(mine.people, (people) => people.length === 2 && people[0]!.status === 'online');
  assert.deepEqual(
    mine.people.get().map(({ id, status, me }) => [id, status, me]),
    [
      [marie.id, 'online', true],
      [irene.id, 'offline', false],
    ],
  );
  right.core.use(presenceFeature, marie.id, right.end.signal);
  await until(mine.people, (people) => people.every(({ status }) => status === 'online'));
  right.end.abort();
  await until(mine.people, (people) =>
    people.some(({ id, status }) => id === irene.id && status === 'offline'),
  );
});

async function failureOf(seat: Seat, owner: string): Promise<NalityError> {
  const timeline = seat.core.use(timelineFeature, owner, seat.end.signal);
  const phase = await until(timeline.phase, ({ name }) => name === 'failed');
  assert.ok(phase.name === 'failed');
  assert.ok(
    seat.environment.logged.some((line) => line.includes(phase.error.message)),
    'the console says it too',
  );
  return phase.error;
}

test('a key of another project is told as such', async () => {
  const seat = sit(undefined, { key: 'sb_publishable_of_another_project' });
  assert.equal((await failureOf(seat, '00000000-0000-4000-8000-000000000001')).code, 'config');
});

test('an address where no Supabase is told as such', async () => {
  const unreachable = sit(undefined, { url: 'http://127.0.0.1:9' });
  assert.equal((await failureOf(unreachable, '00000000-0000-4000-8000-000000000001')).code, 'offline');
  const other = sit(undefined, { url: `${backend.url}/healthz` });
  assert.equal((await failureOf(other, '00000000-0000-4000-8000-000000000001')).code, 'config');
});

test('a project without our tables says which migrations are missing', async () => {
  const bare = await startTestBackend({ schema: false });
  const seat = sit(undefined, { url: bare.url, key: bare.keys.publishable });
  const error = await failureOf(seat, '00000000-0000-4000-8000-000000000001');
  assert.equal(error.code, 'schema-missing');
  assert.match(error.message, /supabase\/migrations/);
  await seat.core.close();
  await bare.close();
});

test('after the end nothing is left open', async () => {
  const { left, right } = await pair();
  await Promise.all([left.core.close(), right.core.close()]);
  assert.deepEqual([left.core.stats(), right.core.stats()], [[], []]);
  assert.equal(left.core.connection.get().name, 'idle');
});

test('somebody who is not a member of a room sees nobody and does not enter it', async () => {
  const { marie } = await pair();
  const stranger = sit(await backend.createPerson('Camille'));
  const room = stranger.core.use(presenceFeature, marie.id, stranger.end.signal);
  await until(room.phase, ({ name }) => name === 'live');
  assert.deepEqual([room.people.get(), stranger.core.stats()], [[], []]);
});

test('a room with a name of its own is open to everybody who is signed in', async () => {
  const [one, other] = await Promise.all([backend.createPerson('One'), backend.createPerson('Other')]);
  const [left, right] = [sit(one), sit(other)];
  const room = left.core.use(presenceFeature, 'lobby', left.end.signal);
  right.core.use(presenceFeature, 'lobby', right.end.signal);
  await until(room.people, (people) => people.length === 2);
});

test('who is signed in is known before anything is asked for, and asked again until it is', async () => {
  const person = await backend.createPerson('Marie');
  let failures = 2;
  const core = createNality({
    url: backend.url,
    key: backend.keys.publishable,
    accessToken: async () => {
      if ((failures -= 1) >= 0) throw new Error('503');
      return person.accessToken;
    },
    environment: nodeEnvironment(),
  });
  const identity = await until(core.identity, ({ name }) => name !== 'unknown');
  assert.deepEqual(identity, { name: 'person', id: person.id, isAnonymous: false });
  await core.close();
});

test('another person behind the same token source is noticed, and sees nothing of the one before', async () => {
  const { marie, mine, left } = await pair();
  mine.add({ title: 'Secret', start_date: '1898-12-26' });
  await until(mine.events, (events) => events[0]?.state === 'saved');
  const stranger = await backend.createPerson('Camille');
  let token = marie.accessToken;
  const core = createNality({
    url: backend.url,
    key: backend.keys.publishable,
    accessToken: async () => token,
    environment: nodeEnvironment(),
  });
  const first = core.use(timelineFeature, marie.id, left.end.signal);
  await until(first.events, (events) => events.length === 1);
  token = stranger.accessToken;
  first.reload();
  await until(core.identity, (now) => now.name === 'person' && now.id === stranger.id);
  const second = core.use(timelineFeature, marie.id, left.end.signal);
  await until(second.phase, ({ name }) => name === 'live');
  assert.deepEqual([second.level.get(), second.events.get().length], ['none', 0]);
  await core.close();
});
