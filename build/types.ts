import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './configs.ts';

const TSC = join(root, 'node_modules/typescript/bin/tsc');

/** Writes the declarations of everything under `src` that a page may use, importable as they stand. */
export async function buildTypes(outDir = 'dist/types'): Promise<void> {
  const options = ['--noEmit', 'false', '--declaration', '--emitDeclarationOnly', '--declarationMap', '--rootDir', 'src'];
  await promisify(execFile)(process.execPath, [TSC, '--project', 'tsconfig.json', ...options, '--outDir', outDir], { cwd: root });
  const files = await readdir(join(root, outDir), { recursive: true });
  await Promise.all(files.filter((file) => file.endsWith('.d.ts')).map((file) => nameJsModules(join(root, outDir, file))));
}

/** TypeScript keeps the `.ts` endings of our imports in declarations; the package has `.js` beside `.d.ts`. */
async function nameJsModules(file: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace(/(from |import\(?)(['"])(\.{1,2}\/[^'"]+)\.ts\2/g, '$1$2$3.js$2'));
}
