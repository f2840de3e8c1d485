import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** A folder that keeps a project's data from one start to the next, held by one process at a time. */
export interface DataDirectory {
  /** Where PostgreSQL keeps its files. */
  database: string;
  /** Where the bytes of stored objects are. */
  objects: string;
  /** Whether a database has been made in it already. */
  used: boolean;
  /** Writes down what made the database, once it is complete. */
  markUsed(): Promise<void>;
  release(): Promise<void>;
}

interface Mark {
  platform: string;
}

/**
 * Takes hold of the folder; `platform` names the release that its data must be of.
 *
 * @throws {Error} with a message for people: in use by another process, or made by another release
 */
export async function openDataDirectory(folder: string, platform: string): Promise<DataDirectory> {
  const root = resolve(folder);
  await mkdir(root, { recursive: true });
  const release = await takeLock(root);
  try {
    const mark = await readMark(root);
    if (mark && mark.platform !== platform) throw madeByAnother(root);
    const database = join(root, 'database');
    if (!mark) await rm(database, { recursive: true, force: true }); // an unfinished beginning
    return {
      database,
      objects: join(root, 'objects'),
      used: mark !== undefined,
      markUsed: () => writeFile(markFile(root), JSON.stringify({ platform } satisfies Mark)),
      release,
    };
  } catch (error) {
    await release();
    throw error;
  }
}

/** What this process holds: a killed one may have had its number. */
const held = new Set<string>();

/** A lock that a killed process left behind is taken over. */
async function takeLock(root: string): Promise<() => Promise<void>> {
  const file = join(root, 'lock');
  for (;;) {
    try {
      const handle = await open(file, 'wx');
      await handle.writeFile(String(process.pid));
      await handle.close();
      held.add(root);
      return async () => {
        held.delete(root);
        await rm(file, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      await removeStaleLock(root, file);
    }
  }
}

async function removeStaleLock(root: string, file: string): Promise<void> {
  const owner = Number(await readFile(file, 'utf8').catch(() => ''));
  if (isRunning(owner, root)) {
    throw new Error(
      `The data directory ${root} is in use by process ${owner}. Stop it, or choose another directory.`,
    );
  }
  await rm(file, { force: true });
}

function isRunning(pid: number, root: string): boolean {
  if (!pid) return false;
  if (pid === process.pid) return held.has(root);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function readMark(root: string): Promise<Mark | undefined> {
  const text = await readFile(markFile(root), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Mark);
}

function markFile(root: string): string {
  return join(root, 'backend.json');
}

function madeByAnother(root: string): Error {
  return new Error(
    `The data directory ${root} was made by another version of the local backend, which this one cannot read. ` +
      'Start with that version, choose another directory, or delete this one to begin anew.',
  );
}
