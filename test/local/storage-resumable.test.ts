import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { LIBRARY } from '../support/backend-library.ts';
import { startTestBackend } from '../support/backend.ts';
import type { TestBackend } from '../support/backend.ts';

let folder: string;
let backend: TestBackend;
const open = async () => {
  backend = await startTestBackend({ project: LIBRARY, dataDir: folder });
};

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nality-resumable-'));
  await open();
  await backend.admin.storage.createBucket('media', { public: false, fileSizeLimit: 10_000_000 });
});
after(async () => {
  await backend.close();
  await rm(folder, { recursive: true });
});

const media = () => backend.admin.storage.from('media');
const base64 = (text: string) => Buffer.from(text).toString('base64');
const BYTES = Buffer.from(Array.from({ length: 6_000_000 }, (_, index) => index % 253));

const headersOf = (more: Record<string, string> = {}) => ({
  'tus-resumable': '1.0.0',
  apikey: backend.keys.secret,
  authorization: `Bearer ${backend.keys.serviceRoleJwt}`,
  ...more,
});

function create(name: string, more: Record<string, string> = {}, body?: BodyInit): Promise<Response> {
  const metadata = { bucketName: 'media', objectName: name, contentType: 'image/png', cacheControl: '60' };
  const given = Object.entries({ ...metadata, metadata: '{"by":"Ada"}' });
  return fetch(`${backend.url}/storage/v1/upload/resumable`, {
    method: 'POST',
    headers: headersOf({
      'upload-length': String(BYTES.length),
      'upload-metadata': given.map(([key, value]) => `${key} ${base64(value)}`).join(','),
      ...more,
    }),
    body,
  });
}

async function begin(name: string, more: Record<string, string> = {}): Promise<string> {
  const response = await create(name, more);
  assert.equal(response.status, 201);
  return response.headers.get('location') ?? '';
}

function patch(
  location: string,
  offset: number,
  body: BodyInit,
  more: Record<string, string> = {},
): Promise<Response> {
  return fetch(location, {
    method: 'PATCH',
    headers: headersOf({
      'content-type': 'application/offset+octet-stream',
      'upload-offset': String(offset),
      ...more,
    }),
    body,
  });
}

async function offsetOf(location: string): Promise<number> {
  const response = await fetch(location, { method: 'HEAD', headers: headersOf() });
  assert.equal(response.status, 200);
  return Number(response.headers.get('upload-offset'));
}

async function bytesOf(name: string): Promise<ArrayBuffer> {
  return (await (await media().download(name)).data?.arrayBuffer()) ?? new ArrayBuffer();
}

async function told(response: Response): Promise<[number, string]> {
  return [response.status, (await response.text()).trim()];
}

test('a file comes in pieces, and is an object when the last has come', async () => {
  const location = await begin('pieces.png');
  assert.equal(
    (await patch(location, 0, BYTES.subarray(0, 4_000_000))).headers.get('upload-offset'),
    '4000000',
  );
  assert.equal((await media().exists('pieces.png')).data, false);
  const last = await patch(location, 4_000_000, BYTES.subarray(4_000_000));
  assert.deepEqual([last.status, last.headers.get('upload-offset')], [204, '6000000']);
  const { data } = await media().info('pieces.png');
  assert.deepEqual(
    [data?.size, data?.contentType, data?.cacheControl, data?.metadata],
    [6_000_000, 'image/png', 'max-age=60', { by: 'Ada' }],
  );
  assert.equal(Buffer.compare(Buffer.from(await bytesOf('pieces.png')), BYTES), 0);
  assert.equal(await offsetOf(location), 6_000_000);
});

test('a connection that breaks loses nothing that had come, and neither does a restart', async () => {
  const location = await begin('broken.png');
  await breakOff(location, BYTES.subarray(0, 2_000_000));
  while ((await offsetOf(location)) < 2_000_000) await new Promise((resolve) => setTimeout(resolve, 10));
  await backend.close();
  await open();
  const here = backend.url + new URL(location).pathname;
  assert.equal(await offsetOf(here), 2_000_000);
  assert.equal((await patch(here, 2_000_000, BYTES.subarray(2_000_000))).status, 204);
  assert.equal(Buffer.compare(Buffer.from(await bytesOf('broken.png')), BYTES), 0);
});

/** Sends some of the bytes that it announces, and tears the connection down. */
async function breakOff(location: string, bytes: Buffer): Promise<void> {
  const headers = headersOf({
    'content-type': 'application/offset+octet-stream',
    'upload-offset': '0',
    'content-length': String(BYTES.length),
  });
  const sending = request(location, { method: 'PATCH', headers });
  sending.on('error', () => undefined);
  await new Promise((resolve) => sending.write(bytes, resolve));
  while ((await offsetOf(location)) < bytes.length) await new Promise((resolve) => setTimeout(resolve, 10));
  sending.destroy();
}

test('small files come with their announcement, empty ones are it', async () => {
  const small = await create(
    'small.png',
    { 'upload-length': '5', 'content-type': 'application/offset+octet-stream' },
    'small',
  );
  assert.deepEqual([small.status, small.headers.get('upload-offset')], [201, '5']);
  assert.equal(await (await media().download('small.png')).data?.text(), 'small');
  await begin('empty.png', { 'upload-length': '0' });
  assert.equal((await media().info('empty.png')).data?.size, 0);
});

test('an upload may be given up', async () => {
  const location = await begin('given-up.png');
  await patch(location, 0, 'some');
  assert.equal((await fetch(location, { method: 'DELETE', headers: headersOf() })).status, 204);
  assert.deepEqual(await told(await patch(location, 4, 'more')), [
    404,
    'The file for this url was not found',
  ]);
});

test('what does not fit the protocol, the bucket or the policies is refused in its words', async () => {
  assert.deepEqual(await told(await create('x', { 'tus-resumable': '0.2' })), [
    412,
    'Tus-Resumable Required',
  ]);
  assert.deepEqual(await told(await create('x', { 'upload-length': '99000000' })), [
    413,
    'Maximum size exceeded',
  ]);
  assert.deepEqual(await told(await create('../x')), [400, 'Invalid key: ../x']);
  assert.deepEqual(await told(await create('pieces.png')), [409, 'The resource already exists']);
  const stranger = { apikey: backend.keys.publishable, authorization: `Bearer ${backend.keys.anonJwt}` };
  assert.deepEqual(await told(await create('x', stranger)), [
    403,
    'new row violates row-level security policy',
  ]);
  const location = await begin('refused.png', { 'upload-length': '4' });
  assert.deepEqual(await told(await patch(location, 0, 'some', stranger)), [
    403,
    'new row violates row-level security policy',
  ]);
  assert.deepEqual(await told(await patch(location, 2, 'some')), [409, 'Upload-Offset conflict']);
  assert.deepEqual(await told(await patch(location, 0, 'some', { 'content-type': 'text/plain' })), [
    400,
    'Invalid content-type',
  ]);
  assert.equal((await patch(location, 0, 'too much')).status, 413);
});

test('a signature stands for a key', async () => {
  const { data } = await media().createSignedUploadUrl('signed.png');
  const keyless = { apikey: '', authorization: '', 'x-signature': data?.token ?? '' };
  const headers = Object.fromEntries(Object.entries(headersOf(keyless)).filter(([, value]) => value !== ''));
  const response = await fetch(`${backend.url}/storage/v1/upload/resumable/sign`, {
    method: 'POST',
    headers: {
      ...headers,
      'upload-length': '6',
      'upload-metadata': `bucketName ${base64('media')},objectName ${base64('signed.png')}`,
    },
  });
  const location = response.headers.get('location') ?? '';
  assert.match(location, /\/upload\/resumable\/sign\//);
  const sent = await fetch(location, {
    method: 'PATCH',
    headers: { ...headers, 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' },
    body: 'signed',
  });
  assert.equal(sent.status, 204);
  assert.equal(await (await media().download('signed.png')).data?.text(), 'signed');
});

test('bytes that a killed process left without an object are gone after the next start', async () => {
  const objects = join(folder, 'objects');
  await begin('unfinished.png');
  await media().upload('kept.txt', 'kept');
  await writeFile(join(objects, 'half-of-an-upload'), 'half');
  await backend.close();
  const before = (await readdir(objects)).length;
  await open();
  assert.equal((await readdir(objects)).length, before - 1);
  assert.equal(await (await media().download('kept.txt')).data?.text(), 'kept');
});

test('an upload that nobody resumes is given up, and its bytes go', async () => {
  const location = await begin('abandoned.png');
  await patch(location, 0, 'some');
  await backend.close();
  const unfinished = join(folder, 'objects/unfinished');
  for (const name of await readdir(unfinished)) {
    const upload = JSON.parse(await readFile(join(unfinished, name), 'utf8')) as object;
    await writeFile(join(unfinished, name), JSON.stringify({ ...upload, expires: 0 }));
  }
  await open();
  const here = backend.url + new URL(location).pathname;
  assert.deepEqual(await told(await patch(here, 4, 'more')), [410, 'The file for this url no longer exists']);
  const before = (await readdir(join(folder, 'objects'))).length;
  await begin('another.png');
  assert.deepEqual(
    [(await readdir(unfinished)).length, (await readdir(join(folder, 'objects'))).length < before],
    [1, true],
  );
  assert.equal(Buffer.compare(Buffer.from(await bytesOf('pieces.png')), BYTES), 0);
});

test('an upload that is refused or breaks off leaves no bytes', async () => {
  const count = async () => (await readdir(join(folder, 'objects'))).length;
  const before = await count();
  assert.ok((await media().upload('large', Buffer.alloc(11_000_000))).error);
  assert.ok((await backend.anonymous().storage.from('media').upload('x', 'x')).error);
  const sending = request(`${backend.url}/storage/v1/object/media/torn`, {
    method: 'POST',
    headers: { ...headersOf(), 'content-length': '9000000' },
  });
  sending.on('error', () => undefined);
  await new Promise((resolve) => sending.write(Buffer.alloc(1_000_000), resolve));
  while ((await count()) === before) await new Promise((resolve) => setTimeout(resolve, 10));
  sending.destroy();
  while ((await count()) !== before) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal((await media().exists('torn')).data, false);
});
