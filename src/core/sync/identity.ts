import { signal, type Readable } from '../lib/signal.ts';
import type { SupabaseLike } from './client.ts';

/** Who the client acts as, by the token that it really uses. */
export type Identity =
  | { readonly name: 'unknown' }
  /** Nobody is signed in: the `anon` role. */
  | { readonly name: 'anonymous' }
  | { readonly name: 'person'; readonly id: string; readonly isAnonymous: boolean };

/** The identity of a client, kept up to date on request. */
export interface IdentityWatch {
  readonly current: Readable<Identity>;
  /** Reads the token again, hands it to Realtime, and tells who it names. */
  refresh(): Promise<Identity>;
}

/** The claims of a JWT, unverified: the server verifies. Undefined for anything that is not a JWT. */
export function claimsOf(token: string): Record<string, unknown> | undefined {
  const [, body, signature] = token.split('.');
  if (!body || signature === undefined) return undefined;
  try {
    const binary = atob(body.replace(/-/g, '+').replace(/_/g, '/'));
    const text = new TextDecoder().decode(Uint8Array.from(binary, (char) => char.charCodeAt(0)));
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** Whom a token names. A key, or a token without a subject, names nobody. */
export function identityOf(token: string | null): Identity {
  const claims = token === null ? undefined : claimsOf(token);
  if (typeof claims?.['sub'] !== 'string') return { name: 'anonymous' };
  return { name: 'person', id: claims['sub'], isAnonymous: claims['is_anonymous'] === true };
}

/** Follows who a client acts as. `unknown` until the first `refresh`. */
export function watchIdentity(client: SupabaseLike): IdentityWatch {
  const current = signal<Identity>({ name: 'unknown' });
  return {
    current,
    async refresh() {
      const token = (await client.realtime.accessToken?.()) ?? null;
      await client.realtime.setAuth();
      const next = identityOf(token);
      if (!sameIdentity(current.get(), next)) current.set(next);
      return next;
    },
  };
}

/** Whether two identities are the same person, or both nobody. */
export function sameIdentity(a: Identity, b: Identity): boolean {
  return a.name === b.name && (a.name !== 'person' || a.id === (b as typeof a).id);
}
