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

const COMMANDS = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
];

const MAC_APPS = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
const WINDOWS_PROGRAMS = ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'];

const ADVICE = `No browser was found for the tests. Do one of these:
  - install Google Chrome, Chromium or Microsoft Edge in its usual place, or
  - set CHROME_PATH to the program of such a browser, or
  - on Debian and Ubuntu run: sudo apt-get install chromium`;

/**
 * The path of a Chromium-like browser: `CHROME_PATH`, else an installed one, else Debian's package, installed on
 * the spot where this process may do so.
 * @throws Error with what to do when there is none.
 */
export function findBrowser(machine: Machine = thisMachine()): string {
  const chosen = machine.env.CHROME_PATH;
  if (chosen) {
    if (machine.isExecutable(chosen)) return chosen;
    throw new Error(`CHROME_PATH is ${chosen}, which is not a program that can be run.`);
  }
  const found = findInstalled(machine) ?? (installFromDebian(machine) ? findInstalled(machine) : undefined);
  if (found) return found;
  throw new Error(ADVICE);
}

function findInstalled(machine: Machine): string | undefined {
  return candidates(machine).find((path) => machine.isExecutable(path));
}

function candidates({ platform, env }: Machine): string[] {
  if (platform === 'darwin') {
    const folders = ['/Applications', join(env.HOME ?? '', 'Applications')];
    return folders.flatMap((folder) => MAC_APPS.map((app) => `${folder}/${app}.app/Contents/MacOS/${app}`));
  }
  if (platform === 'win32') {
    const folders = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter(
      (folder) => folder !== undefined,
    );
    return folders.flatMap((folder) => WINDOWS_PROGRAMS.map((program) => `${folder}/${program}`));
  }
  const folders = [...(env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin'];
  return folders.filter(Boolean).flatMap((folder) => COMMANDS.map((command) => `${folder}/${command}`));
}

function installFromDebian({ platform, root, isExecutable, run }: Machine): boolean {
  if (platform !== 'linux' || !root || !isExecutable('/usr/bin/apt-get')) return false;
  // Another installation may be under way: wait for it instead of failing at once.
  const lock = ['-o', 'DPkg::Lock::Timeout=400'];
  return (
    run('apt-get', [...lock, 'update', '-qq']) &&
    run('apt-get', [...lock, 'install', '-y', '-qq', '--no-install-recommends', 'chromium'])
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
