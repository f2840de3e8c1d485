import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StorageError } from '../../../src/local/storage/errors.ts';
import { MultipartReader } from '../../../src/local/storage/multipart.ts';

const TYPE = 'multipart/form-data; boundary=----edge';

async function* inChunks(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function readAll(text: string, size: number): Promise<unknown[]> {
  const form = new MultipartReader(TYPE, inChunks(text, size));
  const parts = [];
  for (let part = await form.next(); part; part = await form.next()) {
    parts.push([part.name, part.isFile, part.type, await form.text(1000)]);
  }
  return parts;
}

const FORM =
  '------edge\r\ncontent-disposition: form-data; name="cacheControl"\r\n\r\n3600\r\n' +
  '------edge\r\nContent-Disposition: form-data; name=""; filename="ü.txt"\r\nContent-Type: text/csv\r\n\r\n' +
  'a\r\n--\r\n------edg\r\nb\r\n------edge--\r\n';

test('a form is read alike, wherever its chunks are cut', async () => {
  const expected = [
    ['cacheControl', false, 'text/plain', '3600'],
    ['', true, 'text/csv', 'a\r\n--\r\n------edg\r\nb'],
  ];
  for (const size of [1, 2, 3, 7, 64, 1000]) assert.deepEqual(await readAll(FORM, size), expected);
});

test('a text that is too long is passed over, and the next part is read', async () => {
  const form = new MultipartReader(TYPE, inChunks(FORM, 5));
  await form.next();
  assert.equal(await form.text(3), undefined);
  assert.equal((await form.next())?.type, 'text/csv');
});

test('a form that breaks off or names no boundary is refused', async () => {
  await assert.rejects(readAll(FORM.slice(0, -20), 10), StorageError);
  assert.throws(() => new MultipartReader('multipart/form-data', inChunks(FORM, 10)), StorageError);
});
