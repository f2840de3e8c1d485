import { gzipSync } from 'node:zlib';
import type { Page } from 'puppeteer-core';
import { figure, type Figure } from './figures.ts';
import type { Run } from './run.ts';

const PART = 'Start, from the script’s text to the end of its first run';
const NAMES = ['core', 'everything', 'supabase'] as const;
type Name = (typeof NAMES)[number];

/** How many times slower than this machine a phone is taken to be. */
const PHONE = 4;
/** Of the time that supabase-js takes; and milliseconds, where a page begins to feel stuck. */
const GOAL = { ratio: 0.35, longTask: 50 };

/** How long a page is busy with a script that has come: compiling it, and running what it does at once. */
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
  const taken: Record<Name, number[]> = { core: [], everything: [], supabase: [] };
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of NAMES) {
      const ms = await start(page, texts[name]);
      if (round > 0) taken[name].push(ms);
    }
  }
  return taken;
}

/** Milliseconds, in a page that has never seen the script. */
async function start(page: Page, text: string): Promise<number> {
  await page.reload();
  return page.evaluate((text) => {
    const script = document.createElement('script');
    // Another text each time: what was compiled before is not taken again.
    script.textContent = `${text}\n// ${crypto.randomUUID()}`;
    const start = performance.now();
    document.head.append(script);
    return performance.now() - start;
  }, text);
}
