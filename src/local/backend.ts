import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import type { IncomingMessage } from 'node:http';
import { createAuth } from './auth/auth.ts';
import { readAuthConfig } from './auth/config.ts';
import type { AuthConfig } from './auth/config.ts';
import { createMailbox } from './auth/mail/mailbox.ts';
import { openDataDirectory } from './database/data-directory.ts';
import type { DataDirectory } from './database/data-directory.ts';
import type { Database } from './database/database.ts';
import { platformKey } from './database/platform.ts';
import { createFunctions } from './functions/functions.ts';
import type { FunctionsOptions } from './functions/functions.ts';
import { listen } from './gateway/http.ts';
import { createRouter } from './gateway/router.ts';
import { createKeys } from './keys.ts';
import type { Keys } from './keys.ts';
import { readConfigFile, tableIn } from './project/config-file.ts';
import { openProject, openProjectAt } from './project/open-project.ts';
import { OUR_PROJECT } from './project/project.ts';
import type { RealtimeLimits, RealtimePauses } from './realtime/limits.ts';
import { createRealtime } from './realtime/realtime.ts';
import { readApiConfig } from './rest/api-config.ts';
import { createRest } from './rest/rest.ts';
import { createByteStore } from './storage/byte-store.ts';
import { readStorageConfig } from './storage/config.ts';
import { createDatabaseStore } from './storage/database-store.ts';
import { createStorage } from './storage/storage.ts';

export interface BackendOptions {
  /** 0 takes a free port, which is the default. */
  port?: number;
  /** The folder that keeps the data; absent: in memory. */
  dataDir?: string;
  /** A database on an ordinary PostgreSQL server, 15 or newer, that keeps everything instead of a folder. */
  databaseUrl?: string;
  /** Signs all tokens; the keys follow from it. Default: that of every local Supabase project. */
  jwtSecret?: string;
  /** The folder that holds `supabase/`. Default: this package's own. */
  project?: string;
  /** Whether the project's migrations run. Default: true. */
  schema?: boolean;
  /** Whether the project's seed runs, once. Default: true. */
  seed?: boolean;
  /** Where Edge Functions differ from the command line tool's defaults. */
  functions?: Pick<FunctionsOptions, 'envFile' | 'timeout' | 'deno'>;
  /** What is to differ from `[auth]` of the project's `config.toml`. */
  auth?: Partial<AuthConfig>;
  /** Where Realtime's limits and pauses differ from the real server's. */
  realtime?: { limits?: Partial<RealtimeLimits>; pauses?: Partial<RealtimePauses> };
  /** Is given what happens inside, line by line. */
  log?: (line: string) => void;
}

export interface Backend {
  /** What a client is given as its project's URL. */
  url: string;
  port: number;
  keys: Keys;
  database: Database;
  /** Ends every connection and releases port and data directory. */
  close(): Promise<void>;
}

/**
 * Starts a Supabase project inside this process: REST, Auth, Storage, Realtime and Edge Functions on one port of 127.0.0.1.
 *
 * @throws {Error} with a message for people: port, data directory or database in use, data of another version,
 *   a database server that does not do, a broken migration (`SqlFileError`, with file and line)
 */
export async function startBackend(options: BackendOptions = {}): Promise<Backend> {
  const cleanUp: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const end of cleanUp.splice(0).reverse()) await end();
  };
  try {
    return await start(options, cleanUp, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(
  options: BackendOptions,
  cleanUp: (() => Promise<void>)[],
  close: () => Promise<void>,
): Promise<Backend> {
  const { project = OUR_PROJECT } = options;
  const config = await readConfigFile(project);
  const authConfig = { ...(await readAuthConfig(config, project)), ...options.auth };
  const keys = await createKeys(options.jwtSecret, authConfig.signingKeys);
  const directory = await openDirectory(options);
  if (directory) cleanUp.push(directory.release);
  const database = await openDatabase(options, directory);
  cleanUp.push(() => database.close());
  const rest = await createRest({ database, ...readApiConfig(config) });
  cleanUp.push(() => rest.close());
  const storage = await createStorage({
    database,
    keys,
    store: options.databaseUrl ? await createDatabaseStore(database) : createByteStore(directory?.objects),
    unfinished: directory && join(directory.objects, 'unfinished'),
    config: readStorageConfig(config),
  });
  const realtime = await createRealtime({
    ...options.realtime,
    database,
    keys,
    jwtSecret: keys.jwtSecret,
    log: options.log,
  });
  let url = '';
  const functions = createFunctions({
    ...options.functions,
    folder: project,
    keys,
    url: () => url,
    settings: async (name) => tableIn(tableIn(await readConfigFile(project), 'functions'), name),
    log: options.log,
  });
  cleanUp.push(() => functions.close());
  const mailbox = createMailbox();
  const services = {
    rest,
    auth: createAuth({ database, keys, config: authConfig, mailbox, log: options.log }),
    mail: (request: Request) => mailbox.handle(request),
    storage,
    realtime: (request: Request) => realtime.handleRequest(request),
    functions: (request: Request, path: string) => functions.handle(request, path),
  };
  const listening = listen(options.port ?? 0, createRouter(services, keys));
  const { server, port, stop } = await listening.catch(async (error: unknown) => {
    await realtime.close();
    throw error;
  });
  cleanUp.push(stop, () => realtime.close()); // in reverse: people are told before their connections end
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
    realtime.handleUpgrade(request, socket, head),
  );
  url = `http://127.0.0.1:${port}`;
  return { url, port, keys, database, close };
}

async function openDirectory({ dataDir, databaseUrl }: BackendOptions): Promise<DataDirectory | undefined> {
  if (dataDir === undefined || databaseUrl !== undefined) return undefined;
  return openDataDirectory(dataDir, await platformKey());
}

function openDatabase(options: BackendOptions, directory?: DataDirectory): Promise<Database> {
  const { project = OUR_PROJECT, schema = true, seed = true, databaseUrl } = options;
  const content = { folder: project, schema, seed: schema && seed };
  return databaseUrl === undefined ? openProject(content, directory) : openProjectAt(databaseUrl, content);
}
