import type { Environment } from '../environment.ts';
import { watch } from '../lib/signal.ts';
import { toJson } from '../lib/to-json.ts';
import type { Identity, IdentityWatch } from './identity.ts';

/** What the memory is about. */
export interface MemoryOptions {
  identity: IdentityWatch;
  /** The address of the project. */
  url: string;
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
export function rememberIdentity({ identity, url, environment, until }: MemoryOptions): () => Promise<void> {
  const store = (current: Identity): void => {
    if (current.name === 'unknown') return;
    environment.keep(keyOf(url), current.name === 'person' ? toJson(current) : null);
  };
  const assume = (known: Identity | undefined): void => void (known && identity.assume(known));
  if (!environment.online.get()) assume(recall(url, environment));
  watch(identity.current, store, until);
  return async () => {
    if (identity.current.get().name === 'unknown') assume(await recallUnreachable(url, environment));
  };
}

/** Who was here last, if nothing can be reached now. */
export async function recallUnreachable(url: string, environment: Environment): Promise<Person | undefined> {
  const known = recall(url, environment);
  return known && (await isUnreachable(url, environment)) ? known : undefined;
}

type Person = Extract<Identity, { name: 'person' }>;

function keyOf(url: string): string {
  return `nality:${new URL(url).host}:person`;
}

function recall(url: string, environment: Environment): Person | undefined {
  try {
    const text = environment.peek(keyOf(url)) ?? '{}';
    const { name, id, isAnonymous } = JSON.parse(text) as Partial<Person>;
    if (name !== 'person' || typeof id !== 'string') return undefined;
    return { name, id, isAnonymous: isAnonymous === true };
  } catch {
    return undefined; // Written by somebody else.
  }
}

/** The project's server has so many milliseconds to show itself. */
const PROBE_MS = 5_000;

/** Whether not even the project's server can be reached. `online` alone says true on a train with a dead network. */
async function isUnreachable(url: string, environment: Environment): Promise<boolean> {
  if (!environment.online.get()) return true;
  const deadline = new AbortController();
  const cancel = environment.after(PROBE_MS, () => deadline.abort());
  const { signal } = deadline;
  try {
    // What it answers does not matter, and may not be looked at: any page may ask so.
    const asked = new URL(url).origin;
    await environment.fetch(asked, { method: 'HEAD', mode: 'no-cors', cache: 'no-store', signal });
    return false;
  } catch {
    return true;
  } finally {
    cancel();
  }
}
