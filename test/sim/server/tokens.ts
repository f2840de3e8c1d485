/** Whom a token names, and until when by the server's clock (milliseconds). */
export interface Claims {
  readonly person: string | null;
  readonly expires: number;
}

/** A token as a browser sees it. Nothing is signed: the simulated server believes what it made. */
export function tokenFor(person: string, expires: number): string {
  const part = (content: object): string => Buffer.from(JSON.stringify(content)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ sub: person, role: 'authenticated', exp: expires / 1000 })}.x`;
}

/** What the key of the project stands for: nobody. */
export const ANON_KEY = 'sb_publishable_simulated';

/** Reads a token. */
export function claimsOf(token: string | null): Claims {
  if (token === null || token === ANON_KEY) return { person: null, expires: Infinity };
  const body = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as {
    sub: string;
    exp: number;
  };
  return { person: body.sub, expires: body.exp * 1000 };
}
