import type { FileTools, Picture } from '../core/environment.ts';

/** Where the browser does not tell, so much is taken for safe. */
const ROOM = 50 * 1024 * 1024;
/** A recording that has not shown itself after so long, milliseconds, is sent unseen. */
const PATIENCE_MS = 8_000;
/** The very beginning of a film is often black: a picture of it is taken so late, in seconds. */
const STILL_AT = 1;

/** See `FileTools.send`: `fetch` cannot tell how much of a body has gone out. */
export const send: FileTools['send'] = ({ method, url, headers, body, onProgress, signal }) =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const request = new XMLHttpRequest();
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    const giveUp = (): void => request.abort();
    signal.addEventListener('abort', giveUp);
    request.upload.onprogress = ({ loaded }) => onProgress?.(loaded);
    request.onload = () =>
      resolve({
        status: request.status,
        header: (name) => request.getResponseHeader(name),
        text: request.responseText,
      });
    request.onerror = () => reject(new TypeError('No answer came.'));
    request.onabort = () => reject(signal.reason as Error);
    request.onloadend = () => signal.removeEventListener('abort', giveUp);
    request.send(body ?? null);
  });

/** See `FileTools.picture`. */
export const picture: FileTools['picture'] = async (file, most) => {
  try {
    return await draw(await createImageBitmap(file), most);
  } catch {
    return undefined; // Not a picture, or one that this browser cannot draw.
  }
};

/** See `FileTools.recording`. A strict policy has to allow `blob:` in `media-src`. */
export const recording: FileTools['recording'] = async (file, most) => {
  const player = document.createElement('video');
  const url = URL.createObjectURL(file);
  try {
    Object.assign(player, { muted: true, playsInline: true, preload: 'auto', src: url });
    await happens(player, 'loadedmetadata');
    // What a browser records itself may say nothing of its length.
    const duration = Number.isFinite(player.duration) ? Math.round(player.duration * 10) / 10 : undefined;
    return { duration, ...(player.videoWidth > 0 && (await stillOf(player, most))) };
  } catch {
    return undefined; // Not a recording, or one that this browser cannot play.
  } finally {
    player.removeAttribute('src');
    player.load();
    URL.revokeObjectURL(url);
  }
};

async function stillOf(player: HTMLVideoElement, most: number): Promise<Picture | undefined> {
  try {
    player.currentTime = Math.min(STILL_AT, player.duration / 2);
    await happens(player, 'seeked');
    return await draw(await createImageBitmap(player), most);
  } catch {
    return undefined; // It is as long as it says, whatever it shows.
  }
}

function happens(player: HTMLVideoElement, event: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const until = AbortSignal.timeout(PATIENCE_MS);
    until.onabort = () => reject(until.reason as Error);
    player.addEventListener('error', () => reject(new TypeError('It cannot be played.')), { signal: until });
    player.addEventListener(event, () => resolve(), { signal: until });
  });
}

async function draw(bitmap: ImageBitmap, most: number): Promise<Picture> {
  const { width, height } = bitmap;
  const scale = Math.min(1, most / Math.max(width, height));
  const canvas = new OffscreenCanvas(Math.ceil(width * scale), Math.ceil(height * scale));
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const small = await canvas.convertToBlob({ type: 'image/webp', quality: 0.8 });
  // Where there is no WebP a canvas answers with PNG, which photos are too large for.
  if (small.type === 'image/webp') return { width, height, small };
  return { width, height, small: await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 }) };
}

/** See `FileTools.room`. */
export const room: FileTools['room'] = async () => {
  try {
    const { quota, usage = 0 } = await navigator.storage.estimate();
    return quota === undefined ? ROOM : quota - usage;
  } catch {
    return ROOM;
  }
};
