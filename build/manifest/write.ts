import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../configs.ts';
import { analyzeElements } from './analyze.ts';
import { frameworkTypes } from './framework-types.ts';

/** Writes the custom-elements manifest, and what is made of it for frameworks and editors, beside the build. */
export async function writeManifest(): Promise<void> {
  const manifest = analyzeElements();
  await write('custom-elements.json', JSON.stringify(manifest, null, 2));
  for (const [name, text] of Object.entries(frameworkTypes(manifest))) await write(`types/${name}`, text);
}

async function write(file: string, text: string): Promise<void> {
  await writeFile(join(root, 'dist', file), `${text.trimEnd()}\n`);
}
