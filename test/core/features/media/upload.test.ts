import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NalityError } from '../../../../src/core/errors.ts';
import {
  checkFile,
  MAX_BYTES,
  MAX_PER_EVENT,
  typeOf,
} from '../../../../src/core/features/media/media-object.ts';
import {
  afterError,
  nextUp,
  rowOf,
  shortName,
  uploadOf,
  type Upload,
  type UploadRecord,
} from '../../../../src/core/features/media/upload.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const JPEG = bytes('\xff\xd8\xff\xe0');

const RECORD: UploadRecord = {
  v: 1,
  id: 'id',
  owner: 'owner',
  eventId: 'event',
  name: 'garden.jpg',
  mime: 'image/jpeg',
  type: 'image',
  altText: '',
  file: new Blob(['12345']),
  at: 0,
};
const upload = (id: string, state: Upload['state'] = 'waiting'): Upload => ({
  ...uploadOf({ ...RECORD, id }, true),
  state,
});

for (const [what, head, claimed, mime] of [
  ['a photo', '\xff\xd8\xff\xe0', 'image/svg+xml', 'image/jpeg'],
  ['a drawing', '\x89PNG\r\n\x1a\n', '', 'image/png'],
  ['a picture of the web', 'RIFF\0\0\0\0WEBPVP8 ', '', 'image/webp'],
  ['a photo of a telephone', '\0\0\0\x18ftypheic', '', 'image/heic'],
  ['a film', '\0\0\0\x18ftypisom', 'video/mp4', 'video/mp4'],
  ['a film of a telephone', '\0\0\0\x14ftypqt  ', '', 'video/quicktime'],
  ['a memo of a telephone', '\0\0\0\x1cftypM4A ', '', 'audio/mp4'],
  ['a recording of the browser', '\x1aE\xdf\xa3', 'audio/webm;codecs=opus', 'audio/webm'],
  ['a song', 'ID3\x03', '', 'audio/mpeg'],
  ['a letter', '%PDF-1.7', '', 'application/pdf'],
  ['SVG, whatever it is called', '<svg xmlns="http://www.w3.org', 'image/png', undefined],
  ['HTML, whatever it is called', '<!doctype html>', 'image/jpeg', undefined],
  ['a film that Storage does not take', '\x1aE\xdf\xa3', 'video/webm', undefined],
  ['nothing known', 'hello', 'text/plain', undefined],
] as const) {
  test(`a file is what its first bytes say: ${what}`, () => {
    assert.equal(typeOf(bytes(head), claimed)?.mime, mime);
  });
}

test('what is too large, empty, of no known kind or one too many is not taken, and it is said why', () => {
  const size = MAX_BYTES.image;
  assert.equal(typeof checkFile({ size, head: JPEG, claimed: '' }, MAX_PER_EVENT - 1), 'object');
  assert.equal(checkFile({ size: size + 1, head: JPEG, claimed: '' }, 0), 'too-large');
  assert.equal(checkFile({ size: 0, head: JPEG, claimed: '' }, 0), 'empty');
  assert.equal(checkFile({ size, head: bytes('<svg'), claimed: 'image/svg+xml' }, 0), 'unknown-type');
  assert.equal(checkFile({ size, head: JPEG, claimed: '' }, MAX_PER_EVENT), 'too-many');
});

test('two go up at once, the oldest first, and none that is not ready', () => {
  const all = [upload('a', 'sending'), upload('b'), upload('c'), upload('d', 'failed')];
  const ids = (ready: (one: Upload) => boolean): string[] => nextUp(all, ready).map(({ id }) => id);
  assert.deepEqual(
    ids(() => true),
    ['b'],
  );
  assert.deepEqual(
    ids(({ id }) => id !== 'b'),
    ['c'],
  );
  assert.deepEqual(
    nextUp([upload('a', 'sending'), upload('b', 'saving'), upload('c')], () => true),
    [],
  );
});

test('what may pass is waited out, what will not pass waits for the person', () => {
  assert.equal(afterError(upload('a', 'sending'), new NalityError('offline', '')).state, 'waiting');
  assert.equal(afterError(upload('a', 'sending'), new NalityError('denied', '')).state, 'failed');
});

test('the row says what is in Storage, and only what is known', () => {
  assert.deepEqual(rowOf(RECORD), {
    life_event_id: 'event',
    storage_path: 'owner/event/id',
    file_name: 'garden.jpg',
    file_size: 5,
    mime_type: 'image/jpeg',
    media_type: 'image',
  });
  const whole = rowOf({ ...RECORD, altText: 'Roses', width: 4, height: 3, small: new Blob(['1']) });
  assert.equal(whole['thumbnail_path'], 'owner/event/id-small.webp');
  assert.equal(whole['alt_text'], 'Roses');
  assert.equal(whole['width'], 4);
});

test('a name that is too long keeps its end', () => {
  assert.equal(shortName('garden.jpg'), 'garden.jpg');
  assert.equal(shortName(' '), 'file');
  const short = shortName(`${'a'.repeat(400)}.jpeg`);
  assert.ok(short.length <= 255 && short.endsWith('.jpeg'));
});
