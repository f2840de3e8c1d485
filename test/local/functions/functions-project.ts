import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_MODULES = fileURLToPath(new URL('../../../node_modules', import.meta.url));

/** A Supabase project in a folder of its own, for a test to write functions into. */
export interface FunctionsProject {
  folder: string;
  /** Writes a file below `supabase/functions`. */
  write(path: string, text: string): Promise<void>;
  remove(): Promise<void>;
}

/** Makes the folder, with the packages that are installed here. */
export async function createProject(files: Record<string, string>): Promise<FunctionsProject> {
  const folder = await mkdtemp(join(tmpdir(), 'nality-functions-'));
  await symlink(NODE_MODULES, join(folder, 'node_modules'));
  const write = async (path: string, text: string) => {
    const file = join(folder, 'supabase/functions', path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  };
  await mkdir(join(folder, 'supabase/migrations'), { recursive: true });
  for (const [path, text] of Object.entries(files)) await write(path, text);
  return { folder, write, remove: () => rm(folder, { recursive: true }) };
}
