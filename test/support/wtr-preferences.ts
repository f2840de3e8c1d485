import type { TestRunnerPlugin } from '@web/test-runner';
import type { ChromeLauncher } from '@web/test-runner-chrome';
import type { CDPSession, Page } from 'puppeteer-core';
import type { Preferences } from './preferring.ts';

/** Plays what a person prefers, for `preferring.ts`; Chromium alone can. */
export function preferencesPlugin(): TestRunnerPlugin<Preferences> {
  const sessions = new WeakMap<Page, CDPSession>();
  return {
    name: 'preferences',
    async executeCommand({ command, payload = {}, session: { browser, id } }) {
      if (command !== 'prefer') return undefined;
      const page = (browser as ChromeLauncher).getPage(id);
      // It plays for as long as the session with the browser's debugger lasts.
      const debug = sessions.get(page) ?? (await page.createCDPSession());
      sessions.set(page, debug);
      const features = Object.entries(payload).map(([name, value]) => ({ name, value }));
      await debug.send('Emulation.setEmulatedMedia', { features });
      return true;
    },
  };
}
