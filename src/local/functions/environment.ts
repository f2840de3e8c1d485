import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import type { Keys } from '../keys.ts';

export interface EnvironmentOptions {
  keys: Keys;
  /** The project's URL. */
  url: string;
  databaseUrl?: string;
  /** A file of `NAME=value` lines; one that is not there is an empty one. */
  envFile: string;
  log: (line: string) => void;
}

/** The variables that a function sees: those of the file, and those of the platform, which the file cannot change. */
export async function functionEnvironment(
  name: string,
  options: EnvironmentOptions,
): Promise<Record<string, string>> {
  const { keys, url, databaseUrl, log } = options;
  return {
    ...withoutReserved(await readEnvFile(options.envFile), log),
    SUPABASE_URL: url,
    SUPABASE_ANON_KEY: keys.anonJwt,
    SUPABASE_SERVICE_ROLE_KEY: keys.serviceRoleJwt,
    SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: keys.publishable }),
    SUPABASE_SECRET_KEYS: JSON.stringify({ default: keys.secret }),
    ...(databaseUrl === undefined ? {} : { SUPABASE_DB_URL: databaseUrl }),
    SUPABASE_FUNCTION_SLUG: name,
    SB_REGION: 'local',
    SB_EXECUTION_ID: crypto.randomUUID(),
  };
}

async function readEnvFile(path: string): Promise<NodeJS.Dict<string>> {
  try {
    return parseEnv(await readFile(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

function withoutReserved(
  variables: NodeJS.Dict<string>,
  log: (line: string) => void,
): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value = ''] of Object.entries(variables)) {
    if (name.startsWith('SUPABASE_')) log(`Env name cannot start with SUPABASE_, skipping: ${name}`);
    else kept[name] = value;
  }
  return kept;
}
