import { lockDirectory } from '../../../src/local/database/directory-lock.ts';

/** A process that tries to take the folder at each message, and says whether it holds it. */
const [folder = '', socketsAreFiles] = process.argv.slice(2);
let release: (() => Promise<void>) | undefined;

process.on('message', async (message) => {
  if (message === 'release') {
    await release?.();
    release = undefined;
    process.send?.('released');
    return;
  }
  try {
    release = await lockDirectory(folder, socketsAreFiles === 'files');
    process.send?.('held');
  } catch (error) {
    process.send?.(error instanceof Error ? error.message : String(error));
  }
});
