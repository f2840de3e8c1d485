import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

export const HELP = `Usage: npx @nality/widgets dev [options]
       npx @nality/widgets vapid

dev serves a Supabase project on this machine, without an account and without Docker: REST, Auth, Storage,
Realtime and Edge Functions on one port of 127.0.0.1.
vapid makes the keys for web push and says where they go.

  --port N          the port (default 54321; 0 takes a free one)
  --data DIR        keep the data in DIR (default .nality/data, in the project's folder)
  --memory          keep nothing
  --database-url U  keep the data on a PostgreSQL server, 15 or newer, in the database that U names:
                    postgresql://superuser:password@127.0.0.1:5432/database
  --reset           delete the data first
  --project DIR     serve the project whose folder supabase/ is in DIR (default: the widgets' own)
  --env-file FILE   variables for Edge Functions (default supabase/functions/.env)
  --no-schema       run no migrations and no seed
  --no-seed         run no seed
  --jwt-secret S    sign tokens with S; the keys follow from it
  --verbose         say what happens inside
  --help            show this text`;

const OPTIONS = {
  port: { type: 'string', default: '54321' },
  data: { type: 'string' },
  memory: { type: 'boolean', default: false },
  'database-url': { type: 'string' },
  reset: { type: 'boolean', default: false },
  project: { type: 'string' },
  'env-file': { type: 'string' },
  'no-schema': { type: 'boolean', default: false },
  'no-seed': { type: 'boolean', default: false },
  'jwt-secret': { type: 'string' },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** What `dev` was asked for. */
export interface DevOptions {
  port: number;
  /** Absent: in memory, or on a server. */
  dataDir?: string;
  databaseUrl?: string;
  reset: boolean;
  project?: string;
  /** Absolute. */
  envFile?: string;
  schema: boolean;
  seed: boolean;
  jwtSecret?: string;
  verbose: boolean;
}

export type Command = { name: 'help' } | { name: 'vapid' } | { name: 'dev'; options: DevOptions };

/** A command line that makes no sense; the message is one line for people. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Reads the command line. Throws `UsageError`. */
export function parseCommand(args: readonly string[]): Command {
  const { values, positionals } = readArgs(args);
  const [name, ...more] = positionals;
  if (values.help || args.length === 0) return { name: 'help' };
  if (name !== 'dev' && name !== 'vapid')
    throw new UsageError(`${name ? `No command "${name}"` : 'No command'}: there are dev and vapid. ${SEE}`);
  if (more.length > 0) throw new UsageError(`${name} takes no "${more.join(' ')}". ${SEE}`);
  return name === 'dev' ? { name, options: toOptions(values) } : { name };
}

const SEE = 'See --help.';

function readArgs(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    const [reason = ''] = (error as Error).message.split(/\.\s|\n/);
    throw new UsageError(`${reason}. ${SEE}`);
  }
}

function toOptions(values: ReturnType<typeof readArgs>['values']): DevOptions {
  const { project, memory, data, 'database-url': databaseUrl } = values;
  if (memory && data !== undefined)
    throw new UsageError(`--memory keeps nothing, --data does: take one. ${SEE}`);
  if (databaseUrl !== undefined && (memory || data !== undefined || values.reset))
    throw new UsageError(`With --database-url there is no --data, --memory or --reset. ${SEE}`);
  const inFolder = !memory && databaseUrl === undefined;
  return {
    port: readPort(values.port),
    databaseUrl,
    dataDir: inFolder ? named('--data', data ?? join(project ?? '.', '.nality/data')) : undefined,
    reset: values.reset,
    project: project === undefined ? undefined : named('--project', project),
    envFile: values['env-file'] === undefined ? undefined : resolve(values['env-file']),
    schema: !values['no-schema'],
    seed: !values['no-seed'],
    jwtSecret: readSecret(values['jwt-secret']),
    verbose: values.verbose,
  };
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65535) return port;
  throw new UsageError(`--port wants a number from 0 to 65535, not "${text}".`);
}

function named(option: string, folder: string): string {
  if (folder === '') throw new UsageError(`${option} wants the name of a folder.`);
  return folder;
}

/** The services of Supabase refuse shorter secrets, too. */
function readSecret(secret: string | undefined): string | undefined {
  if (secret === undefined || secret.length >= 32) return secret;
  throw new UsageError('--jwt-secret wants at least 32 characters.');
}
