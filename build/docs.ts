import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './configs.ts';
import { analyzeElements } from './manifest/analyze.ts';
import { elementsOf } from './manifest/model.ts';
import { page } from './manifest/pages.ts';

/** Writes a page about each element to `docs/elements`. */
async function writePages(): Promise<void> {
  const folder = join(root, 'docs/elements');
  await mkdir(folder, { recursive: true });
  for (const element of elementsOf(analyzeElements()))
    await writeFile(join(folder, `${element.tagName}.md`), await page(element));
}

await writePages();
