import type { Environment } from '../environment.ts';
import { NalityError } from '../errors.ts';
import { backoff } from '../lib/backoff.ts';
import { claimsOf } from '../lib/jwt.ts';
import { signal, type Readable } from '../lib/signal.ts';
import { sleep, within } from '../lib/sleep.ts';
import type { SupabaseLike } from './client.ts';
import { assertSignedOut } from './page-sign-in.ts';

/** Who the client acts as, by the token that it really uses. */
export type Identity =
  | { readonly name: 'unknown' }
  /** Nobody is signed in: the `anon` role. */
  | { readonly name: 'anonymous' }
  | { readonly name: 'person'; readonly id: string; readonly isAnonymous: boolean };

/** The identity of a client, kept up to date on request. */
export interface IdentityWatch {
  readonly current: Readable<Identity>;
  /**
   * Reads the token again, hands it to Realtime, and tells who it names. Never answers with what was read before the
   * call, nor with what was assumed.
   *
   * @throws NalityError `offline` when the sign-in cannot be read or renewed now; who is signed in does not change by that
   */
  refresh(): Promise<Identity>;
  /** Takes somebody to be signed in as long as nothing is known: for reading what is kept on this machine. */
  assume(identity: Identity): void;
}

/** Whom a token names, also one that has expired. A key, or a token without a subject, names nobody. */
export function identityOf(token: string | null): Identity {
  const claims = token === null ? undefined : claimsOf(token);
  if (typeof claims?.['sub'] !== 'string') return { name: 'anonymous' };
  return { name: 'person', id: claims['sub'], isAnonymous: claims['is_anonymous'] === true };
}

/** What is needed to read who is signed in. */
export interface IdentityOptions {
  client: SupabaseLike;
  /** How long the sign-in may keep us waiting, in milliseconds. */
  timeoutMs: number;
  environment: Pick<Environment, 'after'>;
}

/** Follows who a client acts as. `unknown` until the first `refresh` has succeeded, or somebody was assumed. */
export function watchIdentity({ client, timeoutMs, environment }: IdentityOptions): IdentityWatch {
  const current = signal<Identity>({ name: 'unknown' });
  let reading: Promise<unknown> = Promise.resolve();
  let waiting: Promise<Identity> | undefined;
  const set = (next: Identity): void => {
    if (JSON.stringify(current.get()) !== JSON.stringify(next)) current.set(next);
  };
  const read = async (): Promise<Identity> => {
    const token = await within(timeoutMs, tokenOf(client), environment.after, TOO_LATE).catch(notNow);
    await client.realtime.setAuth(token);
    const next = identityOf(token);
    set(next);
    return next;
  };
  /** One at a time: a slow answer of before must not overtake. */
  const readNext = (): Promise<Identity> => {
    waiting = undefined;
    const next = read();
    reading = next.catch(() => undefined);
    return next;
  };
  return {
    current,
    refresh: () => (waiting ??= reading.then(readNext)),
    assume: (identity) => current.get().name === 'unknown' && set(identity),
  };
}

const TOO_LATE = (): Error => new Error('It did not answer in time.');

function notNow(cause: unknown): never {
  throw new NalityError('offline', 'Who is signed in cannot be told now. It is tried again.', { cause });
}

/** The token that the client really uses; its key when nobody is signed in. */
async function tokenOf(client: SupabaseLike): Promise<string | null> {
  const token = (await client.realtime.accessToken?.()) ?? null;
  if (identityOf(token).name === 'anonymous') await assertSignedOut(client);
  return token;
}

/** Whether two identities are the same person, or both nobody. */
export function sameIdentity(a: Identity, b: Identity): boolean {
  return a.name === b.name && (a.name !== 'person' || a.id === (b as typeof a).id);
}

/** Reads who is signed in, and again until it is known. `onFailure` hears of every time that it cannot be read. */
export async function resolveIdentity(
  identity: IdentityWatch,
  { after, random }: Pick<Environment, 'after' | 'random'>,
  onFailure: () => unknown,
  until: AbortSignal,
): Promise<void> {
  for (let attempt = 1; !until.aborted; attempt += 1) {
    try {
      return void (await identity.refresh());
    } catch {
      onFailure();
      await sleep(backoff(attempt, { maxMs: 60_000, random }), after, until);
    }
  }
}
