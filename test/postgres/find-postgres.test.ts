import assert from 'node:assert/strict';
import { delimiter, join } from 'node:path';
import { it } from 'node:test';
import { findPostgres } from './find-postgres.ts';
import type { Machine } from './find-postgres.ts';

/** A machine on which both programs are in these folders. */
function machine(folders: string[], more: Partial<Machine> = {}): Machine {
  const programs = folders.flatMap((folder) =>
    ['initdb', 'pg_ctl', 'initdb.exe', 'pg_ctl.exe'].map((name) => join(folder, name)),
  );
  return {
    platform: 'linux',
    env: { PATH: ['/usr/bin', '/opt/postgres/bin'].join(delimiter) },
    isExecutable: (path) => programs.includes(path),
    find: (pattern) =>
      folders.filter((folder) => new RegExp(`^${pattern.replaceAll('*', '[^/]*')}$`).test(folder)),
    ask: () => undefined,
    ...more,
  };
}

it('takes the server on the path before any other', () => {
  assert.equal(
    findPostgres(machine(['/usr/lib/postgresql/15/bin', '/opt/postgres/bin'])),
    '/opt/postgres/bin',
  );
});

it('asks pg_config, unless its folder has a client only', () => {
  const ask = () => '/custom/bin\n';
  assert.equal(findPostgres(machine(['/custom/bin', '/usr/lib/postgresql/15/bin'], { ask })), '/custom/bin');
  assert.equal(findPostgres(machine(['/usr/lib/postgresql/15/bin'], { ask })), '/usr/lib/postgresql/15/bin');
});

it('takes the newest of what packages installed', () => {
  const debian = ['/usr/lib/postgresql/9/bin', '/usr/lib/postgresql/15/bin', '/usr/lib/postgresql/17/bin'];
  assert.equal(findPostgres(machine(debian)), '/usr/lib/postgresql/17/bin');
  const brew = ['/opt/homebrew/opt/postgresql@15/bin', '/opt/homebrew/opt/postgresql@17/bin'];
  assert.equal(findPostgres(machine(brew, { platform: 'darwin' })), '/opt/homebrew/opt/postgresql@17/bin');
  const windows = 'C:/Program Files/PostgreSQL/17/bin';
  assert.equal(findPostgres(machine([windows], { platform: 'win32' })), windows);
});

it('says how to install one where there is none', () => {
  assert.throws(() => findPostgres(machine([])), /apt-get install postgresql.*brew install postgresql/s);
});
