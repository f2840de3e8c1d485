import { ContextConsumer } from '@lit/context';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { asNalityError } from '../../core/errors.ts';
import type { Nality } from '../../core/nality.ts';
import { providerContext, WAITING, type ProviderHandle, type ProviderState } from './context.ts';
import { localeOf } from './formats.ts';
import { speak } from './language.ts';
import { page } from './page.ts';
import { StoreController } from './store-controller.ts';
import { hintWhileWaiting } from './waiting-hint.ts';

/** What an element takes from the core, and when it must take it anew. */
export interface CoreControllerOptions<Key, Resource> {
  /**
   * What the resource depends on besides the core, e.g. the id in an attribute; compared with
   * `Object.is` before every render. `undefined` means: nothing to take yet.
   */
  key: (core: Nality) => Key | undefined;
  /** Takes the resource. `until` aborts on disconnection and when core, key or person change. */
  acquire: (core: Nality, key: Key, until: AbortSignal) => Resource;
}

type Identity = ReturnType<Nality['identity']['get']>;

interface Lease<Resource> {
  readonly core: Nality;
  /** Whose resource it is; known later than the lease where the sign-in takes time. */
  owner: Identity;
  readonly key: unknown;
  readonly end: AbortController;
  readonly resource: Resource | undefined;
  readonly failure: ProviderState | undefined;
}

/**
 * Connects an element with the core of its nearest provider, and holds one resource of it. The resource
 * belongs to the person who is signed in: somebody else gets one of their own.
 *
 * Declare it before the `StoreController`s that read its resource: controllers run in that order.
 */
export class CoreController<Key, Resource> implements ReactiveController {
  private connected = false;
  private handle: ProviderHandle | undefined;
  private stopHint: (() => void) | undefined;
  private stopHandle: (() => void) | undefined;
  private lease: Lease<Resource> | undefined;
  private readonly identity: StoreController<Identity>;

  constructor(
    private readonly host: ReactiveControllerHost & HTMLElement,
    private readonly options: CoreControllerOptions<Key, Resource>,
  ) {
    host.addController(this);
    this.identity = new StoreController(host, () => this.core?.identity);
    new ContextConsumer(host, { context: providerContext, subscribe: true, callback: this.onHandle });
  }

  /** How far the provider has come; `failed` also when the resource could not be taken. */
  get state(): ProviderState {
    return this.lease?.failure ?? this.providerState;
  }

  /** The core, once the provider has one. */
  get core(): Nality | undefined {
    const state = this.providerState;
    return state.name === 'ready' ? state.core : undefined;
  }

  /** What `acquire` returned; `undefined` while there is no core or no key. */
  get resource(): Resource | undefined {
    return this.lease?.resource;
  }

  /** Language that the provider asks for; empty when the page's own counts. */
  get lang(): string {
    return this.handle?.lang.get() ?? '';
  }

  hostConnected(): void {
    page();
    this.stopHint = hintWhileWaiting(this.host, () => this.providerState.name === 'waiting');
    this.connected = true;
    this.host.requestUpdate();
  }

  hostUpdate(): void {
    speak(localeOf(this.host, this.lang), this.update);
    const core = this.connected ? this.core : undefined;
    const key = core && this.options.key(core);
    if (
      this.lease &&
      this.lease.core === core &&
      Object.is(this.lease.key, key) &&
      this.keepsOwner(this.lease)
    )
      return;
    this.lease?.end.abort();
    this.lease = core && key !== undefined ? this.take(core, key) : undefined;
  }

  hostDisconnected(): void {
    this.connected = false;
    this.lease?.end.abort();
    this.lease = undefined;
    this.stopHint?.();
    this.stopHandle?.();
    this.handle = undefined;
  }

  private get providerState(): ProviderState {
    return this.handle?.state.get() ?? WAITING;
  }

  /** Whether a lease is still its owner's. One that was taken before anybody was known becomes the first one's. */
  private keepsOwner(lease: Lease<Resource>): boolean {
    const now = this.identity.value ?? lease.owner;
    if (lease.owner.name === 'unknown') lease.owner = now;
    return personOf(lease.owner) === personOf(now);
  }

  private take(core: Nality, key: Key): Lease<Resource> {
    const end = new AbortController();
    const lease = { core, key, end, owner: core.identity.get() };
    try {
      return { ...lease, resource: this.options.acquire(core, key, end.signal), failure: undefined };
    } catch (cause) {
      end.abort();
      return { ...lease, resource: undefined, failure: { name: 'failed', error: asNalityError(cause) } };
    }
  }

  private readonly update = (): void => this.host.requestUpdate();

  private readonly onHandle = (handle: ProviderHandle): void => {
    this.stopHandle?.();
    this.handle = handle;
    const stops = [handle.state.subscribe(this.update), handle.lang.subscribe(this.update)];
    this.stopHandle = () => stops.forEach((stop) => stop());
    this.update();
  };
}

function personOf(identity: Identity): string {
  return identity.name === 'person' ? identity.id : identity.name;
}
