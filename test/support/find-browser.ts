import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What the search needs of the machine. */
export interface Machine {
  platform: NodeJS.Platform;
  env: Readonly<Record<string, string | undefined>>;
  /** Whether this may install packages, i.e. is root. */
  root: boolean;
  isExecutable(path: string): boolean;
  /** Runs a command to its end, its output shown. Returns whether it succeeded. */
  run(command: string, args: readonly string[]): boolean;
}

/** A program that tests need, and where machines have it. */
export interface Program {
  /** What people call it. */
  name: string;
  /** The environment variable that names it. */
  variable: string;
  commands: readonly string[];
  macPrograms?: readonly string[];
  windowsPrograms?: readonly string[];
  /** Debian's package. */
  debian: string;
}

const CHROMIUM: Program = {
  name: 'Google Chrome, Chromium or Microsoft Edge',
  variable: 'CHROME_PATH',
  commands: [
    'google-chrome-stable',
    'google-chrome',
    'chromium',
    'chromium-browser',
    'microsoft-edge-stable',
    'microsoft-edge',
  ],
  macPrograms: ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
    (app) => `${app}.app/Contents/MacOS/${app}`,
  ),
  windowsPrograms: ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'],
  debian: 'chromium',
};

/** The path of a Chromium-like browser; see `findProgram`. */
export function findBrowser(machine?: Machine): string {
  return findProgram(CHROMIUM, machine);
}

/**
 * The path of a program: the one that its variable names, else an installed one, else Debian's package, installed on
 * the spot where this process may do so.
 * @throws Error with what to do when there is none.
 */
export function findProgram(program: Program, machine: Machine = thisMachine()): string {
  const chosen = machine.env[program.variable];
  if (chosen) {
    if (machine.isExecutable(chosen)) return chosen;
    throw new Error(`${program.variable} is ${chosen}, which is not a program that can be run.`);
  }
  const find = (): string | undefined =>
    candidates(program, machine).find((path) => machine.isExecutable(path));
  const found = find() ?? (installFromDebian(program.debian, machine) ? find() : undefined);
  if (found) return found;
  throw new Error(advice(program));
}

function advice({ name, variable, debian }: Program): string {
  return `No ${name} was found for the tests. Do one of these:
  - install it in its usual place, or
  - set ${variable} to the path of such a program, or
  - on Debian and Ubuntu run: sudo apt-get install ${debian}`;
}

function candidates(program: Program, { platform, env }: Machine): string[] {
  const inAll = (folders: readonly string[], paths: readonly string[] = []): string[] =>
    folders.flatMap((folder) => paths.map((path) => `${folder}/${path}`));
  if (platform === 'darwin')
    return inAll(['/Applications', join(env.HOME ?? '', 'Applications')], program.macPrograms);
  if (platform === 'win32') {
    const folders = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA];
    return inAll(
      folders.filter((folder) => folder !== undefined),
      program.windowsPrograms,
    );
  }
  const folders = [...(env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin'];
  return inAll(folders.filter(Boolean), program.commands);
}

function installFromDebian(name: string, { platform, root, isExecutable, run }: Machine): boolean {
  if (platform !== 'linux' || !root || !isExecutable('/usr/bin/apt-get')) return false;
  // Another installation may be under way: wait for it instead of failing at once.
  const lock = ['-o', 'DPkg::Lock::Timeout=400'];
  return (
    run('apt-get', [...lock, 'update', '-qq']) &&
    run('apt-get', [...lock, 'install', '-y', '-qq', '--no-install-recommends', name])
  );
}

function thisMachine(): Machine {
  return {
    platform: process.platform,
    env: process.env,
    root: process.getuid?.() === 0,
    isExecutable,
    run(command, args) {
      // Standard output belongs to whoever asks for the path.
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
      return spawnSync(command, args, { env, stdio: ['ignore', 2, 2] }).status === 0;
    },
  };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
