import { access, constants, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { lockDirectory } from './directory-lock.ts';
import { explainFolderError } from './folder-error.ts';

/** A folder that keeps a project's data from one start to the next, held by one process at a time. */
export interface DataDirectory {
  /** The folder itself, by its whole path. */
  root: string;
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

/** What stands in the file by which a folder is known as ours. */
interface Mark {
  /** The platform that the data is of. */
  platform: string;
  /** Set while the database is being made: what is there is then of no use. */
  unfinished?: true;
}

const MARK = 'backend.json';
const NEXT_MARK = `${MARK}.new`;
/** Keeps the data out of the repository that the folder may be in. */
const IGNORE = '.gitignore';
const DATA = ['database', 'objects', IGNORE];

/**
 * Takes hold of the folder; `platform` names the release that its data must be of.
 *
 * @throws {Error} with a message for people: not ours, not writable, in use by another process, or made by
 *   another release
 */
export async function openDataDirectory(folder: string, platform: string): Promise<DataDirectory> {
  const root = resolve(folder);
  const release = await hold(root);
  try {
    const mark = await readMark(root);
    if (mark && mark.platform !== platform) throw madeByAnother(root);
    const used = mark !== undefined && !mark.unfinished;
    if (!used) await begin(root, platform);
    const [database, objects] = [join(root, 'database'), join(root, 'objects')];
    return { root, database, objects, used, markUsed: () => writeMark(root, { platform }), release };
  } catch (error) {
    await release();
    throw explainFolderError(root, error);
  }
}

/**
 * Deletes the data in the folder, of whatever release it is. Answers whether there was any.
 *
 * @throws {Error} with a message for people: not ours, not writable, or in use
 */
export async function resetDataDirectory(folder: string): Promise<boolean> {
  const root = resolve(folder);
  const release = await hold(root);
  try {
    const mark = await readMark(root);
    if (!mark) return false;
    await empty(root, mark.platform);
    await rm(join(root, MARK));
    return true;
  } catch (error) {
    throw explainFolderError(root, error);
  } finally {
    await release();
  }
}

async function hold(root: string): Promise<() => Promise<void>> {
  try {
    await mkdir(root, { recursive: true });
    await access(root, constants.W_OK);
    return await lockDirectory(root);
  } catch (error) {
    throw explainFolderError(root, error);
  }
}

async function begin(root: string, platform: string): Promise<void> {
  await empty(root, platform);
  await writeFile(join(root, IGNORE), '*\n');
}

/** What is deleted only in part is unfinished, too. */
async function empty(root: string, platform: string): Promise<void> {
  await writeMark(root, { platform, unfinished: true });
  for (const name of DATA) await rm(join(root, name), { recursive: true, force: true });
}

/** Undefined for an empty folder. A folder with anything else in it than our data is left alone. */
async function readMark(root: string): Promise<Mark | undefined> {
  const names = (await readdir(root)).filter((name) => name !== NEXT_MARK);
  if (names.length === 0) return undefined;
  const text = names.includes(MARK) ? await readFile(join(root, MARK), 'utf8') : '';
  const mark = parseMark(text);
  if (mark) return mark;
  throw new Error(
    `The folder ${root} holds something else than data of the local backend. Choose another directory with --data.`,
  );
}

function parseMark(text: string): Mark | undefined {
  try {
    const mark = JSON.parse(text) as Partial<Mark> | null;
    return typeof mark?.platform === 'string' ? (mark as Mark) : undefined;
  } catch {
    return undefined;
  }
}

/** The file is there whole or not at all. */
async function writeMark(root: string, mark: Mark): Promise<void> {
  await writeFile(join(root, NEXT_MARK), JSON.stringify(mark));
  await rename(join(root, NEXT_MARK), join(root, MARK));
}

function madeByAnother(root: string): Error {
  return new Error(
    `The data directory ${root} was made by another version of the local backend, which this one cannot read. ` +
      'Start with that version, choose another directory with --data, or delete the data with --reset.',
  );
}
