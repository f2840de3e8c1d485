import { signToken } from '../../src/local/gateway/token.ts';
import { createKeys } from '../../src/local/keys.ts';

export const keys = await createKeys();

/** Everybody is a member of one room, every other person of both. */
export const CLUB = 'club';
export const EVERYBODY = 'everybody';

export const PEOPLE = 200;

const LIFETIME = 3600;

export function personId(person: number): string {
  return `00000000-0000-4000-8000-${String(person).padStart(12, '0')}`;
}

export function isInClub(person: number): boolean {
  return person % 2 === 0;
}

/** A token as Auth signs them: no two persons have the same claims. */
export function tokenOf(person: number): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const claims = { aud: 'authenticated', role: 'authenticated', sub: personId(person) };
  return signToken({ ...claims, iat: now, exp: now + LIFETIME }, keys.jwtSecret);
}
