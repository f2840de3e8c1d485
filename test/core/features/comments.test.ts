import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { commentCountsFeature } from '../../../src/core/features/comment-counts.ts';
import { commentsFeature, type Comments } from '../../../src/core/features/comments.ts';
import type { Thread } from '../../../src/core/features/threads.ts';
import type { Readable } from '../../../src/core/lib/signal.ts';
import { createNality, type Nality } from '../../../src/core/nality.ts';
import { startTestBackend, type Person, type TestBackend } from '../../support/backend.ts';
import { nodeEnvironment, type NodeEnvironment } from '../../support/node-environment.ts';
import { until } from '../../support/until.ts';

interface Seat {
  core: Nality;
  environment: NodeEnvironment;
  end: AbortController;
}

type Feed = 'postgres' | 'broadcast';

let backend: TestBackend;
const seats: Seat[] = [];

before(async () => {
  backend = await startTestBackend();
});
after(async () => {
  await Promise.all(seats.map(({ core }) => core.close()));
  await backend.close();
});

function sit(person: Person | undefined, changes?: Feed): Seat {
  const environment = nodeEnvironment();
  const core = createNality({
    url: backend.url,
    key: backend.keys.publishable,
    accessToken: async () => person?.accessToken ?? null,
    changes,
    environment,
  });
  const seat = { core, environment, end: new AbortController() };
  seats.push(seat);
  return seat;
}

async function share(owner: Person, grantee: Person | 'public', level: string): Promise<void> {
  const { error } = await backend.admin.from('timeline_shares').insert({
    owner_id: owner.id,
    grantee_kind: grantee === 'public' ? 'public' : 'user',
    grantee_id: grantee === 'public' ? null : grantee.id,
    level,
    created_by: owner.id,
  });
  assert.equal(error, null);
}

async function addEvent(owner: Person): Promise<string> {
  const row = { user_id: owner.id, title: 'Radium', start_date: '1898-12-26' };
  const { data, error } = await owner.client.from('life_events').insert(row).select('id').single();
  assert.equal(error, null);
  return data!.id as string;
}

const open = ({ core, end }: Seat, event: string): Comments => core.use(commentsFeature, event, end.signal);
const live = (comments: Comments) => until(comments.phase, ({ name }) => name === 'live');

/** Marie's event, with her and Irène at it, both live. */
async function pair(changes?: Feed, level = 'comment') {
  const [marie, irene] = await Promise.all([backend.createPerson('Marie'), backend.createPerson('Irène')]);
  await share(marie, irene, level);
  const event = await addEvent(marie);
  const [left, right] = [sit(marie, changes), sit(irene, changes)];
  const [mine, hers] = [open(left, event), open(right, event)];
  await Promise.all([live(mine), live(hers)]);
  return { marie, irene, event, left, right, mine, hers };
}

/** Threads in one line: `a(b c)`, a deleted comment as `†`. */
const told = (threads: readonly Thread[]): string =>
  threads
    .map(({ root, replies }) => {
      const answers = replies.map(({ row }) => row.content).join(' ');
      return `${root?.row.content ?? '†'}${answers && `(${answers})`}`;
    })
    .join(' ');
const shows = ({ threads }: Comments, wanted: string) => until(threads, (now) => told(now) === wanted);
const saved = ({ threads }: Comments) =>
  until(threads, (now) =>
    now.every(({ root, replies }) => [root, ...replies].every((item) => !item || item.state === 'saved')),
  );

async function rename(person: Person, name: string): Promise<void> {
  const { error } = await backend.admin.auth.admin.updateUserById(person.id, {
    user_metadata: { display_name: name },
  });
  assert.equal(error, null);
}

for (const changes of ['postgres', 'broadcast'] as const) {
  test(`by the ${changes} feed, what one writes, changes, answers and deletes reaches the other`, async () => {
    const { mine, hers } = await pair(changes);
    const first = mine.add({ content: 'First' });
    await shows(hers, 'First');
    const answer = hers.add({ content: 'Answer', parentId: first });
    await shows(mine, 'First(Answer)');
    mine.add({ content: 'Second', parentId: answer });
    await shows(hers, 'First(Answer Second)');
    mine.edit(first, { content: 'Changed' });
    const [thread] = await shows(hers, 'Changed(Answer Second)');
    assert.notEqual(thread?.root?.row.edited_at, null);
    mine.remove(first);
    await shows(hers, '†(Answer Second)');
    mine.restore(first);
    await shows(hers, 'Changed(Answer Second)');
    hers.remove(answer);
    await shows(mine, 'Changed(Second)');
  });

  test(`by the ${changes} feed, a new name is seen under old comments, and under who is mentioned`, async () => {
    const { mine, hers, irene, marie } = await pair(changes);
    hers.add({ content: `Ask @[${marie.id}]`, mentions: [marie.id] });
    await until(mine.people, (people) => people.get(irene.id)?.name === 'Irène');
    await rename(irene, 'Irène Joliot-Curie');
    await until(mine.people, (people) => people.get(irene.id)?.name === 'Irène Joliot-Curie');
    await rename(marie, 'Marie Curie');
    await until(hers.people, (people) => people.get(marie.id)?.name === 'Marie Curie');
  });
}

test('a deleted comment with answers is a gap at its old place, for who comes later as well; without it is gone', async () => {
  const { mine, event, irene } = await pair();
  const first = mine.add({ content: 'First' });
  await saved(mine);
  const second = mine.add({ content: 'Second' });
  await saved(mine);
  mine.add({ content: 'Answer', parentId: first });
  mine.remove(first);
  mine.remove(second);
  await shows(mine, '†(Answer)');
  mine.add({ content: 'Third' });
  mine.restore(second);
  await until(mine.threads, (now) => told(now).startsWith('†(Answer) Second'));
  await saved(mine);
  await shows(open(sit(irene), event), '†(Answer) Second Third');
});

test('who may only read sees everything, live, and writes nothing; nobody in particular reads what is public', async () => {
  const { mine, hers, marie, event } = await pair(undefined, 'view');
  mine.add({ content: 'Bravo' });
  await shows(hers, 'Bravo');
  assert.equal(hers.level.get(), 'view');
  await share(marie, 'public', 'view');
  const visitor = open(sit(undefined), event);
  await shows(visitor, 'Bravo');
  await live(visitor);
  mine.add({ content: 'Encore' });
  await shows(visitor, 'Bravo Encore');
  assert.equal(visitor.level.get(), 'view');
});

test('a right that is taken away empties the screen and leaves the line at once, and one that is given fills it', async () => {
  const { mine, hers, marie, irene, event, right } = await pair();
  mine.add({ content: 'Secret' });
  await shows(hers, 'Secret');
  await backend.admin.from('timeline_shares').delete().eq('owner_id', marie.id);
  await until(hers.level, (level) => level === 'none');
  await shows(hers, '');
  const rooms = [`event_comments:${event}`, `timeline:${marie.id}`];
  assert.deepEqual(
    right.core.stats().filter(({ topic }) => rooms.includes(topic)),
    [],
  );
  assert.throws(() => hers.add({ content: 'Still here' }), { code: 'denied' });
  await share(marie, irene, 'comment');
  right.environment.visible.set(false);
  right.environment.visible.set(true);
  await shows(hers, 'Secret');
});

test('the comments of an event go with it, and come back with it', async () => {
  const { mine, hers, marie, event } = await pair();
  mine.add({ content: 'Bravo' });
  await shows(hers, 'Bravo');
  await marie.client.from('life_events').delete().eq('id', event);
  await shows(hers, '');
  assert.equal(told(mine.threads.get()), 'Bravo', 'its owner may restore it');
  await marie.client.from('life_events').update({ deleted_at: null }).eq('id', event);
  await shows(hers, 'Bravo');
});

test('what is written without a connection is shown at once and arrives exactly once', async () => {
  const { mine, hers, left, event } = await pair();
  const online = left.environment.fetch;
  (left.environment as { fetch: typeof fetch }).fetch = () =>
    Promise.reject(new TypeError('Failed to fetch'));
  const first = mine.add({ content: 'On a train' });
  mine.add({ content: 'And still', parentId: first });
  assert.equal(told(mine.threads.get()), 'On a train(And still)');
  await until(mine.threads, ([thread]) => thread?.root?.state === 'queued');
  (left.environment as { fetch: typeof fetch }).fetch = online;
  left.environment.online.set(false);
  left.environment.online.set(true);
  await shows(hers, 'On a train(And still)');
  await saved(mine);
  const { count } = await backend.admin
    .from('event_comments')
    .select('*', { count: 'exact', head: true })
    .eq('event_id', event);
  assert.equal(count, 2);
});

test('a refused comment says so and is kept, until it is sent again or discarded', async () => {
  const { mine } = await pair();
  const id = mine.add({ content: 'Answer to nothing', parentId: crypto.randomUUID() });
  const [thread] = await until(mine.threads, ([one]) => one?.replies[0]?.state === 'failed');
  const { row, operationId } = thread!.replies[0]!;
  assert.equal(row.id, id);
  mine.settle(operationId!, 'discard');
  await shows(mine, '');
});

test('what is typed over a refused comment is sent, whatever else changes in the same frame', async () => {
  const { mine, hers, left } = await pair();
  left.end.signal.addEventListener(
    'abort',
    mine.threads.subscribe(() => undefined),
  );
  const parentId = mine.add({ content: 'First' });
  await shows(hers, 'First');
  const refused = mine.add({ content: 'Answer to @[x]', mentions: ['x'], parentId });
  await until(mine.threads, ([one]) => one?.replies[0]?.state === 'failed');
  mine.add({ content: 'Meanwhile' });
  const answer = mine.edit(refused, { content: 'Answer' });
  assert.notEqual(answer, refused);
  await shows(hers, 'First(Answer) Meanwhile');
  hers.edit(parentId, { content: 'No right to it' });
  const [thread] = await until(hers.threads, ([one]) => one?.root?.state === 'failed');
  hers.add({ content: 'At once' });
  assert.equal(hers.edit(parentId, { content: 'No right to it' }), parentId);
  const [again] = await until(hers.threads, ([one]) => one?.root?.operationId !== thread?.root?.operationId);
  assert.equal(again?.root?.row.content, 'No right to it', 'the same words again are no less kept');
});

test('who is writing is known to the others by name, not to themselves, and no longer when they have sent it', async () => {
  const { mine, hers } = await pair();
  mine.add({ content: 'Well?' });
  await shows(hers, 'Well?');
  const telling = setInterval(() => hers.type(true), 50);
  await until(mine.typists, ([first]) => first?.name === 'Irène');
  clearInterval(telling);
  assert.deepEqual(hers.typists.get(), []);
  hers.type(false);
  await until(mine.typists, (typists) => typists.length === 0);
});

test('whoever belongs to the timeline can be mentioned, oneself excepted', async () => {
  const { mine, hers } = await pair();
  const names = async ({ members }: Comments) => (await members()).map(({ name }) => name);
  assert.deepEqual([await names(mine), await names(hers)], [['Irène'], ['Marie']]);
});

test('what nobody could have meant is not taken', async () => {
  const { mine } = await pair();
  for (const content of ['', ' \n', 'x'.repeat(5001)])
    assert.throws(() => mine.add({ content }), { code: 'invalid' });
  mine.add({ content: '🧪'.repeat(5000) });
  await saved(mine);
  assert.equal(mine.threads.get().length, 1);
});

for (const changes of ['postgres', 'broadcast'] as const)
  test(`by the ${changes} feed, the numbers of comments follow what is written and deleted`, async () => {
    const { mine, marie, event, right } = await pair(changes);
    const second = await addEvent(marie);
    const counts: Readable<ReadonlyMap<string, number>> = right.core.use(
      commentCountsFeature,
      marie.id,
      right.end.signal,
    ).counts;
    mine.add({ content: 'One' });
    const id = mine.add({ content: 'Two' });
    await until(counts, (now) => now.get(event) === 2);
    await marie.client.from('event_comments').insert({ event_id: second, content: 'Elsewhere' });
    await until(counts, (now) => now.get(second) === 1 && now.get(event) === 2);
    mine.remove(id);
    await until(counts, (now) => now.get(event) === 1);
    await backend.admin.from('timeline_shares').delete().eq('owner_id', marie.id);
    await until(counts, (now) => now.size === 0);
  });
