import { execFile } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './configs.ts';

const TSC = join(root, 'node_modules/typescript/bin/tsc');

/** Writes the declarations of everything that a page may use. */
export async function buildTypes(): Promise<void> {
  await rm(join(root, 'dist/types'), { recursive: true, force: true });
  for (const project of ['types', 'push-worker'])
    await declare(`build/tsconfig.${project}.json`, 'dist/types');
}

/** Writes the declarations of the local backend beside its code. */
export async function buildLocalTypes(): Promise<void> {
  await declare('build/tsconfig.local.json', 'dist/local');
}

async function declare(project: string, out: string): Promise<void> {
  const folder = join(root, out);
  await promisify(execFile)(process.execPath, [TSC, '--project', join(root, project)]).catch(
    ({ stdout }: { stdout: string }) => {
      throw new Error(`The types could not be built.\n${stdout}`);
    },
  );
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.d.ts'));
  await Promise.all(files.map((file) => nameJsModules(join(folder, file))));
}

/** TypeScript keeps the `.ts` endings of our imports in declarations; to the outside, modules end in `.js`. */
async function nameJsModules(file: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  await writeFile(
    file,
    text.replace(/(from |import\(?|import )(['"])(\.{1,2}\/[^'"]+)\.ts\2/g, '$1$2$3.js$2'),
  );
}
