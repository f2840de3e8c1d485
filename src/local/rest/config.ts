import type { Database } from '../database/database.ts';

/** How the service serves. */
export interface RestConfig {
  /** The schemas that are served, the default one first. */
  schemas: readonly string[];
  /** Schemas whose functions and types a request finds without naming them. */
  extraSearchPath: readonly string[];
  /** No list in an answer is longer than this many rows. */
  maxRows: number;
  /** `explain` may be asked for. */
  planEnabled: boolean;
  /** `sum`, `avg`, `count`, `max` and `min` may be asked for. */
  aggregatesEnabled: boolean;
  /** How a transaction ends, and whether a client may choose. */
  txEnd: string;
  /** A function that is called before every request. */
  preRequest: string;
}

/** What a role brings along: `alter role … set`. */
export type RoleConfigs = ReadonlyMap<string, Record<string, string>>;

/**
 * Reads the settings of the roles that requests run as, those of `authenticator` for all of them; what a
 * project sets as `pgrst.…` on `authenticator` is the service's own configuration.
 */
export async function loadConfig(
  database: Database,
  base: RestConfig,
): Promise<{ config: RestConfig; roles: RoleConfigs }> {
  const { rows } = await database.query<{ roles: string }>(`
    select coalesce(json_agg(json_build_object('name', r.rolname, 'settings', r.rolconfig)), '[]')::text as roles
    from pg_roles r where r.rolconfig is not null and pg_has_role('authenticator', r.oid, 'MEMBER')`);
  const { rows: known } = await database.query<{ name: string }>(
    `select name from pg_settings where context = 'user' and name not in ('search_path', 'role', 'session_authorization')`,
  );
  const names = new Set(known.map(({ name }) => name));
  const found = JSON.parse(rows[0]?.roles ?? '[]') as { name: string; settings: string[] }[];
  const all = new Map(found.map(({ name, settings }) => [name, readSettings(settings)]));
  const own = all.get('authenticator') ?? {};
  return { config: { ...base, ...configOf(own) }, roles: userSettings(all, own, names) };
}

/** Reads `name=value` as the catalog keeps settings. */
export function readSettings(settings: readonly string[]): Record<string, string> {
  return Object.fromEntries(settings.map((one) => one.split(/=(.*)/s).slice(0, 2) as [string, string]));
}

/** What the given role runs with. */
export function settingsOf(roles: RoleConfigs, role: string): Record<string, string> {
  return roles.get(role) ?? roles.get('authenticator') ?? {};
}

function userSettings(
  all: ReadonlyMap<string, Record<string, string>>,
  shared: Record<string, string>,
  names: ReadonlySet<string>,
): RoleConfigs {
  const known = (settings: Record<string, string>) =>
    Object.fromEntries(Object.entries(settings).filter(([name]) => names.has(name)));
  return new Map([...all].map(([role, settings]) => [role, { ...known(shared), ...known(settings) }]));
}

function configOf(settings: Record<string, string>): Partial<RestConfig> {
  const given = (name: string) => settings[`pgrst.${name}`];
  const list = (text: string) => text.split(',').map((name) => name.trim());
  const config: Partial<RestConfig> = {};
  const schemas = given('db_schemas');
  if (schemas) config.schemas = list(schemas);
  const path = given('db_extra_search_path');
  if (path !== undefined) config.extraSearchPath = list(path).filter(Boolean);
  if (Number(given('db_max_rows')) > 0) config.maxRows = Number(given('db_max_rows'));
  if (given('db_plan_enabled')) config.planEnabled = isOn(given('db_plan_enabled'));
  if (given('db_aggregates_enabled')) config.aggregatesEnabled = isOn(given('db_aggregates_enabled'));
  config.txEnd = given('db_tx_end') ?? 'commit';
  config.preRequest = given('db_pre_request') ?? '';
  return config;
}

function isOn(text = ''): boolean {
  return /^(?:true|on|yes|1)$/i.test(text);
}
