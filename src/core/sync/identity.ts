import type { Environment } from '../environment.ts';
import { backoff } from '../lib/backoff.ts';
import { claimsOf } from '../lib/jwt.ts';
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
  /** Reads the token again, hands it to Realtime, and tells who it names. Never answers with what was read before the call. */
  refresh(): Promise<Identity>;
}

/** Whom a token names. A key, or a token without a subject, names nobody. */
export function identityOf(token: string | null): Identity {
  const claims = token === null ? undefined : claimsOf(token);
  if (typeof claims?.['sub'] !== 'string') return { name: 'anonymous' };
  return { name: 'person', id: claims['sub'], isAnonymous: claims['is_anonymous'] === true };
}

/** Follows who a client acts as. `unknown` until the first `refresh` has succeeded. */
export function watchIdentity(client: SupabaseLike): IdentityWatch {
  const current = signal<Identity>({ name: 'unknown' });
  let reading: Promise<unknown> = Promise.resolve();
  let waiting: Promise<Identity> | undefined;
  const read = async (): Promise<Identity> => {
    const next = identityOf((await client.realtime.accessToken?.()) ?? null);
    await client.realtime.setAuth();
    if (JSON.stringify(current.get()) !== JSON.stringify(next)) current.set(next);
    return next;
  };
  /** One at a time: a slow answer of before must not overtake. */
  const readNext = (): Promise<Identity> => {
    waiting = undefined;
    const next = read();
    reading = next.catch(() => undefined);
    return next;
  };
  return { current, refresh: () => (waiting ??= reading.then(readNext)) };
}

/** Whether two identities are the same person, or both nobody. */
export function sameIdentity(a: Identity, b: Identity): boolean {
  return a.name === b.name && (a.name !== 'person' || a.id === (b as typeof a).id);
}

/** Reads who is signed in, and again until it is known. */
export async function resolveIdentity(
  identity: IdentityWatch,
  { after, random }: Pick<Environment, 'after' | 'random'>,
  until: AbortSignal,
): Promise<void> {
  for (let attempt = 1; !until.aborted; attempt += 1) {
    try {
      return void (await identity.refresh());
    } catch {
      await pause(backoff(attempt, { maxMs: 60_000, random }), after, until);
    }
  }
}

function pause(ms: number, after: Environment['after'], until: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const cancel = after(ms, resolve);
    until.addEventListener('abort', () => (cancel(), resolve()), { once: true });
  });
}
