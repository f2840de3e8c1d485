import { chromeLauncher } from '@web/test-runner-chrome';
import puppeteer from 'puppeteer-core';
import { outcomeReporter } from './test/runner/browser-reporter.ts';
import { BROWSER_FLAGS } from './test/support/browser-flags.ts';
import { findBrowser } from './test/support/find-browser.ts';
import { backendForPages } from './test/support/wtr-backend.ts';
import { guardPlugin } from './test/support/wtr-guard.ts';
import { oxcPlugin } from './test/support/wtr-oxc.ts';

const backend = backendForPages();
const report = process.env.NALITY_REPORT;

/** @type {import('@web/test-runner').TestRunnerConfig} */
export default {
  files: ['test/elements/**/*.test.ts', 'test/browser/**/*.test.ts'],
  // One page at a time: focus and mouse do not reach pages in the background.
  concurrency: 1,
  nodeResolve: { exportConditions: ['production', 'browser'] },
  plugins: [guardPlugin(), oxcPlugin(), backend.plugin],
  middleware: [backend.middleware],
  browsers: [
    chromeLauncher({
      puppeteer,
      launchOptions: { executablePath: findBrowser(), headless: true, args: [...BROWSER_FLAGS] },
      concurrency: 1,
      createPage: async ({ context }) => {
        const page = await context.newPage();
        const session = await page.createCDPSession();
        // Whatever window a test has opened before: each page is the one that somebody looks at.
        await session.send('Emulation.setFocusEmulationEnabled', { enabled: true });
        return page;
      },
    }),
  ],
  // A page that may be dark, for widgets are as the page around them.
  testRunnerHtml: (path) =>
    `<!doctype html><html lang="en"><head><meta name="color-scheme" content="light dark" /></head><body><script type="module" src="${path}"></script></body></html>`,
  testFramework: { config: { timeout: 10_000, forbidOnly: true } },
  browserStartTimeout: 60_000,
  testsStartTimeout: 60_000,
  testsFinishTimeout: 180_000,
  ...(report ? { reporters: [outcomeReporter(report)] } : {}),
};
