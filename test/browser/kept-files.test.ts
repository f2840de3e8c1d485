import { expect } from '@open-wc/testing';
import { room } from '../../src/browser/files.ts';
import { openIndexedDbStore } from '../../src/browser/indexed-db.ts';
import { createUploadStore } from '../../src/core/features/media/upload-store.ts';
import type { UploadRecord } from '../../src/core/features/media/upload.ts';

describe('files that wait', () => {
  const record = (file: Blob): UploadRecord => ({
    v: 1,
    id: 'id',
    owner: 'owner',
    eventId: 'event',
    name: 'radium.jpg',
    mime: 'image/jpeg',
    type: 'image',
    altText: '',
    file,
    at: 0,
  });
  const open = (name: string, free = room) =>
    createUploadStore(openIndexedDbStore(name, new AbortController().signal), { room: free });

  it('are on the disk with all their bytes', async () => {
    const name = `nality:test:${crypto.randomUUID()}`;
    expect(await open(name).keep(record(new Blob(['all of it'])))).to.equal(true);
    const [found] = await open(name).all('owner');
    expect(await found!.file.text()).to.equal('all of it');
    expect(await open(name).all('somebody else')).to.deep.equal([]);
    await open(name).forget('id');
    expect(await open(name).read('id')).to.equal(undefined);
  });

  it('that do not fit are not kept, and that is said', async () => {
    const full = open(`nality:test:${crypto.randomUUID()}`, async () => 10);
    expect(await full.keep(record(new Blob(['more than that'])))).to.equal(false);
    expect(await full.all('owner')).to.deep.equal([]);
  });
});
