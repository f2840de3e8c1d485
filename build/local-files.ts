import { globSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './configs.ts';

/** What is not put there as it is: code has been compiled, and settings of the compiler are of no use. */
const LEFT_OUT = ['**/*.ts', '**/tsconfig.json'];

/** Puts the files that the local backend reads at run time beside its code. */
export async function copyLocalFiles(): Promise<void> {
  const files = globSync('**/*.*', { cwd: join(root, 'src/local'), exclude: LEFT_OUT });
  for (const file of files) await cp(join(root, 'src/local', file), join(root, 'dist/local', file));
}
