import { join } from 'node:path';
import { createAuth } from './auth/auth.ts';
import type { AuthConfig } from './auth/config.ts';
import { createMailbox } from './auth/mail/mailbox.ts';
import type { BackendOptions } from './backend-options.ts';
import type { DataDirectory } from './database/data-directory.ts';
import type { Database } from './database/database.ts';
import { readFunctionsConfig } from './functions/config.ts';
import { createFunctions } from './functions/functions.ts';
import type { Functions } from './functions/functions.ts';
import type { Services } from './gateway/router.ts';
import type { Keys } from './keys.ts';
import { readConfigFile } from './project/config-file.ts';
import type { ConfigTable } from './project/config-file.ts';
import { createRealtime } from './realtime/realtime.ts';
import type { Realtime } from './realtime/realtime.ts';
import { readApiConfig } from './rest/api-config.ts';
import { createRest } from './rest/rest.ts';
import { createByteStore } from './storage/byte-store.ts';
import { readStorageConfig } from './storage/config.ts';
import { createDatabaseStore } from './storage/database-store.ts';
import { createStorage } from './storage/storage.ts';

/** What has to be ended, in the order in which it began. */
export type CleanUp = (() => Promise<void>)[];

/** What the services of a project stand on. */
export interface Ground {
  /** The folder that holds `supabase/`. */
  project: string;
  config: ConfigTable;
  auth: AuthConfig;
  keys: Keys;
  /** Absent: in memory, or on a server. */
  directory: DataDirectory | undefined;
  database: Database;
  /** The project's URL, once it is served. */
  url: () => string;
}

/** Opens everything that the gateway hands requests to. Whoever calls it ends Realtime, before the connections to it. */
export async function openServices(
  ground: Ground,
  options: BackendOptions,
  cleanUp: CleanUp,
): Promise<{ services: Services; realtime: Realtime }> {
  const { config, auth, keys, database } = ground;
  const { log } = options;
  const rest = await createRest({ database, ...readApiConfig(config) });
  cleanUp.push(() => rest.close());
  const storage = await openStorage(ground, options);
  const realtime = await createRealtime({
    ...options.realtime,
    database,
    keys,
    log,
  });
  const functions = openFunctions(ground, options);
  cleanUp.push(() => functions.close());
  const mailbox = createMailbox();
  const services = {
    rest,
    auth: createAuth({ database, keys, config: auth, mailbox, log }),
    mail: (request: Request) => mailbox.handle(request),
    storage,
    realtime: (request: Request) => realtime.handleRequest(request),
    functions: (request: Request, path: string) => functions.handle(request, path),
  };
  return { services, realtime };
}

/** Bytes are kept where the rows are. */
async function openStorage(
  { config, keys, directory, database }: Ground,
  { databaseUrl }: BackendOptions,
): Promise<Services['storage']> {
  return createStorage({
    database,
    keys,
    store: databaseUrl ? await createDatabaseStore(database) : createByteStore(directory?.objects),
    unfinished: directory && join(directory.objects, 'unfinished'),
    config: readStorageConfig(config),
  });
}

function openFunctions({ project, keys, url }: Ground, options: BackendOptions): Functions {
  return createFunctions({
    ...options.functions,
    folder: project,
    keys,
    url,
    databaseUrl: options.databaseUrl,
    settings: async () => readFunctionsConfig(await readConfigFile(project)),
    log: options.functions?.log ?? options.log,
  });
}
