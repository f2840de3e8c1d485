import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FileTools } from '../../../../src/core/environment.ts';
import { createUploadShelf } from '../../../../src/core/features/media/upload-shelf.ts';
import { createUploadStore } from '../../../../src/core/features/media/upload-store.ts';
import type { UploadRecord } from '../../../../src/core/features/media/upload.ts';
import { fakeEnvironment, settle, type FakeEnvironment } from '../../../support/fake-environment.ts';

const TOOLS: FileTools = {
  send: () => Promise.reject(new TypeError('There is no network in this test.')),
  picture: async () => undefined,
  recording: async () => undefined,
  room: async () => 1e6,
};

const RECORD: UploadRecord = {
  v: 1,
  id: 'file',
  owner: 'marie',
  eventId: 'event',
  name: 'radium.jpg',
  mime: 'image/jpeg',
  type: 'image',
  altText: '',
  file: new Blob(['bytes']),
  at: 0,
};

/** A tab with its shelf; the disk is that of the browser. */
function open(environment: FakeEnvironment) {
  const until = new AbortController();
  const store = createUploadStore(environment.openStore('files', until.signal), TOOLS);
  return { until, store, shelf: createUploadShelf(store, environment, until.signal) };
}

test('a file is on the shelf of one tab, and when that ends on another’s', async () => {
  const first = fakeEnvironment();
  const second = first.anotherTab();
  const [mine, theirs] = [open(first), open(second)];
  await mine.shelf.add(RECORD);
  void theirs.shelf.adopt('file');
  await settle();
  assert.deepEqual(theirs.shelf.list.get(), []);
  first.crash();
  await settle();
  assert.deepEqual(
    theirs.shelf.list.get().map(({ id, kept, size }) => ({ id, kept, size })),
    [{ id: 'file', kept: true, size: 5 }],
  );
});

test('a file that is up is not found by the tab that waited for it', async () => {
  const first = fakeEnvironment();
  const [mine, theirs] = [open(first), open(first.anotherTab())];
  await mine.shelf.add(RECORD);
  void theirs.shelf.adopt('file');
  mine.shelf.drop('file', true);
  await settle();
  assert.deepEqual([mine.shelf.list.get(), theirs.shelf.list.get()], [[], []]);
});

test('what is said of a file is stored with it', async () => {
  const { shelf, store } = open(fakeEnvironment());
  await shelf.add(RECORD);
  shelf.update({ ...RECORD, altText: 'It glows', begun: 'https://example.org/upload' });
  await settle();
  const stored = await store.read('file');
  assert.equal(stored?.altText, 'It glows');
  assert.equal(stored?.begun, 'https://example.org/upload');
  assert.equal(shelf.find('file')?.altText, 'It glows');
});

test('a file that was let go is not stored again by what was still to be said of it', async () => {
  const { shelf, store } = open(fakeEnvironment());
  await shelf.add(RECORD);
  shelf.drop('file', true);
  shelf.update({ ...RECORD, altText: 'too late' });
  await settle();
  assert.equal(await store.read('file'), undefined);
  assert.deepEqual(shelf.list.get(), []);
});
