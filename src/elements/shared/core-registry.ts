import { leases } from '../../core/lib/lease.ts';
import { presentState, type NalityEvent } from '../../core/host-events.ts';
import type { Nality, NalityOptions } from '../../core/nality.ts';
import type { ProviderChoice } from './provider-settings.ts';
import { subjectOf } from './token-subject.ts';

/** What a core is opened with, besides the environment that the page gives to all of them. */
export type CoreOptions = Omit<NalityOptions, 'environment'>;

/** A token, and the person whom it named. */
type TokenRequest = Extract<ProviderChoice, { name: 'token' }> & {
  readonly person: string;
  /** The token has come to name somebody else: this core is not for its holder any more. */
  readonly onPersonChange: () => void;
};

/** A choice that a core can be opened for. */
export type CoreRequest = Extract<ProviderChoice, { name: 'client' | 'project' }> | TokenRequest;

/** Passes on what a core has to tell. */
export type Speaker = (event: NalityEvent) => void;

/** The cores of a page: one client, or one address, key and person, has exactly one. */
export interface CoreRegistry {
  /**
   * The core for that request, until `until` aborts. All of its providers tell how its line and its queue are,
   * from the beginning; what happens once (an error, a conflict) is told once, by the one that has held it longest.
   * @throws NalityError config | secret-key
   */
  lease(request: CoreRequest, speaker: Speaker, until: AbortSignal): Nality;
}

/** What a registry needs of its page. */
export interface CoreRegistryOptions {
  create(options: CoreOptions): Nality;
  /** Speaks while no provider holds the core any more. */
  orphaned: Speaker;
  /** Runs a task later; returns the cancel function. */
  after(ms: number, task: () => void): () => void;
}

/** How long a core outlives its last provider: a moved or remounted provider finds it again. */
const GRACE_MS = 1_000;

/** Makes the registry of a page. */
export function createCoreRegistry({ create, orphaned, after }: CoreRegistryOptions): CoreRegistry {
  const nameOf = requestNames();
  /** What the core that is being opened is for: leases know names alone. Not kept, for it holds its provider. */
  let asked: CoreRequest | undefined;
  const open = (_name: string, until: AbortSignal): SharedCore =>
    new SharedCore(asked as CoreRequest, create, orphaned, until);
  const cores = leases(open, { graceMs: GRACE_MS, after });
  return {
    lease(request, speaker, until) {
      asked = request;
      const core = cores.acquire(nameOf(request), until);
      asked = undefined;
      return core.join(request, speaker, until);
    },
  };
}

/** Names requests so that those with the same name share a core. */
function requestNames(): (request: CoreRequest) => string {
  const clients = new WeakMap<object, string>();
  let count = 0;
  const nameClient = (client: object): string => {
    const name = clients.get(client) ?? `client ${(count += 1)}`;
    clients.set(client, name);
    return name;
  };
  return (request) => {
    if (request.name === 'client') return nameClient(request.client);
    const { url, key } = request.project;
    const who = request.name === 'token' ? `person ${request.person}` : request.auth;
    return JSON.stringify([url.replace(/\/+$/, ''), key, who]);
  };
}

/** A core, those who speak for it, and the tokens of its person in the order in which they came. */
class SharedCore {
  readonly #core: Nality;
  /** By the lease that they hold, the longest first. */
  readonly #speakers = new Map<AbortSignal, Speaker>();
  readonly #tokens = new Set<TokenRequest>();
  /**
   * The last to have a token, when its provider has left: until the core ends, or another one comes, the person stays who they are.
   */
  #departed: TokenRequest | undefined;

  constructor(
    request: CoreRequest,
    create: (options: CoreOptions) => Nality,
    orphaned: Speaker,
    until: AbortSignal,
  ) {
    if (request.name === 'token') this.#tokens.add(request);
    this.#core = create(this.#optionsFor(request));
    const stop = this.#core.events.subscribe((event) => this.#speak(event, orphaned));
    until.addEventListener('abort', () => void this.#core.close().finally(stop), { once: true });
  }

  join(request: CoreRequest, speaker: Speaker, until: AbortSignal): Nality {
    const isNew = ![...this.#speakers.values()].includes(speaker);
    this.#speakers.set(until, speaker);
    if (request.name === 'token') this.#addToken(request);
    until.addEventListener('abort', () => this.#leave(request, until), { once: true });
    if (isNew) presentState(this.#core).forEach(speaker);
    return this.#core;
  }

  /** The newest token counts; a core that already runs learns of it. */
  #addToken(request: TokenRequest): void {
    if (this.#tokens.has(request)) return;
    if (this.#departed) this.#tokens.delete(this.#departed);
    this.#departed = undefined;
    this.#tokens.add(request);
    this.#refresh();
  }

  /** A failure is no loss: the core reads who is signed in before everything that depends on it. */
  #refresh(): void {
    this.#core.refreshAuth().catch(() => {});
  }

  #leave(request: CoreRequest, lease: AbortSignal): void {
    this.#speakers.delete(lease);
    if (request.name !== 'token') return;
    if (this.#tokens.size > 1) this.#tokens.delete(request);
    else this.#departed = request;
  }

  #optionsFor(request: CoreRequest): CoreOptions {
    if (request.name === 'client') return { client: request.client, changes: request.changes };
    if (request.name === 'project') return { ...request.project, auth: request.auth };
    // Not the request: it holds its provider, which may go long before the core does.
    const { project, person } = request;
    return { ...project, accessToken: () => this.#token(person) };
  }

  /** A token that still names the person of this core; null once none of its providers has one. */
  async #token(person: string): Promise<string | null> {
    for (const holder of [...this.#tokens].reverse()) {
      const token = await holder.token();
      if (subjectOf(token) === person) return token;
      this.#tokens.delete(holder);
      if (holder !== this.#departed) holder.onPersonChange();
    }
    return null;
  }

  #speak(event: NalityEvent, orphaned: Speaker): void {
    const speakers = [...this.#speakers.values()];
    const isState = event.type === 'connection' || event.type === 'queue';
    const heard = isState ? speakers : speakers.slice(0, 1);
    for (const speaker of heard.length > 0 ? heard : [orphaned]) speaker(event);
  }
}
