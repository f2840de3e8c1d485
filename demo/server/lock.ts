import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Keeps two demos from writing one database: a folder belongs to one process at a time. */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, 'pid');
  await mkdir(folder, { recursive: true });
  const holder = Number(await readFile(file, 'utf8').catch(() => ''));
  if (holder && holder !== process.pid && isRunning(holder)) {
    throw new Error(`Another demo is running already (process ${holder}). Stop it first, with Ctrl-C.`);
  }
  await writeFile(file, String(process.pid));
  return () => rm(file, { force: true });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
