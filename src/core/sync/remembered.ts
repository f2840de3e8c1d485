import type { Environment } from '../environment.ts';
import { watch } from '../lib/signal.ts';
import type { SupabaseLike } from './client.ts';
import type { Identity, IdentityWatch } from './identity.ts';

/** What the memory is about. */
export interface MemoryOptions {
  client: SupabaseLike;
  identity: IdentityWatch;
  /** Distinguishes this project's memory from others'. */
  project: string;
  environment: Environment;
  until: AbortSignal;
}

/**
 * Remembers in local storage who was here last, for pages whose sign-in is not ours to look into: so that what that
 * person keeps on this machine can be read without a network. Returns what is to be called when the sign-in could not
 * be read.
 *
 * The memory is used only while nothing can be reached: whoever can be asked is asked. It is overwritten as soon as
 * somebody is known, and forgotten when nobody is signed in. It opens nothing: every call needs a real token.
 */
export function rememberIdentity(options: MemoryOptions): () => Promise<void> {
  const { identity, project, environment, until } = options;
  const key = `nality:${project}:person`;
  const assume = (): void => {
    const known = personIn(environment.peek(key));
    if (known) identity.assume(known);
  };
  const store = (current: Identity): void => {
    if (current.name === 'unknown') return;
    environment.keep(key, current.name === 'person' ? JSON.stringify(current) : null);
  };
  if (!environment.online.get()) assume();
  watch(identity.current, store, until);
  return async () => {
    if (identity.current.get().name === 'unknown' && (await isUnreachable(options))) assume();
  };
}

function personIn(text: string | null): Identity | undefined {
  try {
    const { name, id, isAnonymous } = JSON.parse(text ?? '{}') as Partial<
      Extract<Identity, { name: 'person' }>
    >;
    return name === 'person' && typeof id === 'string'
      ? { name, id, isAnonymous: isAnonymous === true }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Whether not even the project's server can be reached. `online` alone says true on a train with a dead network. */
async function isUnreachable({ client, environment }: MemoryOptions): Promise<boolean> {
  if (!environment.online.get()) return true;
  const url = new URL(client.realtime.endpointURL().replace(/^ws/, 'http'));
  const deadline = new AbortController();
  const cancel = environment.after(PROBE_MS, () => deadline.abort());
  // What it answers does not matter, and may not be looked at: any page may ask so.
  const asking = environment.fetch(url.origin, {
    method: 'HEAD',
    mode: 'no-cors',
    cache: 'no-store',
    signal: deadline.signal,
  });
  return asking
    .then(
      () => false,
      () => true,
    )
    .finally(cancel);
}

const PROBE_MS = 5_000;
