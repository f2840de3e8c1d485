import type { Duplex } from 'node:stream';
import type { IncomingMessage } from 'node:http';
import { readAuthConfig } from './auth/config.ts';
import type { BackendOptions } from './backend-options.ts';
import { openDataDirectory } from './database/data-directory.ts';
import type { DataDirectory } from './database/data-directory.ts';
import type { Database } from './database/database.ts';
import { platformKey } from './database/platform.ts';
import { listen } from './gateway/http.ts';
import { createRouter } from './gateway/router.ts';
import { createKeys } from './keys.ts';
import type { Keys } from './keys.ts';
import { listFunctions } from './functions/catalog.ts';
import { readFunctionsConfig } from './functions/config.ts';
import { readConfigFile } from './project/config-file.ts';
import { openProject, openProjectAt } from './project/open-project.ts';
import { OUR_PROJECT } from './project/project.ts';
import { openServices } from './services.ts';
import type { CleanUp } from './services.ts';

export interface Backend {
  /** What a client is given as its project's URL. */
  url: string;
  port: number;
  keys: Keys;
  database: Database;
  /** The names of the Edge Functions that it found when it started. */
  functions: string[];
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
  const cleanUp: CleanUp = [];
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
  cleanUp: CleanUp,
  close: () => Promise<void>,
): Promise<Backend> {
  const { project = OUR_PROJECT } = options;
  const config = await readConfigFile(project);
  const auth = { ...(await readAuthConfig(config, project)), ...options.auth };
  const keys = await createKeys(options.jwtSecret, auth.signingKeys);
  const directory = await openDirectory(options);
  if (directory) cleanUp.push(directory.release);
  const database = await openDatabase(options, directory);
  cleanUp.push(() => database.close());
  let url = '';
  const ground = { project, config, auth, keys, directory, database, url: () => url };
  const { services, realtime } = await openServices(ground, options, cleanUp);
  let stop = async (): Promise<void> => undefined;
  cleanUp.push(
    () => stop(),
    () => realtime.close(), // before: people are told, and then their connections end
  );
  const {
    server,
    port,
    stop: stopListening,
  } = await listen(options.port ?? 0, createRouter(services, keys), options.log);
  stop = stopListening;
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
    realtime.handleUpgrade(request, socket, head),
  );
  url = `http://127.0.0.1:${port}`;
  const functions = await listFunctions(project, readFunctionsConfig(config));
  return { url, port, keys, database, functions, close };
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
