import type { BrowserLauncher } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import * as puppeteer from 'puppeteer-core';
import type { BrowserContext, LaunchOptions, Page } from 'puppeteer-core';
import { BROWSER_FLAGS } from '../support/browser-flags.ts';
import { findBrowser } from '../support/find-browser.ts';
import { findFirefox } from './programs.ts';
import { webkitLauncher } from './webkit-launcher.ts';

/** The browsers in which tests of pages run. */
export const BROWSERS = ['chromium', 'firefox', 'webkit'] as const;
export type BrowserName = (typeof BROWSERS)[number];

/** How the test runner starts a browser; its name has the version in it from the first page on. */
export function launcherOf(name: BrowserName): BrowserLauncher {
  if (name === 'webkit') return webkitLauncher();
  if (name === 'firefox')
    return puppeteerLauncher({ browser: 'firefox', executablePath: findFirefox() }, (context) =>
      context.newPage(),
    );
  return puppeteerLauncher({ executablePath: findBrowser(), args: [...BROWSER_FLAGS] }, focusedPage);
}

function puppeteerLauncher(
  options: LaunchOptions,
  createPage: (context: BrowserContext) => Promise<Page>,
): BrowserLauncher {
  const launcher: BrowserLauncher = chromeLauncher({
    puppeteer,
    launchOptions: { ...options, headless: true },
    concurrency: 1,
    async createBrowserContext({ browser }) {
      launcher.name = titleOf(await browser.version());
      return browser.defaultBrowserContext();
    },
    createPage: ({ context }) => createPage(context),
  });
  return launcher;
}

/** `firefox/153.0` as people write it. */
function titleOf(version: string): string {
  return version.charAt(0).toUpperCase() + version.slice(1).replace('/', ' ');
}

/** Whatever window a test has opened before: each page is the one that somebody looks at. */
async function focusedPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  const session = await page.createCDPSession();
  await session.send('Emulation.setFocusEmulationEnabled', { enabled: true });
  return page;
}
