import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Edit } from './list.ts';

/** A copy of the project in which code may be broken. */
export interface Copy {
  readonly folder: string;
  /** Makes an edit. Rejects where the text to replace is not there exactly once: the list is then out of date. */
  edit(edit: Edit): Promise<void>;
  /** Undoes all edits. */
  restore(): Promise<void>;
  remove(): Promise<void>;
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PARTS = ['src', 'test', 'demo', 'supabase', 'build', 'package.json', 'web-test-runner.config.mjs'];

/** Copies the project; the packages are shared. */
export async function openCopy(): Promise<Copy> {
  const folder = await mkdtemp(join(tmpdir(), 'nality-mutants-'));
  for (const part of [...PARTS, 'tsconfig.json', 'vite.config.ts'])
    await cp(join(ROOT, part), join(folder, part), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const touched = new Set<string>();
  return {
    folder,
    async edit({ file, from, to }) {
      const path = join(folder, file);
      const text = await readFile(path, 'utf8');
      const count = text.split(from).length - 1;
      if (count !== 1) throw new Error(`${file} contains ${count} times what is to be replaced: ${from}`);
      touched.add(file);
      await writeFile(
        path,
        text.replace(from, () => to),
      );
    },
    async restore() {
      for (const file of touched) await cp(join(ROOT, file), join(folder, file));
      touched.clear();
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
