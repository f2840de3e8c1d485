import type { LitElement } from 'lit';
import { chatFeature, type Chat } from '../../core/features/chat.ts';
import { chatSessionsFeature, type ChatSessions } from '../../core/features/chat-sessions.ts';
import { uuidIn } from '../../core/lib/uuid.ts';
import { Followed } from '../shared/address.ts';
import { CoreController } from '../shared/core-controller.ts';
import { openDrafts, ownDrafts, type OwnDrafts } from '../shared/drafts.ts';
import { localeOf } from '../shared/formats.ts';
import { memoize } from '../shared/memoize.ts';
import type { Identity } from '../shared/screen.ts';
import { StoreController } from '../shared/store-controller.ts';
import type { ChatItem } from './grouping.ts';
import { screenOf, type Screen } from './screen.ts';

type Host = LitElement & { readonly sessionId: string; readonly readonly: boolean };
type Nality = NonNullable<CoreController<string, Chat>['core']>;

/** All that the element knows of the core: one conversation, and who looks at it. */
export class ChatSource {
  /** Without a `session-id`: the conversation that is gone on with; null for one that is still to begin. */
  chosen: string | null | undefined;
  private chooser: string | undefined;
  private readonly followed: Followed;
  private readonly nality: CoreController<string, Chat>;
  private readonly mine: CoreController<string, ChatSessions>;
  private readonly identity: StoreController<Identity>;
  private readonly connection;
  private readonly newest;
  private readonly listPhase;
  private readonly draftsOf = memoize((me: string) =>
    ownDrafts(openDrafts(`chat:${me}`, (value): value is string => typeof value === 'string')),
  );

  constructor(private readonly host: Host) {
    this.followed = new Followed(host, {
      kind: 'chat',
      shown: () => this.sessionId,
      onMove: (id) => (this.chosen = id || this.chosen),
    });
    this.mine = new CoreController<string, ChatSessions>(host, {
      key: (core) => (host.sessionId === '' ? personOf(core) : undefined),
      acquire: (core, me, until) => core.use(chatSessionsFeature, me, until),
    });
    this.newest = new StoreController(host, () => this.mine.resource?.newest);
    this.listPhase = new StoreController(host, () => this.mine.resource?.phase);
    this.nality = new CoreController<string, Chat>(host, {
      key: (core) => (personOf(core) === undefined ? undefined : this.sessionId),
      acquire: (core, session, until) => core.use(chatFeature, session, until),
    });
    this.identity = new StoreController(host, () => this.nality.core?.identity);
    this.connection = new StoreController(host, () => this.nality.core?.connection);
    for (const name of FOLLOWED) new StoreController<unknown>(host, () => this.chat?.[name]);
  }

  /** The conversation; undefined while there is none, or it is not known which. */
  get chat(): Chat | undefined {
    return this.nality.resource;
  }

  /** What was said, oldest first. */
  get items(): readonly ChatItem[] {
    return this.chat?.items.get() ?? NO_ITEMS;
  }

  /** My own conversations, where none is asked for. */
  get sessions(): ChatSessions | undefined {
    return this.mine.resource;
  }

  /** Whether there is a conversation of mine that was begun before. */
  get hasBegun(): boolean {
    return typeof this.newest.value === 'string';
  }

  /** Which conversation: the one asked for, by attribute or by the page's address, else the one that I began last when I came. */
  get sessionId(): string | undefined {
    const { sessionId } = this.host;
    if (sessionId !== '') return uuidIn(sessionId);
    if (this.chooser !== this.me) this.chosen = (this.chooser === undefined && this.followed.id) || undefined;
    this.chooser = this.me;
    if (this.chosen === undefined) this.chosen = this.newest.value ?? undefined;
    return this.chosen ?? undefined;
  }

  /** Goes to my own conversation, from one that I am not in any more. */
  goHome(): void {
    this.chosen = this.newest.value ?? null;
    this.host.requestUpdate();
  }

  /** My user id. */
  get me(): string | undefined {
    const now = this.identity.value;
    return now?.name === 'person' ? now.id : undefined;
  }

  /** The language for dates. */
  get locale(): string {
    return localeOf(this.host, this.nality.lang);
  }

  /** What is written and not sent, by conversation. */
  get drafts(): OwnDrafts<string> | undefined {
    return this.me === undefined ? undefined : this.draftsOf(this.me);
  }

  /** What there is to show. */
  get screen(): Screen {
    const { sessionId } = this.host;
    const own = sessionId === '' && this.sessionId === undefined;
    return screenOf({
      sessionId,
      fresh: own && (this.chosen === null || this.newest.value === null),
      provider: this.nality.state,
      identity: this.identity.value,
      connection: this.connection.value,
      phase: own ? this.listPhase.value : this.chat?.phase.get(),
      session: this.chat?.session.get(),
      count: this.items.length,
    });
  }
}

const NO_ITEMS: readonly ChatItem[] = [];

/** What of a conversation is shown. */
const FOLLOWED = [
  'items',
  'phase',
  'session',
  'more',
  'authors',
  'typists',
  'others',
  'asking',
  'proposals',
  'lastRead',
] as const;

function personOf(core: Nality): string | undefined {
  const now = core.identity.get();
  return now.name === 'person' ? now.id : undefined;
}
