import type { LitElement } from 'lit';
import { timelineFeature, type Editor, type Timeline } from '../../core/features/timeline.ts';
import { Followed } from '../shared/address.ts';
import { CoreController } from '../shared/core-controller.ts';
import { openDrafts, type Drafts } from '../shared/drafts.ts';
import { localeOf } from '../shared/formats.ts';
import { StoreController } from '../shared/store-controller.ts';
import type { Item } from './grouping.ts';
import { isEventDraft, type EventDraft } from './kept-drafts.ts';
import { memoize } from '../shared/memoize.ts';
import type { Identity } from '../shared/screen.ts';
import { mayEdit, ownerOf, screenOf, type Screen } from './screen.ts';

type Host = LitElement & { readonly userId: string; readonly readonly: boolean };

const NO_ITEMS: readonly Item[] = [];

/** All that the element knows of the core: one timeline, and who looks at it. */
export class TimelineSource {
  private readonly followed: Followed;
  private readonly nality: CoreController<string, Timeline>;
  private readonly list: StoreController<ReturnType<Timeline['list']['get']>>;
  private readonly phase: StoreController<ReturnType<Timeline['phase']['get']>>;
  private readonly level: StoreController<ReturnType<Timeline['level']['get']>>;
  private readonly editing: StoreController<ReadonlyMap<string, readonly Editor[]>>;
  private readonly others: StoreController<number>;
  private readonly identity: StoreController<Identity>;
  private readonly connection;
  private readonly draftsAt = memoize((place: string) => openDrafts<EventDraft>(place, isEventDraft));

  constructor(private readonly host: Host) {
    this.followed = new Followed(host, { kind: 'timeline', shown: () => this.timeline?.owner });
    this.nality = new CoreController<string, Timeline>(host, {
      key: (core) => leaseKey(this.userId, core.identity.get()),
      acquire: (core, key, until) => core.use(timelineFeature, key.slice(key.indexOf(':') + 1), until),
    });
    this.list = new StoreController(host, () => this.timeline?.list);
    this.phase = new StoreController(host, () => this.timeline?.phase);
    this.level = new StoreController(host, () => this.timeline?.level);
    this.editing = new StoreController(host, () => this.timeline?.editors);
    this.others = new StoreController(host, () => this.timeline?.collaborators);
    this.identity = new StoreController(host, () => this.nality.core?.identity);
    this.connection = new StoreController(host, () => this.nality.core?.connection);
  }

  /** Whose timeline is asked for: by the attribute, else by the page's address; empty for mine. */
  private get userId(): string {
    return this.host.userId || this.followed.id;
  }

  /** The timeline, as soon as it is known whose. */
  get timeline(): Timeline | undefined {
    return this.nality.resource;
  }

  /** The events to show, newest first: the same array for as long as they are the same. */
  get items(): readonly Item[] {
    return this.list.value?.toArray() ?? NO_ITEMS;
  }

  /** Whether what is shown is all there is, and followed. */
  get live(): boolean {
    return this.phase.value?.name === 'live';
  }

  /** Whether the events are still to come. */
  get loading(): boolean {
    return this.phase.value === undefined || this.phase.value.name === 'loading';
  }

  /** Whether the events may be changed here. */
  get editable(): boolean {
    return mayEdit(this.level.value, this.host.readonly);
  }

  /** Who else edits what. */
  get editors(): ReadonlyMap<string, readonly Editor[]> | undefined {
    return this.editing.value;
  }

  /** How many others are in. */
  get collaborators(): number {
    return this.others.value ?? 0;
  }

  /** The language for dates. */
  get locale(): string {
    return localeOf(this.host, this.nality.lang);
  }

  /** What there is to show. */
  get screen(): Screen {
    return screenOf({
      userId: this.userId,
      provider: this.nality.state,
      identity: this.identity.value,
      connection: this.connection.value,
      phase: this.phase.value,
      level: this.level.value,
      count: this.items.length,
    });
  }

  /** The name of what a person has begun: each their own, on each timeline. */
  get place(): string | undefined {
    const me = this.identity.value;
    return me?.name === 'person' && this.timeline ? `${me.id}:${this.timeline.owner}` : undefined;
  }

  /** Where drafts are kept. */
  get drafts(): Drafts<EventDraft> | undefined {
    return this.place === undefined ? undefined : this.draftsAt(this.place);
  }
}

/** A timeline is what one person sees of it: somebody else signing in takes it anew. */
function leaseKey(userId: string, identity: Identity): string | undefined {
  const owner = ownerOf(userId, identity);
  if (!owner || identity.name === 'unknown') return undefined;
  return `${identity.name === 'person' ? identity.id : ''}:${owner}`;
}
