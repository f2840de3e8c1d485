import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { launch, type Browser } from 'puppeteer-core';
import { BROWSER_FLAGS } from '../support/browser-flags.ts';
import { findBrowser } from '../support/find-browser.ts';

/** A browser profile on disk, and the browser that runs on it. */
export interface Profile {
  /** The browser that runs now. */
  browser(): Browser;
  /** Ends the browser at once, all its processes, as the system does when it needs the memory. */
  kill(): Promise<void>;
  /** Starts a browser on what the one before has left. */
  start(): Promise<void>;
  /** Ends the browser and deletes the profile. */
  remove(): Promise<void>;
}

/** Makes a profile and starts a browser on it. */
export async function openProfile(): Promise<Profile> {
  const folder = await mkdtemp(join(tmpdir(), 'nality-profile-'));
  let browser = await begin(folder);
  const kill = async (): Promise<void> => {
    const process_ = browser.process();
    if (process_?.pid === undefined || process_.exitCode !== null || process_.signalCode !== null) return;
    const gone = once(process_, 'exit');
    killGroup(process_.pid);
    await gone;
  };
  return {
    browser: () => browser,
    kill,
    async start() {
      browser = await begin(folder);
    },
    async remove() {
      await kill();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function begin(folder: string): Promise<Browser> {
  return launch({
    executablePath: findBrowser(),
    headless: true,
    userDataDir: folder,
    args: [...BROWSER_FLAGS],
  });
}

/** The browser leads a process group of its own; Windows has none, and ends what has lost its parent. */
function killGroup(pid: number): void {
  process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
}
