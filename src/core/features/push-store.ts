import type { Environment, PushAddress } from '../environment.ts';
import { NalityError } from '../errors.ts';
import { toJson } from '../lib/to-json.ts';
import type { Remote } from '../sync/remote.ts';

/** Under which id a person's browser is stored. */
export interface StoredPush {
  readonly person: string;
  readonly id: string;
}

/** Where the server side of push finds the browsers of a person. All methods reject with a `NalityError`. */
export interface PushStore {
  /** Whether it is still stored: the server lets go of what the push service no longer knows. */
  has(stored: StoredPush, address: PushAddress): Promise<boolean>;
  /** Stores it, in place of the one of before. */
  put(stored: StoredPush, address: PushAddress, instead: string | undefined): Promise<void>;
  remove(stored: StoredPush): Promise<void>;
}

/** The project's own table. */
export function projectStore({ remote }: { remote: Pick<Remote, 'rpc' | 'select'> }): PushStore {
  return {
    has: async ({ id }) => (await remote.select('push_subscriptions', 'id', 'id', [id])).length > 0,
    put: ({ id, person }, { endpoint, keys }, instead) =>
      remote.rpc('nality_push_on', { id, person, endpoint, keys, instead: instead ?? null }),
    remove: ({ id }) => remote.rpc('nality_push_off', { id }),
  };
}

/**
 * A server of the page's own. It is told at every load: it cannot be asked.
 *
 * @throws NalityError `config`, unless the path is one of the page's own server: the person's token goes there
 */
export function hostStore(
  path: string,
  { environment, token }: { environment: Environment; token(): Promise<string | null> },
): PushStore {
  if (!/^\/(?![/\\])/.test(path))
    throw new NalityError(
      'config',
      'The endpoint for push subscriptions has to be a path such as /api/push.',
    );
  let last: PushAddress | undefined;
  const tell = async (method: string, person: string): Promise<void> => {
    const subscription = last && { ...last, vapidKey: undefined };
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${await token()}` };
    const body = toJson({ subscription, user_id: person });
    const response = await environment.fetch(path, { method, headers, body }).catch(notReached);
    if (!response.ok) throw refusedBy(response.status);
  };
  const put = ({ person }: StoredPush, address: PushAddress): Promise<void> => {
    last = address;
    return tell('POST', person);
  };
  return {
    put,
    has: (stored, address) => put(stored, address).then(() => true),
    remove: ({ person }) => tell('DELETE', person),
  };
}

/** Pages wake often; that a subscription is stored is asked at most so often, milliseconds. */
const CONFIRMED_MS = 60 * 60_000;

/** The same store, which goes by its last answer for a while. */
export function rarelyAsked(store: PushStore, { now }: Pick<Environment, 'now'>): PushStore {
  let confirmed: { readonly id: string; readonly at: number } | undefined;
  const confirm = ({ id }: StoredPush): void => void (confirmed = { id, at: now() });
  return {
    ...store,
    async has(stored, address) {
      if (confirmed?.id === stored.id && now() < confirmed.at + CONFIRMED_MS) return true;
      const has = await store.has(stored, address);
      if (has) confirm(stored);
      return has;
    },
    async put(stored, address, instead) {
      await store.put(stored, address, instead);
      confirm(stored);
    },
  };
}

function notReached(cause: unknown): never {
  throw new NalityError('offline', 'The server cannot be reached.', { cause });
}

const refusedBy = (status: number): NalityError =>
  new NalityError('server', `The page’s own server did not take the push subscription (status ${status}).`, {
    retryable: status >= 500 || status === 429,
  });
