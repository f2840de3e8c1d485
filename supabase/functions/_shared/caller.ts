import type { PostgrestClient } from 'npm:@supabase/postgrest-js@2.119.1';
import { asPerson } from './database.ts';
import { Problem } from './http.ts';

/** Who calls. */
export interface Caller {
  /** What the token says. Nothing is proven before the database has taken the token. */
  id: string;
  /** How they write dates, as far as their browser tells: a language tag. */
  locale: string;
  /** The database under the caller's own rights. */
  db: PostgrestClient;
}

/** Reads who calls from the token; the first question to `db` proves it, and has to come before anything else. */
export function callerOf({ headers }: Request): Caller {
  const token = /^Bearer (\S+)$/i.exec(headers.get('authorization') ?? '')?.[1] ?? '';
  const id = subjectOf(token);
  if (id === undefined) throw new Problem(401, 'auth-required', 'Sign in to do this.');
  return { id, locale: localeOf(headers), db: asPerson(token) };
}

function subjectOf(token: string): string | undefined {
  try {
    const claims = token.split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/');
    const { sub } = JSON.parse(atob(claims)) as { sub?: unknown };
    return typeof sub === 'string' ? sub : undefined;
  } catch {
    return undefined;
  }
}

/** The first language that the browser would like; English, as the page, where it names none. */
function localeOf(headers: Headers): string {
  const [wish = ''] = (headers.get('accept-language') ?? '').split(/[,;]/);
  try {
    return Intl.getCanonicalLocales(wish.trim())[0] ?? 'en';
  } catch {
    return 'en'; // such as `*`
  }
}
