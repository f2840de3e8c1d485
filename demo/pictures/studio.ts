import type { Browser, Page } from 'puppeteer-core';
import { launchBrowser } from '../../test/support/browser-launch.ts';
import { ensureCdn } from '../server/cdn.ts';
import { ANY_PORTS, startDemo, type Demo } from '../server/demo.ts';

/** Where pictures are taken: the demo with its people, and a browser without a window. */
export interface Studio {
  readonly demo: Demo;
  readonly browser: Browser;
}

/** Builds the widgets if they have changed, starts everything, and ends it when the work is done, or fails. */
export async function inStudio(work: (studio: Studio) => Promise<void>): Promise<void> {
  await ensureCdn();
  const demo = await startDemo({ ports: ANY_PORTS });
  try {
    const browser = await launchBrowser();
    await work({ demo, browser }).finally(() => browser.close());
  } finally {
    await demo.close();
  }
}

/** How a page is looked at. */
export interface Look {
  readonly width: number;
  readonly height: number;
  readonly scheme: 'light' | 'dark';
  /** Whether the system has chosen the colours. */
  readonly forced?: boolean;
}

/** Looks at a page in this way; what moves is seen at rest. */
export async function lookAt(page: Page, { width, height, scheme, forced = false }: Look): Promise<void> {
  await page.setViewport({ width, height });
  const session = await page.createCDPSession();
  await session.send('Emulation.setEmulatedMedia', {
    features: [
      { name: 'prefers-color-scheme', value: scheme },
      { name: 'prefers-reduced-motion', value: 'reduce' },
      { name: 'forced-colors', value: forced ? 'active' : 'none' },
    ],
  });
}
