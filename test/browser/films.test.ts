import { expect } from '@open-wc/testing';
import { recording } from '../../src/browser/files.ts';

/** A film of a red canvas, recorded by the browser itself in whatever way it can. */
async function film(): Promise<Blob> {
  const canvas = Object.assign(document.createElement('canvas'), { width: 1024, height: 512 });
  const pen = canvas.getContext('2d')!;
  const stream = canvas.captureStream();
  const recorder = new MediaRecorder(stream);
  const pieces: Blob[] = [];
  recorder.ondataavailable = ({ data }) => {
    pieces.push(data);
    if (data.size > 0 && recorder.state === 'recording') recorder.stop();
  };
  const stopped = new Promise((resolve) => (recorder.onstop = resolve));
  recorder.start(1);
  const draw = (): void => {
    pen.fillStyle = '#c00';
    pen.fillRect(0, 0, 1024, 512);
    if (recorder.state === 'recording') requestAnimationFrame(draw);
  };
  draw();
  await stopped;
  return new Blob(pieces);
}

describe('recordings', () => {
  it('of a film give a small picture of what is to be seen in it', async () => {
    const made = (await recording(await film(), 512))!;
    expect([made.width, made.height]).to.deep.equal([1024, 512]);
    const small = await createImageBitmap(made.small!);
    expect([small.width, small.height]).to.deep.equal([512, 256]);
    const pen = new OffscreenCanvas(512, 256).getContext('2d')!;
    pen.drawImage(small, 0, 0);
    const [red, green] = pen.getImageData(256, 128, 1, 1).data;
    expect(red).to.be.greaterThan(150);
    expect(green).to.be.lessThan(80);
  });
});
