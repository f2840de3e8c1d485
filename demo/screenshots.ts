import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MARIE_ID } from './page/cast.ts';
import { openLines } from './pictures/lines.ts';
import { scenes } from './pictures/scenes.ts';
import { contactSheet } from './pictures/sheet.ts';
import { inStudio, type Studio } from './pictures/studio.ts';
import { open, take, type Picture } from './pictures/take.ts';

/**
 * Takes a picture of every widget in every state: `npm run screenshots`, or `-- timeline chat/error` for some of them.
 * They are in `screenshots/`, with an `index.html`. Fails when a state does not come or a page is wider than its window.
 */
const FOLDER = fileURLToPath(new URL('../screenshots', import.meta.url));

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function takeAll({ demo, browser }: Studio, wanted: readonly string[]): Promise<void> {
  const lines = await openLines(demo.backend);
  try {
    const company = await browser.createBrowserContext();
    for (const as of ['irene', 'pierre'] as const)
      await open(
        company,
        { tag: 'nality-presence', attributes: { room: MARIE_ID }, as, line: 'sound' },
        demo,
        lines,
      );
    const pictures: Picture[] = [];
    for (const scene of scenes().filter(({ widget, state }) => isWanted(`${widget}/${state}`, wanted))) {
      const started = performance.now();
      try {
        pictures.push(...(await take(scene, { demo, browser, lines, folder: FOLDER })));
        say(`${scene.widget}, ${scene.state} (${Math.round(performance.now() - started)} ms)`);
      } catch (error) {
        process.exitCode = 1;
        say(`${scene.widget}, ${scene.state}: ${String(error)}`);
      }
    }
    for (const { file, trouble } of pictures.filter(({ trouble }) => trouble)) {
      process.exitCode = 1;
      say(`${file}: ${trouble}`);
    }
    await writeFile(join(FOLDER, 'index.html'), contactSheet(pictures));
    say(`${pictures.length} pictures: ${join(FOLDER, 'index.html')}`);
  } finally {
    await lines.close();
  }
}

function isWanted(name: string, wanted: readonly string[]): boolean {
  return wanted.length === 0 || wanted.some((one) => name.startsWith(one));
}

const wanted = process.argv.slice(2);
if (wanted.length === 0) await rm(FOLDER, { recursive: true, force: true });
await inStudio((studio) => takeAll(studio, wanted));
