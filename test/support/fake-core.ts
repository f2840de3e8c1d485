import { emitter, type Emitter } from '../../src/core/lib/emitter.ts';
import { signal, type Signal } from '../../src/core/lib/signal.ts';
import type { Editor } from '../../src/core/features/timeline.ts';
import type { Feature, Opened } from '../../src/core/features/feature.ts';
import type { Profile } from '../../src/core/features/profiles.ts';
import type { PresentPerson } from '../../src/core/features/presence.ts';
import type { NalityEvent } from '../../src/core/host-events.ts';
import type { Nality } from '../../src/core/nality.ts';
import { page } from '../../src/elements/shared/page.ts';
import type { CoreOptions, CoreRegistry } from '../../src/elements/shared/core-registry.ts';
import { createCoreRegistry } from '../../src/elements/shared/core-registry.ts';
import { noPush } from './no-push.ts';

type ValueOf<R> = R extends { get(): infer T } ? T : never;
type Phase = ValueOf<Opened['phase']>;

/** A room whose people and phase a test sets. */
export interface FakeRoom {
  readonly people: Signal<readonly PresentPerson[]>;
  readonly phase: Signal<Phase>;
  /** How many elements look at it now. */
  users: number;
  /** How often it was asked for. */
  taken: number;
  /** How often it was to be read again. */
  reloads: number;
  reload(): void;
}

/** A core without a server: a test sets what it says, and sees what was asked of it. */
export interface FakeCore extends Nality {
  readonly options: CoreOptions;
  readonly connection: Signal<ValueOf<Nality['connection']>>;
  readonly identity: Signal<ValueOf<Nality['identity']>>;
  readonly editing: Signal<ReadonlyMap<string, readonly Editor[]>>;
  readonly events: Emitter<NalityEvent>;
  room(name: string): FakeRoom;
  /** What it hands out, by the feature's name; a test adds what it needs. */
  readonly offers: Map<string, (key: string, until: AbortSignal) => Opened>;
  refreshes: number;
  closed: boolean;
}

/** Makes a fake core. */
export function fakeCore(options: CoreOptions = {}): FakeCore {
  const rooms = new Map<string, FakeRoom>();
  const room = (name: string): FakeRoom => {
    const known: FakeRoom = rooms.get(name) ?? {
      people: signal<readonly PresentPerson[]>([]),
      phase: signal<Phase>({ name: 'loading' }),
      users: 0,
      taken: 0,
      reloads: 0,
      reload: () => void (known.reloads += 1),
    };
    rooms.set(name, known);
    return known;
  };
  const presence = (name: string, until: AbortSignal): FakeRoom => {
    const found = room(name);
    found.users += 1;
    found.taken += 1;
    until.addEventListener('abort', () => (found.users -= 1));
    return found;
  };
  const core: FakeCore = {
    options,
    connection: signal<ValueOf<Nality['connection']>>({ name: 'online' }),
    identity: signal<ValueOf<Nality['identity']>>({ name: 'unknown' }),
    editing: signal<ReadonlyMap<string, readonly Editor[]>>(new Map()),
    events: emitter<NalityEvent>(),
    outbox: fakeOutbox(),
    profiles: { get: () => signal(undefined), resolve: () => signal(new Map<string, readonly Profile[]>()) },
    stats: () => [],
    push: noPush,
    refreshes: 0,
    closed: false,
    room,
    offers: new Map([['presence', presence]]),
    use: <T extends Opened>({ name }: Feature<T>, key: string, until: AbortSignal): T =>
      core.offers.get(name)!(key, until) as T,
    refreshAuth: async () => void (core.refreshes += 1),
    close: async () => void (core.closed = true),
  };
  return core;
}

/** Puts fake cores in the place of the page's real ones; the sharing among providers stays real. */
export function useFakeCores(create: (options: CoreOptions) => FakeCore = fakeCore): FakeCore[] {
  const made: FakeCore[] = [];
  const registry: CoreRegistry = createCoreRegistry({
    create(options) {
      const core = create(options);
      made.push(core);
      return core;
    },
    orphaned: (event) => void window.dispatchEvent(new CustomEvent(`orphaned:${event.type}`)),
    after: (_ms, task) => {
      let cancelled = false;
      queueMicrotask(() => queueMicrotask(() => cancelled || task()));
      return () => (cancelled = true);
    },
  });
  page().cores = registry;
  return made;
}

/** An outbox with nothing in it. */
function fakeOutbox(): Nality['outbox'] {
  const status = {
    pending: 0,
    syncing: false,
    online: true,
    durable: true,
    deadLetters: 0,
    conflicts: 0,
    complete: true,
  };
  return {
    status: signal(status),
    pending: signal([]),
    conflicts: signal([]),
    saved: async () => true,
    settle: () => undefined,
    amend: () => undefined,
    resolve: () => undefined,
    flush: () => undefined,
  };
}
