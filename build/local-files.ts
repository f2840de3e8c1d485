import { globSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './configs.ts';

/** Puts the files that the local backend reads at run time beside its code. */
export async function copyLocalFiles(): Promise<void> {
  const files = globSync('**/*.{sql,js}', { cwd: join(root, 'src/local') });
  for (const file of files) await cp(join(root, 'src/local', file), join(root, 'dist/local', file));
}
