import { freePort } from './demo/server/listen.ts';
import { launcherOf } from './test/browsers/launchers.ts';
import { outcomeReporter } from './test/runner/browser-reporter.ts';
import { backendForPages } from './test/support/wtr-backend.ts';
import { guardPlugin } from './test/support/wtr-guard.ts';
import { oxcPlugin } from './test/support/wtr-oxc.ts';
import { preferencesPlugin } from './test/support/wtr-preferences.ts';

const backend = backendForPages();
const report = process.env.NALITY_REPORT;

/** @type {import('@web/test-runner').TestRunnerConfig} */
export default {
  files: ['test/elements/**/*.test.ts', 'test/browser/**/*.test.ts'],
  // In capitals it is this machine alone; of `localhost` the runner makes all addresses. It would look for a port from 8000 on,
  // and meet whoever looks at the same time.
  hostname: 'LOCALHOST',
  port: await freePort(0),
  // One page at a time: focus and mouse do not reach pages in the background.
  concurrency: 1,
  nodeResolve: { exportConditions: ['production', 'browser'] },
  plugins: [guardPlugin(), oxcPlugin(), preferencesPlugin(), backend.plugin],
  middleware: [backend.middleware],
  browsers: [launcherOf(process.env.NALITY_BROWSER ?? 'chromium')],
  // A page that may be dark, for widgets are as the page around them.
  testRunnerHtml: (path) =>
    `<!doctype html><html lang="en"><head><meta name="color-scheme" content="light dark" /></head><body><script type="module" src="${path}"></script></body></html>`,
  // Longer than one `waitUntil`, which can say what never came about; the first to ask for the backend starts it.
  testFramework: { config: { timeout: 60_000, forbidOnly: true } },
  browserStartTimeout: 60_000,
  testsStartTimeout: 60_000,
  testsFinishTimeout: 180_000,
  ...(report ? { reporters: [outcomeReporter(report)] } : {}),
};
