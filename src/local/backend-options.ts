import type { AuthConfig } from './auth/config.ts';
import type { FunctionsOptions } from './functions/functions.ts';
import type { RealtimeLimits, RealtimePauses } from './realtime/limits.ts';

/** What a backend is started with; everything has a default. */
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
  /** Where Edge Functions differ from the command line tool's defaults; `log` gets what they print. */
  functions?: Pick<FunctionsOptions, 'envFile' | 'timeout' | 'deno' | 'log'>;
  /** What is to differ from `[auth]` of the project's `config.toml`. */
  auth?: Partial<AuthConfig>;
  /** Where Realtime's limits and pauses differ from the real server's. */
  realtime?: { limits?: Partial<RealtimeLimits>; pauses?: Partial<RealtimePauses> };
  /** Is given what happens inside, line by line. */
  log?: (line: string) => void;
}
