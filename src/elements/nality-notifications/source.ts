import type { LitElement } from 'lit';
import { notificationsFeature, type Notifications } from '../../core/features/notifications.ts';
import type { Profile } from '../../core/features/profiles.ts';
import type { Readable } from '../../core/lib/signal.ts';
import { CoreController } from '../shared/core-controller.ts';
import { localeOf } from '../shared/formats.ts';
import type { BannerName } from '../shared/screen.ts';
import { StoreController } from '../shared/store-controller.ts';
import type { Item } from './newcomers.ts';
import { screenOf, type Screen } from './screen.ts';

const NO_ITEMS: readonly Item[] = [];

/** All that the element knows of the core: the inbox of whoever is signed in. */
export class InboxSource {
  private readonly nality: CoreController<string, Notifications>;
  private readonly list;
  private readonly count;
  private readonly older;
  private readonly people;
  private readonly allowed;
  private readonly phase;
  private readonly identity;
  private readonly connection;

  /** @param onOpened hears of an inbox that is shown from now on, until the signal aborts */
  constructor(
    private readonly host: LitElement,
    onOpened: (inbox: Notifications, until: AbortSignal) => void,
  ) {
    this.nality = new CoreController<string, Notifications>(host, {
      key(core) {
        const me = core.identity.get();
        return me.name === 'person' ? me.id : undefined;
      },
      acquire(core, me, until) {
        const inbox = core.use(notificationsFeature, me, until);
        onOpened(inbox, until);
        return inbox;
      },
    });
    const store = <T>(pick: (inbox: Notifications) => Readable<T>): StoreController<T> =>
      new StoreController<T>(host, () => this.inbox && pick(this.inbox));
    this.list = store(({ list }) => list);
    this.count = store(({ unread }) => unread);
    this.older = store(({ more }) => more);
    this.people = store(({ actors }) => actors);
    this.allowed = store(({ permission }) => permission);
    this.phase = store(({ phase }) => phase);
    this.identity = new StoreController(host, () => this.nality.core?.identity);
    this.connection = new StoreController(host, () => this.nality.core?.connection);
  }

  /** The inbox, as soon as it is known whose. */
  get inbox(): Notifications | undefined {
    return this.nality.resource;
  }

  /** Newest first. */
  get items(): readonly Item[] {
    return this.list.value ?? NO_ITEMS;
  }

  get unread(): number {
    return this.count.value ?? 0;
  }

  /** Whether there are older ones. */
  get more(): ReturnType<Notifications['more']['get']> {
    return this.older.value ?? 'none';
  }

  get permission(): ReturnType<Notifications['permission']['get']> | undefined {
    return this.allowed.value;
  }

  /** Who did what a notification tells of. */
  actor(id: string | null): Profile | undefined {
    return id === null ? undefined : this.people.value?.get(id)?.[0];
  }

  /** The language for dates. */
  get locale(): string {
    return localeOf(this.host, this.nality.lang);
  }

  /** What there is to show. */
  get screen(): Screen {
    const now = {
      provider: this.nality.state,
      connection: this.connection.value,
      phase: this.phase.value,
      count: this.items.length + Number(this.more !== 'none'),
    };
    return screenOf(now, this.identity.value);
  }

  /** The line above the items. */
  get banner(): BannerName | undefined {
    const { screen } = this;
    return screen.name === 'items' ? screen.banner : undefined;
  }
}
