import { claimsOf } from '../../core/lib/jwt.ts';

/** Answers with the access token of the person who is signed in, or null when nobody is. */
export type TokenSource = () => Promise<string | null>;

/** Stands for "nobody is signed in" where a person's id is expected. */
export const NOBODY = '';

/**
 * Whom a token names by its `sub` claim, `NOBODY` without one. Unverified: good enough to tell persons
 * apart on one page; the server verifies.
 */
export function subjectOf(token: string | null): string {
  const subject = token === null ? undefined : claimsOf(token)?.['sub'];
  return typeof subject === 'string' ? subject : NOBODY;
}
