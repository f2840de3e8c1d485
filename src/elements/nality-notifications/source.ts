import type { LitElement } from 'lit';
import { notificationsFeature, type Notifications } from '../../core/features/notifications.ts';
import type { Profile } from '../../core/features/profiles.ts';
import { computed, type Readable } from '../../core/lib/signal.ts';
import { CoreController } from '../shared/core-controller.ts';
import { localeOf } from '../shared/formats.ts';
import { StoreController } from '../shared/store-controller.ts';
import type { Item } from './newcomers.ts';
import { screenOf, type Screen } from './screen.ts';

type ValueOf<R> = R extends Readable<infer T> ? T : never;

/** What an inbox shows. */
interface View {
  /** Newest first. */
  readonly items: readonly Item[];
  readonly unread: number;
  /** Whether there are older ones. */
  readonly more: ValueOf<Notifications['more']>;
  readonly actors: ReadonlyMap<string, readonly Profile[]>;
  readonly permission: ValueOf<Notifications['permission']>;
  readonly phase: ValueOf<Notifications['phase']> | undefined;
}

const NOTHING: View = {
  items: [],
  unread: 0,
  more: 'none',
  actors: new Map(),
  permission: 'unsupported',
  phase: undefined,
};

/** All that the element knows of the core: the inbox of whoever is signed in. */
export class InboxSource {
  private readonly nality: CoreController<string, { inbox: Notifications; view: Readable<View> }>;
  private readonly store: StoreController<View>;
  private readonly identity;
  private readonly connection;

  /** @param onOpened hears of an inbox that is shown from now on, until the signal aborts */
  constructor(
    private readonly host: LitElement,
    onOpened: (inbox: Notifications, until: AbortSignal) => void,
  ) {
    this.nality = new CoreController(host, {
      key(core) {
        const me = core.identity.get();
        return me.name === 'person' ? me.id : undefined;
      },
      acquire(core, me, until) {
        const inbox = core.use(notificationsFeature, me, until);
        onOpened(inbox, until);
        return { inbox, view: viewOf(inbox) };
      },
    });
    this.store = new StoreController(host, () => this.nality.resource?.view);
    this.identity = new StoreController(host, () => this.nality.core?.identity);
    this.connection = new StoreController(host, () => this.nality.core?.connection);
  }

  /** The inbox, as soon as it is known whose. */
  get inbox(): Notifications | undefined {
    return this.nality.resource?.inbox;
  }

  get view(): View {
    return this.store.value ?? NOTHING;
  }

  /** The language for dates. */
  get locale(): string {
    return localeOf(this.host, this.nality.lang);
  }

  /** What there is to show. */
  get screen(): Screen {
    const { items, more, phase } = this.view;
    const now = {
      provider: this.nality.state,
      connection: this.connection.value,
      phase,
      count: items.length + Number(more !== 'none'),
    };
    return screenOf(now, this.identity.value);
  }
}

function viewOf({ list, unread, more, actors, permission, phase }: Notifications): Readable<View> {
  return computed(
    [list, unread, more, actors, permission, phase],
    (items, unread, more, actors, permission, phase) => ({
      items,
      unread,
      more,
      actors,
      permission,
      phase,
    }),
  );
}
