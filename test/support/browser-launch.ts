import { launch, type Browser } from 'puppeteer-core';
import { BROWSER_FLAGS } from './browser-flags.ts';
import { findBrowser } from './find-browser.ts';

/** Starts a browser process of its own, without a window. */
export function launchBrowser(): Promise<Browser> {
  return launch({ executablePath: findBrowser(), headless: true, args: [...BROWSER_FLAGS] });
}
