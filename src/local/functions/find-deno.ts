import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** How Deno is started: a command, and what comes before Deno's own arguments. */
export interface DenoCommand {
  command: string;
  args: string[];
}

export interface DenoSearch {
  /** Files or folders from which Node would look for the package `deno`. */
  from: readonly string[];
  /** As in the environment. */
  path?: string;
  log: (line: string) => void;
}

const VERSION = '2.9.6';
const EXECUTABLE = process.platform === 'win32' ? 'deno.exe' : 'deno';

/** Looks in `node_modules`, then on the PATH, then lets npx fetch it; undefined where it is not to be had. */
export async function findDeno({ from, path = '', log }: DenoSearch): Promise<DenoCommand | undefined> {
  for (const place of from) {
    const installed = await findPackage(place);
    if (installed) return installed;
  }
  for (const folder of path.split(delimiter).filter(Boolean)) {
    if (await exists(join(folder, EXECUTABLE))) return { command: join(folder, EXECUTABLE), args: [] };
  }
  return fetchByNpx(path, log);
}

async function findPackage(from: string): Promise<DenoCommand | undefined> {
  const folder = resolvePackage(from);
  if (folder === undefined) return undefined;
  const binary = join(folder, EXECUTABLE);
  if (await exists(binary)) return { command: binary, args: [] };
  return { command: process.execPath, args: [join(folder, 'bin.cjs')] }; // finds the platform's package itself
}

function resolvePackage(from: string): string | undefined {
  try {
    return dirname(createRequire(from).resolve('deno/package.json'));
  } catch {
    return undefined;
  }
}

async function fetchByNpx(path: string, log: (line: string) => void): Promise<DenoCommand | undefined> {
  const npx = { command: 'npx', args: ['--yes', `deno@${VERSION}`] };
  log(`Deno was not found: npx fetches deno@${VERSION}, about 40 MB, once`);
  try {
    await promisify(execFile)(npx.command, [...npx.args, '--version'], {
      env: { ...process.env, PATH: path },
    });
    return npx;
  } catch (error) {
    log(`npx could not fetch Deno: ${(error as Error).message.split('\n')[0]}`);
    return undefined;
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
