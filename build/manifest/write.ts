import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../configs.ts';
import { analyzeElements } from './analyze.ts';
import { vscodeData, webTypes, type Package } from './editor-data.ts';
import { frameworkTypes } from './framework-types.ts';

/** Writes the custom-elements manifest, and what is made of it for frameworks and editors, beside the build. */
export async function writeManifest(): Promise<void> {
  const manifest = analyzeElements();
  await write('custom-elements.json', json(manifest));
  await write('vscode.html-custom-data.json', json(vscodeData(manifest)));
  await write('web-types.json', json(webTypes(manifest, await ourPackage())));
  for (const [name, text] of Object.entries(frameworkTypes(manifest))) await write(`types/${name}`, text);
}

async function ourPackage(): Promise<Package> {
  return JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Package;
}

function json(value: object): string {
  return JSON.stringify(value, null, 2);
}

async function write(file: string, text: string): Promise<void> {
  await writeFile(join(root, 'dist', file), `${text.trimEnd()}\n`);
}
