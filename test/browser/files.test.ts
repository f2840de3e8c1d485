import { expect } from '@open-wc/testing';
import { picture, recording, send } from '../../src/browser/files.ts';

async function photo(width: number, height: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')!.fillRect(0, 0, width, height);
  return canvas.convertToBlob({ type: 'image/jpeg' });
}

/** The same photo with words of the camera in it, where EXIF stands. */
async function withWords(file: Blob, words: string): Promise<Blob> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const text = new TextEncoder().encode(`Exif\0\0${words}`);
  const size = text.length + 2;
  const head = new Uint8Array([0xff, 0xe1, size >> 8, size & 255]);
  // In one piece, as a camera's file is: of several, Firefox makes no picture.
  return new Blob([Uint8Array.of(...bytes.slice(0, 2), ...head, ...text, ...bytes.slice(2))]);
}

describe('small pictures', () => {
  it('are drawn anew, as large as they may be, and nothing of the file comes with them', async () => {
    const file = await withWords(await photo(1000, 500), 'GPS 52.2 21.0');
    expect(await file.text()).to.contain('GPS 52.2');
    const made = (await picture(file, 512))!;
    expect([made.width, made.height]).to.deep.equal([1000, 500]);
    const small = await createImageBitmap(made.small);
    expect([small.width, small.height]).to.deep.equal([512, 256]);
    expect(made.small.type).to.match(/^image\/(webp|jpeg)$/);
    expect(await made.small.text()).not.to.contain('GPS');
  });

  it('are not made larger than the photo, and not of what is none', async () => {
    const made = (await picture(await photo(20, 10), 512))!;
    const small = await createImageBitmap(made.small);
    expect([small.width, small.height]).to.deep.equal([20, 10]);
    expect(await picture(new Blob(['<svg xmlns="http://www.w3.org/2000/svg"/>']), 512)).to.equal(undefined);
  });
});

/** A second of silence, as a sound file. */
function silence(): Blob {
  const rate = 8000;
  const header = new DataView(new ArrayBuffer(44));
  const ascii = (at: number, words: string): void =>
    [...words].forEach((letter, i) => header.setUint8(at + i, letter.charCodeAt(0)));
  ascii(0, 'RIFF');
  header.setUint32(4, 36 + rate, true);
  ascii(8, 'WAVEfmt ');
  header.setUint32(16, 16, true);
  header.setUint16(20, 1, true);
  header.setUint16(22, 1, true);
  header.setUint32(24, rate, true);
  header.setUint32(28, rate, true);
  header.setUint16(32, 1, true);
  header.setUint16(34, 8, true);
  ascii(36, 'data');
  header.setUint32(40, rate, true);
  return new Blob([header, new Uint8Array(rate).fill(128)], { type: 'audio/wav' });
}

describe('recordings', () => {
  it('tell how long they are', async () => {
    expect(await recording(silence(), 512)).to.deep.equal({ duration: 1 });
  });

  it('are nothing where the browser cannot play them', async () => {
    expect(await recording(new Blob(['no film']), 512)).to.equal(undefined);
  });
});

describe('sending', () => {
  const request = { method: 'HEAD', url: '/', headers: {}, signal: new AbortController().signal } as const;

  it('answers with status, headers and text', async () => {
    const answer = await send(request);
    expect(answer.status).to.equal(200);
    expect(answer.header('content-type')).to.contain('text/html');
  });

  it('ends with the reason for which it is given up', async () => {
    const end = new AbortController();
    const sending = send({ ...request, signal: end.signal });
    const reason = new Error('no more');
    end.abort(reason);
    expect(await sending.catch((error: unknown) => error)).to.equal(reason);
    expect(await send({ ...request, signal: end.signal }).catch((error: unknown) => error)).to.equal(reason);
  });

  it('rejects where no answer comes', async () => {
    const failed = await send({ ...request, url: 'http://127.0.0.1:1/' }).catch((error: unknown) => error);
    expect(failed).to.be.instanceOf(TypeError);
  });
});
