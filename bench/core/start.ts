import { gzipSync } from 'node:zlib';
import type { Page } from 'puppeteer-core';
import { openBusyTime } from './busy-time.ts';
import { figure, type Figure } from './figures.ts';
import type { Run } from './run.ts';

const PART = 'Start, from the script’s text to the end of its first run';
const NAMES = ['core', 'everything', 'supabase'] as const;
type Name = (typeof NAMES)[number];

/** How many times slower than this machine a phone is taken to be. */
const PHONE = 4;
/** Of the time that supabase-js takes; and milliseconds, where a page begins to feel stuck. */
const GOAL = { ratio: 0.35, longTask: 50 };

/** How long a page's thread works at a script that has come: compiling it, and running what it does at once. */
export async function measureStart({ stage, rounds, say }: Run): Promise<Figure[]> {
  say('Starting scripts …');
  const page = await stage.blank();
  const texts: Record<Name, string> = {
    core: await stage.script('core.js'),
    everything: await stage.script('nality.global.js'),
    supabase: await stage.script('supabase.js'),
  };
  const here = await inTurns(page, texts, rounds);
  await page.emulateCPUThrottling(PHONE);
  const onPhone = await inTurns(page, texts, rounds);
  await page.browserContext().close();
  const sizes = (name: Name): number[] => [gzipSync(texts[name], { level: 9 }).length / 1000];
  const supabase = (values: readonly number[], max?: number) => [{ name: 'supabase-js', values, max }];
  return [
    figure([PART, 'the core', 'ms'], here.core, supabase(here.supabase, GOAL.ratio)),
    figure([PART, 'all elements and the core in one script', 'ms'], here.everything, supabase(here.supabase)),
    figure(
      [PART, `the core, ${PHONE} times slower`, 'ms'],
      onPhone.core,
      supabase(onPhone.supabase, GOAL.ratio),
      GOAL.longTask,
    ),
    figure([PART, 'size of the core, gzip', 'kB'], sizes('core'), supabase(sizes('supabase'))),
    figure([PART, 'size of all in one script, gzip', 'kB'], sizes('everything'), supabase(sizes('supabase'))),
  ];
}

async function inTurns(
  page: Page,
  texts: Record<Name, string>,
  rounds: number,
): Promise<Record<Name, number[]>> {
  const busyTime = await openBusyTime(page);
  const taken: Record<Name, number[]> = { core: [], everything: [], supabase: [] };
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of NAMES) {
      await prepare(page, texts[name]);
      const { ms } = await busyTime(() =>
        page.evaluate(() => void document.head.append(globalThis.prepared)),
      );
      if (round > 0) taken[name].push(ms);
    }
  }
  return taken;
}

declare global {
  var prepared: HTMLScriptElement;
}

/** Brings a script to a page that has never seen it. */
async function prepare(page: Page, text: string): Promise<void> {
  await page.reload();
  await page.evaluate((text) => {
    globalThis.prepared = document.createElement('script');
    // Another text each time: what was compiled before is not taken again.
    globalThis.prepared.textContent = `${text}\n// ${crypto.randomUUID()}`;
  }, text);
}
