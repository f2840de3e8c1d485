import { execFileSync } from 'node:child_process';
import { accessSync, constants, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What this search asks of the machine. */
export interface Machine {
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  isExecutable(path: string): boolean;
  /** Folders that match a pattern. */
  find(pattern: string): string[];
  /** What a command prints; undefined when it fails. */
  ask(command: string, args: readonly string[]): string | undefined;
}

/** Where packages put the programs of each version of the server. */
const HOMES: Partial<Record<NodeJS.Platform, string[]>> = {
  linux: [
    '/usr/lib/postgresql/*/bin',
    '/usr/pgsql-*/bin',
    '/usr/local/pgsql/bin',
    '/home/linuxbrew/.linuxbrew/opt/postgresql@*/bin',
  ],
  darwin: [
    '/opt/homebrew/opt/postgresql@*/bin',
    '/usr/local/opt/postgresql@*/bin',
    '/Applications/Postgres.app/Contents/Versions/*/bin',
    '/Library/PostgreSQL/*/bin',
  ],
  win32: ['C:/Program Files/PostgreSQL/*/bin'],
};

/**
 * The folder with the programs of a PostgreSQL server, those on the path first, else the newest.
 *
 * @throws {Error} that says how to install one
 */
export function findPostgres(machine: Machine = thisMachine()): string {
  const onPath = (machine.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const configured = machine.ask('pg_config', ['--bindir'])?.trim();
  const installed = (HOMES[machine.platform] ?? []).flatMap((home) => machine.find(home));
  const folders = [...onPath, ...(configured ? [configured] : []), ...installed.sort(newestFirst)];
  const found = folders.find((folder) => PROGRAMS.every((program) => has(machine, folder, program)));
  if (found !== undefined) return found;
  throw new Error(
    'There is no PostgreSQL server (initdb, pg_ctl) on this machine. Install version 15 or newer:\n' +
      '  Debian, Ubuntu   sudo apt-get install postgresql\n' +
      '  Fedora           sudo dnf install postgresql-server postgresql-contrib\n' +
      '  macOS            brew install postgresql@17\n' +
      '  Windows          winget install PostgreSQL.PostgreSQL.17\n' +
      'or put the folder with its programs on the PATH.',
  );
}

const PROGRAMS = ['initdb', 'pg_ctl'];

function has({ platform, isExecutable }: Machine, folder: string, program: string): boolean {
  return isExecutable(join(folder, platform === 'win32' ? `${program}.exe` : program));
}

function newestFirst(a: string, b: string): number {
  return b.localeCompare(a, undefined, { numeric: true });
}

function thisMachine(): Machine {
  return {
    platform: process.platform,
    env: process.env,
    isExecutable(path) {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    },
    find: (pattern) => globSync(pattern),
    ask(command, args) {
      try {
        return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
      } catch {
        return undefined;
      }
    },
  };
}
