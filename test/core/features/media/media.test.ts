import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { FileTools, Sending } from '../../../../src/core/environment.ts';
import { mediaFeature, type Media } from '../../../../src/core/features/media/media.ts';
import { timelineFeature, type Timeline } from '../../../../src/core/features/timeline.ts';
import { createNality, type Nality } from '../../../../src/core/nality.ts';
import { startTestBackend, type Person, type TestBackend } from '../../../support/backend.ts';
import { nodeEnvironment, type NodeEnvironment } from '../../../support/node-environment.ts';
import { until } from '../../../support/until.ts';

interface Seat {
  core: Nality;
  environment: NodeEnvironment;
  timeline: Timeline;
  media: Media;
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

async function sit(person: Person, owner: Person, environment = nodeEnvironment()): Promise<Seat> {
  const core = createNality({
    url: backend.url,
    key: backend.keys.publishable,
    accessToken: async () => person.accessToken,
    environment,
  });
  cores.push(core);
  const end = new AbortController();
  const timeline = core.use(timelineFeature, owner.id, end.signal);
  const media = core.use(mediaFeature, owner.id, end.signal);
  await until(timeline.phase, ({ name }) => name === 'live');
  await until(media.phase, ({ name }) => name === 'live');
  return { core, environment, timeline, media };
}

/** Marie's timeline with one event, and Irène at it with some right. */
async function pair(level: string) {
  const [marie, irene] = await Promise.all([backend.createPerson('Marie'), backend.createPerson('Irène')]);
  const { error } = await backend.admin.from('timeline_shares').insert({
    owner_id: marie.id,
    grantee_kind: 'user',
    grantee_id: irene.id,
    level,
    created_by: marie.id,
  });
  assert.equal(error, null);
  const [left, right] = [await sit(marie, marie), await sit(irene, marie)];
  const event = left.timeline.add({ title: 'Radium', start_date: '1898-12-26' });
  await until(right.timeline.events, (events) => events.length === 1);
  return { marie, irene, left, right, event };
}

function photo(name = 'radium.jpg', size = 1000): File {
  const content = new Uint8Array(size);
  content.set([0xff, 0xd8, 0xff, 0xe0]);
  return new File([content], name, { type: 'image/jpeg' });
}

const names = (media: Media, event: string): string[] =>
  (media.byEvent.get().get(event) ?? []).map(({ row }) => row.file_name);

async function stored(prefix: string): Promise<string[]> {
  const { data, error } = await backend.admin.storage.from('user-media').list(prefix);
  assert.equal(error, null);
  return data!.map(({ name }) => name).sort();
}

/** A promise that a test fulfils. */
function gateway() {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((open) => (resolve = open));
  return { promise, resolve: () => resolve() };
}

/** Puts something between a seat and the wire. */
function intercept(
  { environment }: Seat,
  send: (request: Sending, on: FileTools['send']) => ReturnType<FileTools['send']>,
) {
  const { tools } = environment;
  environment.tools = { ...tools, send: (request) => send(request, tools.send) };
}

test('a photo that one person adds is seen by the other, who can open it and the small one', async () => {
  const { marie, left, right, event } = await pair('view');
  assert.deepEqual(await left.media.add(event, [photo()]), []);
  const all = await until(right.media.byEvent, (media) => media.has(event));
  const { row } = all.get(event)![0]!;
  assert.equal(row.mime_type, 'image/jpeg');
  assert.equal(row.width, 4);
  assert.deepEqual(await stored(`${marie.id}/${event}`), [row.id, `${row.id}-small.webp`]);
  right.media.urls.get(row.storage_path);
  right.media.urls.get(row.thumbnail_path!);
  await until(right.media.urls.version, () => right.media.urls.get(row.storage_path) !== undefined);
  const original = await fetch(right.media.urls.get(row.storage_path)!);
  assert.equal((await original.arrayBuffer()).byteLength, 1000);
  const small = await fetch(right.media.urls.get(row.thumbnail_path!)!);
  assert.equal(await small.text(), 'small');
});

test('a film goes up with a picture of it, and its row tells how long it is', async () => {
  const { marie, left, right, event } = await pair('view');
  const content = new TextEncoder().encode('\0\0\0\x18ftypisom\0\0\0\0');
  await left.media.add(event, [new File([content], 'feast.mp4', { type: 'video/mp4' })]);
  const all = await until(right.media.byEvent, (media) => media.has(event));
  const { row } = all.get(event)![0]!;
  assert.deepEqual([row.media_type, row.duration_seconds, row.width], ['video', 65, 4]);
  assert.equal(row.thumbnail_path, `${row.storage_path}-small.webp`);
  assert.deepEqual(await stored(`${marie.id}/${event}`), [row.id, `${row.id}-small.webp`]);
});

test('both follow one timeline on one join', async () => {
  const { left } = await pair('edit');
  const topics = left.core.stats().map(({ topic }) => topic);
  assert.equal(topics.filter((topic) => topic.startsWith('timeline:')).length, 1);
});

test('an editor adds to a timeline of somebody else, a viewer cannot, and is told so', async () => {
  const { left, right, event } = await pair('edit');
  await right.media.add(event, [photo('from irene.jpg')]);
  await until(left.media.byEvent, () => names(left.media, event)[0] === 'from irene.jpg');
  const viewers = await pair('view');
  await viewers.right.media.add(viewers.event, [photo()]);
  const [failed] = await until(viewers.right.media.uploads, (all) => all[0]?.state === 'failed');
  assert.equal(failed!.error!.code, 'denied');
  assert.deepEqual(await stored(`${viewers.marie.id}/${viewers.event}`), []);
});

test('what is no photo, recording or document is not sent, whatever it is called', async () => {
  const { left, event } = await pair('edit');
  const svg = new File(['<svg xmlns="http://www.w3.org/2000/svg"/>'], 'evil.png', { type: 'image/png' });
  const refused = await left.media.add(event, [svg, photo('good.jpg'), new File([], 'empty.jpg')]);
  assert.deepEqual(refused, [
    { name: 'evil.png', reason: 'unknown-type' },
    { name: 'empty.jpg', reason: 'empty' },
  ]);
  await until(left.media.byEvent, () => names(left.media, event)[0] === 'good.jpg');
});

test('an event takes twenty, those on their way included', async () => {
  const { left, event } = await pair('edit');
  const refused = await left.media.add(
    event,
    Array.from({ length: 22 }, (_, i) => photo(`${i}.jpg`)),
  );
  assert.deepEqual(
    refused.map(({ reason }) => reason),
    ['too-many', 'too-many'],
  );
  await until(left.media.byEvent, () => names(left.media, event).length === 20);
});

test('a row comes after its file: while the file is on its way nobody sees one', async () => {
  const { left, right, event } = await pair('view');
  const gate = gateway();
  intercept(left, async (request, send) => {
    if (request.url.endsWith('-small.webp')) await gate.promise;
    return send(request);
  });
  await left.media.add(event, [photo()]);
  await until(left.media.uploads, (all) => all[0]?.sent === 1000);
  assert.deepEqual(names(left.media, event), []);
  gate.resolve();
  await until(right.media.byEvent, () => names(right.media, event).length === 1);
  await until(left.media.uploads, (all) => all.length === 0);
});

test('what is given up leaves neither row nor file', async () => {
  const { marie, left, event } = await pair('edit');
  const gate = gateway();
  const removed = gateway();
  intercept(left, async (request, send) => {
    if (request.url.endsWith('-small.webp')) await gate.promise;
    const answer = await send(request);
    if (request.method === 'DELETE') removed.resolve();
    return answer;
  });
  await left.media.add(event, [photo()]);
  const [upload] = await until(left.media.uploads, (all) => all[0]?.sent === 1000);
  left.media.cancel(upload!.id);
  assert.deepEqual(left.media.uploads.get(), []);
  await removed.promise;
  assert.deepEqual(await stored(`${marie.id}/${event}`), []);
  gate.resolve();
  await left.media.add(event, [photo('next.jpg')]);
  await until(left.media.byEvent, () => names(left.media, event).length > 0);
  assert.deepEqual(names(left.media, event), ['next.jpg']);
});

test('a cut line is waited out: the upload goes on by itself, or when the person says so', async () => {
  const { left, event } = await pair('edit');
  let cut = true;
  intercept(left, (request, send) => (cut ? Promise.reject(new TypeError('cut')) : send(request)));
  await left.media.add(event, [photo()]);
  const [waiting] = await until(left.media.uploads, (all) => all[0]?.error !== undefined);
  assert.equal(waiting!.state, 'waiting');
  assert.equal(waiting!.error!.code, 'offline');
  cut = false;
  left.media.retry(waiting!.id);
  await until(left.media.byEvent, () => names(left.media, event).length === 1);
});

test('a large file goes on after a reload where it stood', async () => {
  const { marie, left, event } = await pair('edit');
  const pieces: number[] = [];
  const second = gateway();
  intercept(left, (request, send) => {
    if (request.method === 'PATCH') pieces.push(Number(request.headers['upload-offset']));
    if (pieces.length < 2) return send(request);
    second.resolve();
    return Promise.reject(new TypeError('cut'));
  });
  const size = 7 * 1024 * 1024;
  await left.media.add(event, [photo('large.jpg', size)]);
  await second.promise;
  await left.core.close();
  const again = await sit(marie, marie, Object.assign(left.environment, { tools: nodeEnvironment().tools }));
  const offsets: string[] = [];
  intercept(again, (request, send) => {
    if (request.method === 'PATCH') offsets.push(request.headers['upload-offset']!);
    return send(request);
  });
  await until(again.media.byEvent, () => names(again.media, event).length === 1);
  assert.deepEqual(pieces, [0, 6 * 1024 * 1024]);
  const { row } = again.media.byEvent.get().get(event)![0]!;
  const { data } = await backend.admin.storage.from('user-media').info(row.storage_path);
  assert.equal(data!.size, size);
  assert.ok(!offsets.includes('0'), 'It began anew.');
});

test('a photo for an event that was written offline waits for its event', async () => {
  const { left, right } = await pair('edit');
  left.environment.online.set(false);
  const event = left.timeline.add({ title: 'Polonium', start_date: '1898-07-18' });
  await left.media.add(event, [photo()]);
  assert.equal(left.media.uploads.get()[0]!.state, 'waiting');
  left.environment.online.set(true);
  await until(right.media.byEvent, () => names(right.media, event).length === 1);
});

test('words for a photo are kept while it is on its way, and changed afterwards', async () => {
  const { left, right, event } = await pair('view');
  let cut = true;
  intercept(left, (request, send) => (cut ? Promise.reject(new TypeError('cut')) : send(request)));
  await left.media.add(event, [photo()]);
  const [upload] = await until(left.media.uploads, (all) => all[0]?.error !== undefined);
  left.media.describe(upload!.id, 'A glowing glass');
  cut = false;
  left.media.retry(upload!.id);
  const text = (): string | null | undefined => right.media.byEvent.get().get(event)?.[0]?.row.alt_text;
  await until(right.media.byEvent, () => text() === 'A glowing glass');
  left.media.describe(upload!.id, 'A glass that glows');
  await until(right.media.byEvent, () => text() === 'A glass that glows');
});

test('what is taken away comes back with its file', async () => {
  const { left, right, event } = await pair('view');
  await left.media.add(event, [photo()]);
  await until(right.media.byEvent, () => names(right.media, event).length === 1);
  const { id, storage_path: path } = left.media.byEvent.get().get(event)![0]!.row;
  left.media.remove(id);
  await until(right.media.byEvent, () => names(right.media, event).length === 0);
  left.media.restore(id);
  await until(right.media.byEvent, () => names(right.media, event).length === 1);
  right.media.urls.get(path);
  await until(right.media.urls.version, () => right.media.urls.get(path) !== undefined);
});

test('a page’s own client does for files what ours does', async () => {
  const marie = await backend.createPerson('Marie');
  const core = createNality({ client: marie.client, environment: nodeEnvironment() });
  cores.push(core);
  await until(core.identity, ({ name }) => name === 'person');
  const end = new AbortController();
  const timeline = core.use(timelineFeature, marie.id, end.signal);
  const media = core.use(mediaFeature, marie.id, end.signal);
  await until(timeline.phase, ({ name }) => name === 'live');
  const event = timeline.add({ title: 'Radium', start_date: '1898-12-26' });
  await media.add(event, [photo()]);
  await until(media.byEvent, () => names(media, event).length === 1);
  const { storage_path: path } = media.byEvent.get().get(event)![0]!.row;
  media.urls.get(path);
  await until(media.urls.version, () => media.urls.get(path) !== undefined);
  assert.equal((await fetch(media.urls.get(path)!)).status, 200);
});
