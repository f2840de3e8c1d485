import { execFile, execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from '../../demo/server/listen.ts';
import { findPostgres } from './find-postgres.ts';

const run = promisify(execFile);

/** A PostgreSQL server that lives as long as whoever started it: on 127.0.0.1 and, where there are any, a Unix socket. */
export interface Cluster {
  /** Of the superuser, who is called postgres, and database postgres. */
  url: string;
  /** The folder of the Unix socket. */
  socket: string;
  /** The number of the port, which names the socket, too. */
  port: number;
  /** Breaks off everything, as a crash does, and starts again. */
  restart(): Promise<void>;
  /** Breaks off everything. */
  halt(): Promise<void>;
  start(): Promise<void>;
  /** Ends the server and deletes its data. */
  remove(): Promise<void>;
}

export interface ClusterOptions {
  superuser?: string;
  encoding?: string;
}

const PASSWORD = 'a throw-away server';
/** Nothing here has to outlive a crash of the machine; what is committed outlives one of the server. */
const SETTINGS = ['fsync=off', 'full_page_writes=off', 'listen_addresses=127.0.0.1'];

/** Makes and starts a server. What happens to this process, its end by a signal included, ends the server. */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const { superuser = 'postgres', encoding = 'UTF8' } = options;
  const programs = findPostgres();
  const identity = lesserIdentity();
  const folder = await mkdtemp(join(tmpdir(), 'nality-postgres-'));
  if (identity) await chown(folder, identity.uid, identity.gid);
  const guard = watch(programs, folder);
  try {
    const data = join(folder, 'data');
    await writeFile(join(folder, 'password'), PASSWORD, { mode: 0o644 });
    const how = { ...identity, cwd: folder, env: { ...process.env, LC_ALL: 'C', PGDATA: data } };
    await run(
      join(programs, 'initdb'),
      ['--username', superuser, '--pwfile', join(folder, 'password'), '--auth', 'scram-sha-256'].concat([
        '--encoding',
        encoding,
        '--locale',
        'C',
        '--no-sync',
        '--pgdata',
        data,
      ]),
      how,
    );
    const port = await freePort(0);
    const server = [`-p ${port}`, ...SETTINGS.map((setting) => `-c ${setting}`)];
    if (process.platform !== 'win32') server.push(`-c unix_socket_directories=${folder}`);
    const control = async (...args: string[]): Promise<void> => {
      // A server that pg_ctl starts keeps its streams open: nobody may wait for their end.
      const child = spawn(join(programs, 'pg_ctl'), [...args, '--wait'], { ...how, stdio: 'ignore' });
      const [code] = (await once(child, 'exit')) as [number | null];
      if (code !== 0) throw new Error(`pg_ctl ${args[0]}: ${await readFile(join(folder, 'log'), 'utf8')}`);
    };
    const start = () => control('start', '--log', join(folder, 'log'), '--options', server.join(' '));
    const halt = () => control('stop', '--mode', 'immediate');
    await start();
    return {
      url: `postgresql://${superuser}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/postgres`,
      socket: folder,
      port,
      start,
      halt,
      async restart() {
        await halt();
        await start();
      },
      remove: () => dismiss(guard),
    };
  } catch (error) {
    await dismiss(guard);
    throw error;
  }
}

/** The server refuses to run as root: then it runs as its own user, or as nobody. */
function lesserIdentity(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  try {
    const ask = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
    return { uid: ask('-u'), gid: ask('-g') };
  } catch {
    return { uid: 65534, gid: 65534 };
  }
}

/** A process that waits for the end of this one, however it comes, and then clears up. */
function watch(programs: string, folder: string): ChildProcess {
  const script = fileURLToPath(new URL('./guard.ts', import.meta.url));
  const stdio = ['pipe', 'ignore', 'ignore'] as const;
  return spawn(process.execPath, [script, programs, folder], { detached: true, stdio: [...stdio] });
}

async function dismiss(guard: ChildProcess): Promise<void> {
  if (guard.exitCode !== null) return;
  const ended = once(guard, 'exit');
  guard.stdin?.end();
  await ended;
}
