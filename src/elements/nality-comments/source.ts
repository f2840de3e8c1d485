import type { LitElement } from 'lit';
import { commentsFeature, mayComment, type Comments } from '../../core/features/comments.ts';
import type { Profile } from '../../core/features/profiles.ts';
import type { Thread } from '../../core/features/threads.ts';
import type { Readable } from '../../core/lib/signal.ts';
import { isUuid, uuidIn } from '../../core/lib/uuid.ts';
import { CoreController } from '../shared/core-controller.ts';
import { localeOf } from '../shared/formats.ts';
import { listScreen, type ListScreen } from '../shared/screen.ts';
import { StoreController } from '../shared/store-controller.ts';

/** A comment as it is tracked: the row and where it stands on its way to the server. */
export type Item = Thread['replies'][number];

type Host = LitElement & { readonly eventId: string; readonly readonly: boolean };

/** What the comments show. */
export type Screen = ListScreen | { readonly name: 'invalid' };

const NO_THREADS: readonly Thread[] = [];
const NO_PEOPLE: ReadonlyMap<string, Profile> = new Map();

/** All that the element knows of the core: the comments on one event, and who looks at them. */
export class CommentsSource {
  private readonly nality;
  private readonly identity;
  private readonly connection;
  private readonly phase;
  private readonly level;
  private readonly shown;
  private readonly named;
  private readonly writing;

  constructor(private readonly host: Host) {
    this.nality = new CoreController<string, Comments>(host, {
      key: () => uuidIn(host.eventId),
      acquire: (core, event, until) => core.use(commentsFeature, event, until),
    });
    const follow = <T>(pick: (comments: Comments) => Readable<T>): StoreController<T> =>
      new StoreController(host, () => this.comments && pick(this.comments));
    this.identity = new StoreController(host, () => this.nality.core?.identity);
    this.connection = new StoreController(host, () => this.nality.core?.connection);
    this.phase = follow(({ phase }) => phase);
    this.level = follow(({ level }) => level);
    this.shown = follow(({ threads }) => threads);
    this.named = follow(({ people }) => people);
    this.writing = follow(({ typists }) => typists);
  }

  get comments(): Comments | undefined {
    return this.nality.resource;
  }

  get threads(): readonly Thread[] {
    return this.shown.value ?? NO_THREADS;
  }

  /** Whether what is shown is all there is, and followed. */
  get live(): boolean {
    return this.phase.value?.name === 'live';
  }

  /** My user id. */
  get me(): string | undefined {
    const identity = this.identity.value;
    return identity?.name === 'person' ? identity.id : undefined;
  }

  /** Whether nobody is signed in. */
  get anonymous(): boolean {
    return this.identity.value?.name === 'anonymous';
  }

  /** Whether I may write here. */
  get writable(): boolean {
    return !this.host.readonly && this.me !== undefined && mayComment(this.level.value);
  }

  /** Whether I may delete what others wrote. */
  get moderates(): boolean {
    const level = this.level.value;
    return this.writable && (level === 'admin' || level === 'owner');
  }

  /** Who wrote and who is mentioned. */
  get people(): ReadonlyMap<string, Profile> {
    return this.named.value ?? NO_PEOPLE;
  }

  /** Who else is writing. */
  get typists(): readonly Profile[] {
    return this.writing.value ?? [];
  }

  /** The language for dates. */
  get locale(): string {
    return localeOf(this.host, this.nality.lang);
  }

  /** What there is to show. */
  get screen(): Screen {
    if (!isUuid(this.host.eventId)) return { name: 'invalid' };
    const screen = listScreen({
      provider: this.nality.state,
      connection: this.connection.value,
      phase: this.phase.value,
      count: this.threads.length,
    });
    const level = this.level.value ?? 'none';
    return screen.name === 'empty' && level === 'none' ? { name: 'closed' } : screen;
  }

  /** Where drafts are kept: each person's own, on each event. */
  get place(): string | undefined {
    return this.me === undefined ? undefined : `comments:${this.me}:${this.host.eventId}`;
  }
}
