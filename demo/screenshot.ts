import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer-core';
import { inStudio, lookAt } from './pictures/studio.ts';

/** Takes the README's picture: `node demo/screenshot.ts`. Marie tells, Irène edits, and everybody else sees it. */
const PICTURE = fileURLToPath(new URL('screenshot.png', import.meta.url));

async function untilConnected(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelectorAll('.line[data-state="connected"]').length === 3);
}

async function letMarieTell(page: Page): Promise<void> {
  await page.locator('#marie nality-chat >>> textarea').click();
  await page.keyboard.type('In spring 1895 we married in Sceaux and bought two bicycles.');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#irene >>> [data-proposal][aria-label*="two bicycles"]');
  await page.locator('#irene .tabs ::-p-text(Comments)').click();
}

async function letIreneEdit(page: Page): Promise<void> {
  const edit = await page.waitForSelector('#irene >>> [aria-label^="Edit “"]');
  await edit!.click();
  await page.waitForSelector('#pierre .articles [being-edited]');
}

await inStudio(async ({ demo, browser }) => {
  const page = await browser.newPage();
  await lookAt(page, { width: 1600, height: 900, scheme: 'light' });
  await page.goto(demo.url);
  await untilConnected(page);
  await letMarieTell(page);
  await letIreneEdit(page);
  await page.screenshot({ path: PICTURE as `${string}.png` });
});
