import type { Sql } from '../database/database.ts';
import { setLocal } from '../database/settings.ts';
import { roleSettings } from '../gateway/caller.ts';
import type { Caller } from '../gateway/caller.ts';
import { settingsOf } from './config.ts';
import type { RestConfig, RoleConfigs } from './config.ts';
import { RestError } from './errors.ts';
import type { RestRequest } from './request.ts';
import type { StatementResult } from './response.ts';
import { qualified, quoted } from './sql/text.ts';
import type { Statement } from './statement.ts';

export interface Performance {
  request: RestRequest;
  statement: Statement;
  caller: Caller;
  config: RestConfig;
  roles: RoleConfigs;
}

/**
 * Does in a transaction what the request asks for.
 *
 * @throws {RestError} for what is known to be wrong only afterwards: what was written is to be taken back
 */
export async function perform(sql: Sql, performance: Performance): Promise<StatementResult> {
  const { request, statement, config } = performance;
  await enter(sql, performance);
  const { rows } = await sql.query<StatementResult>(statement.sql, statement.params);
  const [result] = rows;
  if (!result) throw new Error('A statement without an answer.');
  checkResult(request, statement, result);
  return { ...result, total: await totalOf(sql, performance, result.total, config.maxRows) };
}

/** The text of PostgreSQL's plan for the request's statement. */
export async function explain(sql: Sql, performance: Performance): Promise<string> {
  const { request, statement } = performance;
  await enter(sql, performance);
  const { media } = request;
  const options = media.kind === 'plan' ? [`format ${media.format}`, ...media.options] : [];
  const { rows } = await sql.query<Record<string, unknown>>(
    `explain (${options.join(', ')}) ${statement.sql}`,
    statement.params,
  );
  const lines = rows.flatMap((row) => Object.values(row));
  return `${lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')}\n`;
}

/** Role, claims and request as a function or a policy may ask for them; all of it ends with the transaction. */
async function enter(sql: Sql, { request, statement, caller, config, roles }: Performance): Promise<void> {
  const { headers, preferences } = request;
  await setLocal(sql, {
    ...settingsOf(roles, caller.role),
    ...(statement.readOnly ? { transaction_read_only: 'on' } : {}),
    ...roleSettings(caller),
    search_path: [request.schema, ...config.extraSearchPath].map(quoted).join(', '),
    'request.method': request.method,
    'request.path': request.path,
    'request.headers': JSON.stringify(Object.fromEntries([...headers].filter(([name]) => name !== 'cookie'))),
    'request.cookies': JSON.stringify(readCookies(headers.get('cookie'))),
    ...(preferences.timezone ? { timezone: preferences.timezone } : {}),
    ...statement.settings,
  });
  if (!config.preRequest) return;
  const [schema, name] = config.preRequest.split('.');
  await sql.query(`select ${name === undefined ? quoted(schema ?? '') : qualified(schema ?? '', name)}()`);
}

function readCookies(header: string | null): Record<string, string> {
  const pairs = (header ?? '').split(';').map((pair) => pair.split(/=(.*)/s).map((part) => part.trim()));
  return Object.fromEntries(pairs.flatMap(([name, value]) => (name ? [[name, value ?? '']] : [])));
}

function checkResult(
  { media, method, preferences }: RestRequest,
  statement: Statement,
  result: StatementResult,
): void {
  const { page } = result;
  if (method === 'PUT' && page !== 1)
    throw new RestError(400, 'PGRST115', 'Payload values do not match URL in primary key column(s)');
  if (media.kind === 'object' && page !== 1)
    throw new RestError(406, 'PGRST116', 'Cannot coerce the result to a single JSON object', {
      details: `The result contains ${page} rows`,
    });
  const { maxAffected = Infinity, handling } = preferences;
  const { routine } = statement;
  if (handling !== 'strict' || maxAffected === Infinity || (method === 'POST' && !routine)) return;
  if (routine && !routine.set)
    throw new RestError(
      400,
      'PGRST128',
      'Function must return SETOF or TABLE when max-affected preference is used with handling=strict',
    );
  if (page > maxAffected && (routine || method === 'PATCH' || method === 'DELETE'))
    throw new RestError(400, 'PGRST124', 'Query result exceeds max-affected preference constraint', {
      details: `The query affects ${page} rows`,
    });
}

/** Where a count may be guessed, PostgreSQL's guess; an estimate is exact as far as one answer reaches. */
async function totalOf(
  sql: Sql,
  { request, statement }: Performance,
  counted: number | null,
  maxRows: number,
): Promise<number | null> {
  const { guessed } = statement;
  if (!guessed) return counted;
  if (request.preferences.count === 'estimated' && (counted ?? 0) <= maxRows) return counted;
  const { rows } = await sql.query<Record<string, unknown>>(
    `explain (format json) ${guessed.sql}`,
    guessed.params,
  );
  const value = Object.values(rows[0] ?? {})[0];
  const plan = (typeof value === 'string' ? JSON.parse(value) : value) as { Plan: { 'Plan Rows': number } }[];
  return Math.max(counted ?? 0, plan[0]?.Plan['Plan Rows'] ?? 0);
}
