import type { FileTools } from '../core/environment.ts';

/** Where the browser does not tell, so much is taken for safe. */
const ROOM = 50 * 1024 * 1024;

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
    const bitmap = await createImageBitmap(file);
    const { width, height } = bitmap;
    const scale = Math.min(1, most / Math.max(width, height));
    const canvas = new OffscreenCanvas(Math.ceil(width * scale), Math.ceil(height * scale));
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const small = await canvas.convertToBlob({ type: 'image/webp', quality: 0.8 });
    // Where there is no WebP a canvas answers with PNG, which photos are too large for.
    if (small.type === 'image/webp') return { width, height, small };
    return { width, height, small: await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 }) };
  } catch {
    return undefined; // Not a picture, or one that this browser cannot draw.
  }
};

/** See `FileTools.room`. */
export const room: FileTools['room'] = async () => {
  try {
    const { quota, usage = 0 } = await navigator.storage.estimate();
    return quota === undefined ? ROOM : quota - usage;
  } catch {
    return ROOM;
  }
};
