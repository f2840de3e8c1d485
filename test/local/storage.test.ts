import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { signGrant } from '../../src/local/storage/signing.ts';
import { startLibrary } from '../support/backend-library.ts';
import type { Person, TestBackend } from '../support/backend.ts';

let library: TestBackend;
let ada: Person;
let bob: Person;

before(async () => {
  library = await startLibrary();
  ada = await library.createPerson('Ada');
  bob = await library.createPerson('Bob');
});
after(() => library.close());

const shelfOf = (person: Person) => person.client.storage.from('shelf');

/** Storage says 400 over HTTP and what it means in the body. */
function refusal(error: unknown): [string | undefined, string | undefined] {
  const { statusCode, message } = (error ?? {}) as { statusCode?: string; message?: string };
  return [statusCode, message];
}

async function put(person: Person, name: string, text: string): Promise<string> {
  const path = `${person.id}/${name}`;
  const { error } = await shelfOf(person).upload(path, new Blob([text], { type: 'text/plain' }));
  assert.equal(error, null);
  return path;
}

test('what is uploaded comes back byte for byte, with its type', async () => {
  const bytes = new Uint8Array([0, 1, 2, 253, 254, 255]);
  const path = `${ada.id}/dots.png`;
  const { data, error } = await shelfOf(ada).upload(path, bytes, {
    contentType: 'image/png',
    cacheControl: '60',
  });
  assert.equal(error, null);
  assert.equal(data?.fullPath, `shelf/${path}`);
  const back = await shelfOf(ada).download(path);
  assert.equal(back.data?.type, 'image/png');
  assert.deepEqual(new Uint8Array((await back.data?.arrayBuffer()) ?? []), bytes);
  const { data: info } = await shelfOf(ada).info(path);
  assert.deepEqual([info?.size, info?.contentType, info?.cacheControl], [6, 'image/png', 'max-age=60']);
  const { rows } = await library.backend.database.query<{ owner_id: string }>(
    'select owner_id from storage.objects where name = $1',
    [path],
  );
  assert.deepEqual(rows, [{ owner_id: ada.id }]);
});

test('the policies of storage.objects decide who may add', async () => {
  const foreign = await shelfOf(bob).upload(`${ada.id}/evil.txt`, 'x', { contentType: 'text/plain' });
  assert.deepEqual(refusal(foreign.error), ['403', 'new row violates row-level security policy']);
  const nobody = await library
    .anonymous()
    .storage.from('shelf')
    .upload('x/y.txt', 'x', { contentType: 'text/plain' });
  assert.equal(refusal(nobody.error)[0], '403');
  const { rows } = await library.backend.database.query(
    `select from storage.objects where name like '%evil%'`,
  );
  assert.equal(rows.length, 0);
});

test('the policies decide who may read, list, sign, move and remove', async () => {
  const path = await put(ada, 'private.txt', 'secret');
  const read = await shelfOf(bob).download(path);
  assert.ok(read.error);
  assert.deepEqual((await shelfOf(bob).list(ada.id)).data, []);
  assert.deepEqual(refusal((await shelfOf(bob).createSignedUrl(path, 60)).error), [
    '404',
    'Object not found',
  ]);
  assert.ok((await shelfOf(bob).move(path, `${bob.id}/stolen.txt`)).error);
  assert.deepEqual((await shelfOf(bob).remove([path])).data, []);
  assert.equal(await (await shelfOf(ada).download(path)).data?.text(), 'secret');
  assert.equal(await (await library.admin.storage.from('shelf').download(path)).data?.text(), 'secret');
});

test('a name is taken once, unless it is to be replaced', async () => {
  const path = await put(ada, 'twice.txt', 'one');
  const again = await shelfOf(ada).upload(path, new Blob(['two'], { type: 'text/plain' }));
  assert.deepEqual(refusal(again.error), ['409', 'The resource already exists']);
  assert.equal(
    (await shelfOf(ada).upload(path, new Blob(['two'], { type: 'text/plain' }), { upsert: true })).error,
    null,
  );
  assert.equal(await (await shelfOf(ada).download(path)).data?.text(), 'two');
  assert.equal((await shelfOf(ada).update(path, new Blob(['three'], { type: 'text/plain' }))).error, null);
  assert.equal(await (await shelfOf(ada).download(path)).data?.text(), 'three');
});

test('a bucket has its limits', async () => {
  const large = await shelfOf(ada).upload(`${ada.id}/large.txt`, 'x'.repeat(1001), {
    contentType: 'text/plain',
  });
  assert.deepEqual(refusal(large.error), ['413', 'The object exceeded the maximum allowed size']);
  const type = await shelfOf(ada).upload(`${ada.id}/page.pdf`, 'x', { contentType: 'application/pdf' });
  assert.deepEqual(refusal(type.error), ['415', 'mime type application/pdf is not supported']);
  const nowhere = await ada.client.storage.from('nowhere').upload('a.txt', 'x');
  assert.deepEqual(refusal(nowhere.error), ['404', 'Bucket not found']);
});

test('a folder is listed with its folders first', async () => {
  await put(bob, 'b.txt', 'b');
  await put(bob, 'a.txt', 'aa');
  await put(bob, 'deep/er/c.txt', 'c');
  const { data } = await shelfOf(bob).list(bob.id);
  assert.deepEqual(
    data?.map((entry) => [entry.name, entry.id !== null]),
    [
      ['deep', false],
      ['a.txt', true],
      ['b.txt', true],
    ],
  );
  assert.equal(data?.[1]?.metadata?.['size'], 2);
  const sorted = await shelfOf(bob).list(bob.id, {
    sortBy: { column: 'name', order: 'desc' },
    limit: 1,
    offset: 1,
  });
  assert.deepEqual(
    sorted.data?.map((entry) => entry.name),
    ['b.txt'],
  );
  assert.deepEqual(
    (await shelfOf(bob).list(bob.id, { search: 'A' })).data?.map((entry) => entry.name),
    ['a.txt'],
  );
});

test('a signed address opens one object for a while, for everybody', async () => {
  const path = await put(ada, 'signed ü.txt'.replace('ü', 'u'), 'signed');
  const { data } = await shelfOf(ada).createSignedUrl(path, 60, { download: 'letter.txt' });
  const response = await fetch(data?.signedUrl ?? '');
  assert.equal(await response.text(), 'signed');
  assert.match(response.headers.get('content-disposition') ?? '', /letter\.txt/);
  const other = (data?.signedUrl ?? '').replace('signed', 'private');
  assert.equal((await fetch(other)).status, 400);
  const grant = { url: `shelf/${path}`, scope: 'download' } as const;
  const expired = await signGrant(grant, -1, library.keys.jwtSecret);
  const late = await fetch(`${library.url}/storage/v1/object/sign/shelf/${path}?token=${expired}`);
  assert.deepEqual(await late.json(), {
    statusCode: '400',
    code: 'InvalidJWT',
    error: 'InvalidJWT',
    message: '"exp" claim timestamp check failed',
  });
  assert.deepEqual(refusal((await shelfOf(ada).createSignedUrl(path, 0)).error), [
    '400',
    'body/expiresIn must be >= 1',
  ]);
  const several = await shelfOf(ada).createSignedUrls([path, 'missing.txt'], 60);
  assert.equal(several.data?.[0]?.error, null);
  assert.match(several.data?.[1]?.error ?? '', /does not exist/);
});

test('a signed upload is made by whoever has the address, in the name of who signed', async () => {
  const path = `${ada.id}/handed.txt`;
  assert.ok((await shelfOf(bob).createSignedUploadUrl(path)).error);
  const { data } = await shelfOf(ada).createSignedUploadUrl(path);
  const nobody = library.anonymous().storage.from('shelf');
  const sent = await nobody.uploadToSignedUrl(
    path,
    data?.token ?? '',
    new Blob(['handed'], { type: 'text/plain' }),
  );
  assert.equal(sent.error, null);
  assert.equal(await (await shelfOf(ada).download(path)).data?.text(), 'handed');
});

test('objects are moved, copied and removed', async () => {
  const path = await put(ada, 'from.txt', 'moving');
  assert.equal((await shelfOf(ada).move(path, `${ada.id}/to.txt`)).error, null);
  assert.equal((await shelfOf(ada).copy(`${ada.id}/to.txt`, `${ada.id}/copy.txt`)).error, null);
  assert.equal(await (await shelfOf(ada).download(`${ada.id}/copy.txt`)).data?.text(), 'moving');
  const removed = await shelfOf(ada).remove([`${ada.id}/to.txt`, `${ada.id}/never.txt`]);
  assert.deepEqual(
    removed.data?.map((object) => object.name),
    [`${ada.id}/to.txt`],
  );
  assert.equal((await shelfOf(ada).exists(`${ada.id}/to.txt`)).data, false);
});

test('a public bucket is read without any key, and written under policies all the same', async () => {
  const window = library.admin.storage.from('window');
  assert.equal(
    (await window.upload('open/hello.txt', new Blob(['hello'], { type: 'text/plain' }))).error,
    null,
  );
  const url = window.getPublicUrl('open/hello.txt').data.publicUrl;
  assert.equal(await (await fetch(url)).text(), 'hello');
  const part = await fetch(url, { headers: { range: 'bytes=1-2' } });
  assert.deepEqual(
    [part.status, await part.text(), part.headers.get('content-range')],
    [206, 'el', 'bytes 1-2/5'],
  );
  assert.equal((await fetch(url.replace('window', 'shelf'))).status, 400);
  assert.ok((await ada.client.storage.from('window').upload('x.txt', 'x')).error);
});

test('buckets are made and emptied by the service role alone', async () => {
  const { storage } = library.admin;
  assert.equal(
    (await storage.createBucket('box', { public: false, allowedMimeTypes: ['text/plain'] })).error,
    null,
  );
  assert.deepEqual((await storage.getBucket('box')).data?.allowed_mime_types, ['text/plain']);
  assert.equal(refusal((await storage.createBucket('box')).error)[0], '409');
  await storage.from('box').upload('a.txt', new Blob(['a'], { type: 'text/plain' }));
  assert.ok((await storage.deleteBucket('box')).error);
  assert.equal((await storage.emptyBucket('box')).error, null);
  assert.equal((await storage.deleteBucket('box')).error, null);
  assert.ok((await ada.client.storage.createBucket('mine')).error);
  assert.deepEqual((await ada.client.storage.listBuckets()).data, []);
});

test('a bucket may be called almost like a verb', async () => {
  const { storage } = library.admin;
  await storage.createBucket('movies');
  assert.equal(
    (await storage.from('movies').upload('a.txt', new Blob(['a'], { type: 'text/plain' }))).error,
    null,
  );
  assert.equal(await (await storage.from('movies').download('a.txt')).data?.text(), 'a');
});

test('names that would leave the bucket are refused', async () => {
  const { error } = await shelfOf(ada).upload(`${ada.id}/..%2F..%2Fx.txt`, 'x', {
    contentType: 'text/plain',
  });
  assert.equal(refusal(error)[0], '400');
});
