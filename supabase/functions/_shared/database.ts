import { PostgrestClient } from 'npm:@supabase/postgrest-js@2.119.1';
import { Problem } from './http.ts';

/** What a question to the database is answered with. */
interface Answer<T> {
  data: T;
  count?: number | null;
  status: number;
  error: { code?: string; message: string } | null;
}

const TIMEOUT_MS = 15_000;

/** The project's tables with the rights of whoever has the token. */
export function asPerson(token: string): PostgrestClient {
  return connect(keyOf('SUPABASE_PUBLISHABLE_KEYS', 'SUPABASE_ANON_KEY'), token);
}

/** The project's tables with all rights: only after the caller's own rights were asked. */
export function asService(): PostgrestClient {
  return connect(serviceKey(), serviceKey());
}

/** Never leaves the functions. */
export function serviceKey(): string {
  return keyOf('SUPABASE_SECRET_KEYS', 'SUPABASE_SERVICE_ROLE_KEY');
}

export function projectUrl(path: string): string {
  return `${variable('SUPABASE_URL')}${path}`;
}

/** The rows that the database answers with; what it refuses becomes a `Problem`. */
export async function ask<T>(query: PromiseLike<Answer<unknown>>): Promise<T> {
  const { data, error, status } = await query;
  if (error) throw problemOf(status, error);
  return data as T;
}

/** How many rows there are, of a query with `count: 'exact'`. */
export async function countOf(query: PromiseLike<Answer<unknown>>): Promise<number> {
  const { count, error, status } = await query;
  if (error) throw problemOf(status, error);
  return count ?? 0;
}

function connect(key: string, token: string): PostgrestClient {
  return new PostgrestClient(projectUrl('/rest/v1'), {
    headers: { apikey: key, authorization: `Bearer ${token}` },
    timeout: TIMEOUT_MS,
  });
}

/** New keys come as JSON by their names, the legacy one as it is; a project may have disabled either. */
function keyOf(name: string, legacy: string): string {
  const keys = JSON.parse(Deno.env.get(name) ?? '{}') as Record<string, string>;
  return keys['default'] ?? Object.values(keys)[0] ?? variable(legacy);
}

function variable(name: string): string {
  const value = Deno.env.get(name);
  if (!value) throw new Error(`${name} is not set: Supabase sets it for every Edge Function.`);
  return value;
}

/** Classes a refusal by its code: PostgreSQL's, or PostgREST's own. */
function problemOf(status: number, { code = '', message }: { code?: string; message: string }): Problem {
  if (code === 'PGRST301' || code === 'PGRST303') {
    return new Problem(401, 'auth-expired', 'The sign-in is no longer valid. Sign in again.');
  }
  if (status === 401 || code === 'PGRST302') return new Problem(401, 'auth-required', 'Sign in to do this.');
  if (code === '42501') return new Problem(403, 'denied', 'You do not have the right to do this.');
  if (/^2[23]/.test(code)) return new Problem(422, 'invalid', 'The database does not take this.');
  console.error(`The database answered ${status} ${code}: ${message}`);
  return new Problem(503, 'server', 'The database cannot be reached. Try again in a moment.', 5);
}
