import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { after, before, test } from 'node:test';
import { startLibrary } from '../support/backend-library.ts';
import type { TestBackend } from '../support/backend.ts';

let library: TestBackend;

before(async () => {
  library = await startLibrary();
  await library.admin.storage.createBucket('box', { public: false });
});
after(() => library.close());

const box = () => library.admin.storage.from('box');
const keys = () => ({ apikey: library.keys.secret, authorization: `Bearer ${library.keys.serviceRoleJwt}` });
const address = (path: string) => `${library.url}/storage/v1/${path}`;
const textOf = async (path: string) => (await box().download(path)).data?.text();

test('files, bytes, texts, forms and streams are taken in', async () => {
  const form = new FormData();
  form.append('file', new File(['a form'], 'a.txt', { type: 'text/plain' }));
  const bodies = {
    'a file': new File(['a file'], 'a.txt', { type: 'text/plain' }),
    'a buffer': Buffer.from('a buffer'),
    'an array buffer': new TextEncoder().encode('an array buffer').buffer as ArrayBuffer,
    'a text': 'a text',
    'a form': form,
    'a web stream': new Blob(['a web ', 'stream']).stream(),
    'a node stream': Readable.from([Buffer.from('a node '), Buffer.from('stream')]),
  };
  for (const [name, body] of Object.entries(bodies)) {
    const { data, error } = await box().upload(`kinds/${name}`, body, { contentType: 'text/plain' });
    assert.equal(error, null, name);
    assert.match(data?.id ?? '', /^[0-9a-f-]{36}$/);
    assert.equal(await textOf(`kinds/${name}`), name);
  }
});

test('what is said of a file is kept, whether it comes bare or in a form', async () => {
  for (const body of ['bare', new Blob(['form'], { type: 'text/csv' })]) {
    const metadata = { album: 'Wörter', year: 1843 };
    await box().upload('said.csv', body, {
      contentType: 'text/csv',
      cacheControl: '60',
      metadata,
      upsert: true,
    });
    const { data } = await box().info('said.csv');
    assert.deepEqual(
      [data?.metadata, data?.contentType, data?.cacheControl, data?.size, data?.bucketId, data?.name],
      [metadata, 'text/csv', 'max-age=60', 4, 'box', 'said.csv'],
    );
    assert.equal(
      data?.etag,
      `"${createHash('md5')
        .update(body === 'bare' ? 'bare' : 'form')
        .digest('hex')}"`,
    );
  }
});

test('a large file passes through byte for byte, and a part of it is read alone', async () => {
  const bytes = Buffer.alloc(5_000_000, 'some words that repeat, ');
  await box().upload('large', new Blob([bytes]));
  const back = Buffer.from((await (await box().download('large')).data?.arrayBuffer()) ?? new ArrayBuffer());
  assert.equal(Buffer.compare(back, bytes), 0);
  const part = async (range: string) => {
    const response = await fetch(address('object/box/large'), { headers: { ...keys(), range } });
    return [
      response.status,
      response.headers.get('content-range'),
      (await response.arrayBuffer()).byteLength,
    ];
  };
  assert.deepEqual(await part('bytes=10-19'), [206, 'bytes 10-19/5000000', 10]);
  assert.deepEqual(await part('bytes=4999990-'), [206, 'bytes 4999990-4999999/5000000', 10]);
  assert.deepEqual(await part('bytes=-5'), [206, 'bytes 4999995-4999999/5000000', 5]);
  assert.deepEqual(await part('lines=1-2'), [200, null, 5_000_000]);
  const beyond = await fetch(address('object/box/large'), {
    headers: { ...keys(), range: 'bytes=5000000-' },
  });
  assert.deepEqual([beyond.status, ((await beyond.json()) as { code: string }).code], [400, 'InvalidRange']);
});

test('a refused upload is answered, however much of it is still to come', async () => {
  const large = Buffer.alloc(8_000_000);
  for (const body of [large, new Blob([large])]) {
    const { error } = await library.anonymous().storage.from('box').upload('x', body);
    assert.equal(error?.message, 'new row violates row-level security policy');
  }
  await library.admin.storage.updateBucket('box', { public: false, fileSizeLimit: '1MB' });
  for (const body of [large, new Blob([large]), new Blob([large]).stream()]) {
    const { error } = await box().upload('x', body);
    assert.equal(error?.message, 'The object exceeded the maximum allowed size');
    assert.equal((await box().exists('x')).data, false);
  }
  await library.admin.storage.updateBucket('box', { public: false, fileSizeLimit: null });
});

test('what a client has is not sent again, and is told apart by its tag', async () => {
  await box().upload('known.txt', 'known');
  const first = await fetch(address('object/box/known.txt'), { headers: keys() });
  const etag = first.headers.get('etag') ?? '';
  const known = { 'if-none-match': etag, 'if-modified-since': first.headers.get('last-modified') ?? '' };
  for (const header of Object.entries(known)) {
    const again = await fetch(address('object/box/known.txt'), {
      headers: [...Object.entries(keys()), header],
      cache: 'no-store',
    });
    assert.deepEqual([again.status, await again.text()], [304, '']);
  }
  await box().update('known.txt', 'other');
  const changed = await fetch(address('object/box/known.txt'), {
    headers: { ...keys(), 'if-none-match': etag },
  });
  assert.equal(await changed.text(), 'other');
  const head = await fetch(address('object/box/known.txt'), { method: 'HEAD', headers: keys() });
  assert.deepEqual([head.status, head.headers.get('content-length')], [200, '5']);
});

test('a download is named as asked, and no page comes from a bucket', async () => {
  await box().upload('page.html', new Blob(['<b>'], { type: 'text/html' }));
  const { data } = await box().createSignedUrl('page.html', 60);
  const named = (name: string) => fetch(`${data?.signedUrl}&download=${encodeURIComponent(name)}`);
  const response = await named('Brief ä.html');
  assert.equal(
    response.headers.get('content-disposition'),
    `attachment; filename=Brief%20%C3%A4.html; filename*=UTF-8''Brief%20%C3%A4.html;`,
  );
  assert.equal(response.headers.get('content-type'), 'text/plain');
  assert.ok(Date.parse(response.headers.get('expires') ?? '') > Date.now());
  assert.equal((await named('')).headers.get('content-disposition'), 'attachment;');
});

test('a list is read page by page, flat or with folders', async () => {
  for (const name of ['p/b.txt', 'p/a.txt', 'p/deep/c.txt', 'p/deep/d.txt', 'q.txt'])
    await box().upload(name, name);
  const flat = await box().listV2({ prefix: 'p/', limit: 3 });
  const names = (page: typeof flat) => page.data?.objects.map(({ name }) => name);
  assert.deepEqual([names(flat), flat.data?.hasNext], [['p/a.txt', 'p/b.txt', 'p/deep/c.txt'], true]);
  const rest = await box().listV2({ prefix: 'p/', limit: 3, cursor: flat.data?.nextCursor ?? '' });
  assert.deepEqual([names(rest), rest.data?.hasNext], [['p/deep/d.txt'], false]);
  const folders = await box().listV2({ prefix: 'p/', with_delimiter: true });
  assert.deepEqual(
    folders.data?.folders.map(({ name, key }) => [name, key]),
    [['p/deep/', 'deep']],
  );
  assert.deepEqual(
    folders.data?.objects.map(({ name, key }) => [name, key]),
    [
      ['p/a.txt', 'a.txt'],
      ['p/b.txt', 'b.txt'],
    ],
  );
  const newest = await box().listV2({
    prefix: 'p/',
    sortBy: { column: 'created_at', order: 'desc' },
    limit: 2,
  });
  assert.deepEqual(names(newest), ['p/deep/d.txt', 'p/deep/c.txt']);
  const older = await box().listV2({ prefix: 'p/', cursor: newest.data?.nextCursor ?? '' });
  assert.deepEqual(names(older), ['p/a.txt', 'p/b.txt']);
});

test('a list of a folder has its folders first, whatever it is sorted by', async () => {
  for (const name of ['l/z/1', 'l/y/1', 'l/b', 'l/a']) await box().upload(name, name);
  const { data } = await box().list('l', { sortBy: { column: 'created_at', order: 'desc' } });
  assert.deepEqual(
    data?.map(({ name }) => name),
    ['z', 'y', 'a', 'b'],
  );
});

test('a copy goes to another bucket, with what is known of it or with other words', async () => {
  await library.admin.storage.createBucket('chest', { public: false });
  await box().upload('c.txt', 'copied', { cacheControl: '60', metadata: { by: 'Ada' } });
  const chest = library.admin.storage.from('chest');
  const copied = await box().copy('c.txt', 'c.txt', { destinationBucket: 'chest' });
  assert.equal(copied.data?.path, 'chest/c.txt');
  assert.deepEqual((await chest.info('c.txt')).data?.metadata, { by: 'Ada' });
  assert.equal(
    (await box().copy('c.txt', 'c.txt', { destinationBucket: 'chest' })).error?.message,
    'The resource already exists',
  );
  await box().copy('c.txt', 'd.txt', {
    destinationBucket: 'chest',
    copyMetadata: false,
    metadata: { cacheControl: 'no-store', mimetype: 'text/x-log' },
  });
  const { data } = await chest.info('d.txt');
  assert.deepEqual([data?.cacheControl, data?.contentType, data?.metadata], ['no-store', 'text/x-log', null]);
  assert.equal((await box().move('c.txt', 'e.txt', { destinationBucket: 'chest' })).error, null);
  assert.equal(await (await chest.download('e.txt')).data?.text(), 'copied');
  assert.equal((await box().exists('c.txt')).data, false);
});

test('only the version that is there can be named', async () => {
  await box().upload('v.txt', 'one');
  const first = (await box().info('v.txt')).data?.version ?? '';
  assert.equal((await box().download('v.txt', { versionId: first })).error, null);
  await box().update('v.txt', 'two');
  assert.equal((await box().info('v.txt', { versionId: first })).error?.message, 'Object not found');
  assert.deepEqual((await box().remove([{ path: 'v.txt', versionId: first }])).data, []);
  assert.equal((await box().remove(['v.txt'])).data?.length, 1);
});

test('what is public is described to everybody', async () => {
  await library.admin.storage.createBucket('open', { public: true });
  await library.admin.storage.from('open').upload('x.txt', 'x');
  const told = (await (await fetch(address('object/info/public/open/x.txt'))).json()) as { size: number };
  assert.equal(told.size, 1);
  assert.equal((await library.anonymous().storage.from('open').download('x.txt')).error, null);
  assert.equal((await fetch(address('object/public/box/large'))).status, 400);
});

test('buckets are listed by their options, and changed in what is named alone', async () => {
  const { storage } = library.admin;
  await storage.createBucket('cup-a', { public: true, fileSizeLimit: '2MB', allowedMimeTypes: ['image/*'] });
  await storage.createBucket('cup-b', { public: false });
  const cups = await storage.listBuckets({ search: 'CUP', sortColumn: 'name', sortOrder: 'desc', limit: 1 });
  assert.deepEqual(
    cups.data?.map(({ id, type }) => [id, type]),
    [['cup-b', 'STANDARD']],
  );
  await storage.updateBucket('cup-a', { public: false });
  const { data } = await storage.getBucket('cup-a');
  assert.deepEqual(
    [data?.public, data?.file_size_limit, data?.allowed_mime_types],
    [false, 2_000_000, ['image/*']],
  );
  const picture = await storage.from('cup-a').upload('a.png', 'x', { contentType: 'image/png' });
  assert.equal(picture.error, null);
  assert.equal(
    (await storage.from('cup-a').upload('a.txt', 'x', { contentType: 'text/plain' })).error?.message,
    'mime type text/plain is not supported',
  );
  const refused = async (name: string, settings: object) =>
    (await storage.createBucket(name, { public: false, ...settings })).error?.message;
  assert.equal(await refused('a/b', {}), 'Bucket name invalid');
  assert.equal(
    await refused('big', { fileSizeLimit: '100GB' }),
    'The object exceeded the maximum allowed size',
  );
  assert.match((await refused('odd', { fileSizeLimit: 'much' })) ?? '', /Invalid file size format/);
  assert.equal(await refused('odd', { allowedMimeTypes: ['?'] }), 'mime type ? is not supported');
  assert.match((await refused('old', { versioningStatus: 'ENABLED' })) ?? '', /versioning is not enabled/);
  assert.equal((await storage.getBucket('nowhere')).error?.message, 'Bucket not found');
});

test('rows are not deleted by hand, for their bytes would stay', async () => {
  await assert.rejects(
    library.backend.database.exec('delete from storage.objects'),
    /Direct deletion from storage tables is not allowed/,
  );
});

test('pictures are not changed, which is said', async () => {
  const { error } = await box().download('large', { transform: { width: 10 } });
  assert.equal((error as { message?: string } | null)?.message, 'feature not enabled for this tenant');
});
