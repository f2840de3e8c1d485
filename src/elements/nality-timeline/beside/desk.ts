import { html, nothing, type LitElement, type ReactiveController } from 'lit';
import { commentCountsFeature, type CommentCounts } from '../../../core/features/comment-counts.ts';
import { replacedOf } from '../../../core/features/choosing.ts';
import type { LifeEvent } from '../../../core/features/life-event.ts';
import { mediaFeature, type Media } from '../../../core/features/media/media.ts';
import { stagedFilesFeature, type StagedFiles } from '../../../core/features/media/staged-files.ts';
import type { Nality } from '../../../core/nality.ts';
import { CoreController } from '../../shared/core-controller.ts';
import { icon } from '../../shared/icons.ts';
import { spoken } from '../../shared/language.ts';
import { memoize } from '../../shared/memoize.ts';
import { StoreController } from '../../shared/store-controller.ts';
import type { BesideOptions } from '../beside.ts';
import type { Item } from '../grouping.ts';
import type { HasMedia, KnownMedia } from '../matching.ts';
import { besideStyles } from './beside.styles.ts';
import type { CardBeside } from './card-beside.ts';
import type { Conflict } from './chooser.ts';
import { Dialogs } from './dialogs.ts';
import { Files } from './files.ts';
import { PeersLook } from './peers-look.ts';
import { pictureOf, strip, TILES, type Medium, type StripView } from './strip.ts';
import { text } from './text.ts';
import { followTransfers } from './transfer.ts';
import type { Upload } from './upload-row.ts';
import { wear } from './wear.ts';

interface Resource {
  readonly media: Media;
  readonly staged: StagedFiles;
  readonly comments: CommentCounts;
  readonly core: Nality;
}

interface Drawn {
  readonly inputs: readonly unknown[];
  readonly beside: CardBeside;
}

type ByEvent = ReturnType<Media['byEvent']['get']>;

const NO_MEDIA: readonly Medium[] = [];
const NO_UPLOADS: readonly Upload[] = [];
const NO_CONFLICTS: readonly Conflict[] = [];

/** Puts together what stands beside the words of events. */
export class Desk implements ReactiveController {
  private readonly nality: CoreController<string, Resource>;
  private readonly byEvent: StoreController<ByEvent>;
  private readonly uploads: StoreController<readonly Upload[]>;
  private readonly counts: StoreController<ReadonlyMap<string, number>>;
  private readonly conflicts: StoreController<readonly Conflict[]>;
  private readonly replaced = memoize(replacedIn);
  private readonly known = memoize(knownIn);
  private readonly files: Files;
  private readonly shown: Dialogs;
  private drawn = new Map<string, Drawn>();

  constructor(
    host: LitElement,
    private readonly options: BesideOptions,
  ) {
    const { source, editing } = options;
    wear(host, besideStyles);
    this.nality = new CoreController<string, Resource>(host, {
      key: () => source.timeline?.owner,
      acquire: (core, owner, until) => ({
        media: core.use(mediaFeature, owner, until),
        staged: core.use(stagedFilesFeature, owner, until),
        comments: core.use(commentCountsFeature, owner, until),
        core,
      }),
    });
    this.byEvent = new StoreController(host, () => this.media?.byEvent);
    this.uploads = new StoreController(host, () => this.media?.uploads);
    new StoreController(host, () => this.media?.urls.version);
    this.counts = new StoreController(host, () => this.nality.resource?.comments.counts);
    this.conflicts = new StoreController(host, () => this.nality.resource?.core.outbox.conflicts);
    this.files = new Files(host, {
      ...options,
      media: () => this.media,
      staged: () => this.nality.resource?.staged,
    });
    this.shown = new Dialogs(host, {
      ...options,
      files: this.files,
      media: () => this.media,
      outbox: () => this.nality.resource?.core.outbox,
      mediaOf: (id) => this.mediaOf(id),
      replaced: () => this.allReplaced,
      find: (id) => this.find(id),
    });
    const edited = (): string | undefined => editing.current?.id;
    new PeersLook(host, { timeline: () => source.timeline, core: () => this.nality.core, edited });
    followTransfers(host, {
      editable: () => source.editable,
      edited: (target) => (target.closest('dialog[part~="form"]') ? (edited() ?? null) : undefined),
      take: (id, files) => this.files.take(id, files),
    });
    host.addController(this);
  }

  hostUpdate(): void {
    this.files.follow(this.uploads.value ?? NO_UPLOADS);
    this.shown.follow();
  }

  hostDisconnected(): void {
    this.files.words.flush();
  }

  /** What a card shows; the same object as long as it is the same. */
  card({ row: { id, title }, operationId }: Item): CardBeside {
    const { editable } = this.options.source;
    const view = this.stripView(id);
    const count = this.counts.value?.get(id) ?? 0;
    const replaced = this.allReplaced.filter((one) => one.rowId === id && !one.open).length;
    const { tiles, uploads, hidden } = view;
    const inputs = [
      ...[spoken(), editable, count, replaced, title, operationId, hidden, tiles.length, ...uploads],
      ...tiles.flatMap(({ medium, src, drawn }) => [medium, src, drawn]),
    ];
    const known = this.drawn.get(id);
    if (known && same(known.inputs, inputs)) return known.beside;
    const beside: CardBeside = {
      foot: () => (count > 0 ? commentCount(count) : nothing),
      controls: (active) => (editable ? this.files.button(id, text.media.add(title), active) : nothing),
      below: (active) => [
        tiles.length + uploads.length > 0 ? strip(view, active, this.stripActions(id)) : nothing,
        replaced > 0 ? this.versionsButton(replaced, active, id) : nothing,
      ],
      compare: () => operationId !== undefined && this.shown.choose(operationId),
    };
    this.drawn.set(id, { inputs, beside });
    return beside;
  }

  /** See `Beside.header`. */
  header(): unknown {
    const count = this.allReplaced.length;
    return count > 0 ? this.versionsButton(count, true, undefined) : nothing;
  }

  /** See `Beside.form`. */
  form(eventId: string | undefined): unknown {
    const view = eventId === undefined ? undefined : this.stripView(eventId);
    return html`<div class="field files">
      ${view ? strip(view, true, this.stripActions(eventId ?? '')) : this.files.staged()}
      ${this.files.button(eventId ?? null, undefined, true)}
      <p class="hint">${text.media.hint}</p>
    </div>`;
  }

  /** See `Beside.isOpen`. */
  get isOpen(): boolean {
    return this.shown.isOpen;
  }

  /** See `Beside.dialogs`. */
  dialogs(): unknown {
    return [this.options.source.editable ? this.files.input() : nothing, this.shown.render()];
  }

  /** See `Beside.media`. */
  searchable(): KnownMedia | undefined {
    return this.known(this.byEvent.value);
  }

  /** See `Beside.added`. */
  added(eventId: string, draft: string): void {
    void this.files.added(eventId, draft);
  }

  /** See `Beside.lift`. */
  lift(draft: string): (draft: string) => void {
    return this.files.lift(draft);
  }

  private get media(): Media | undefined {
    return this.nality.resource?.media;
  }

  private get allReplaced(): readonly Conflict[] {
    const { timeline, items } = this.options.source;
    return this.replaced(this.conflicts.value ?? NO_CONFLICTS, timeline?.owner, items);
  }

  private find(id: string): LifeEvent | undefined {
    return this.options.source.items.find(({ row }) => row.id === id)?.row;
  }

  private mediaOf(id: string): readonly Medium[] {
    return this.byEvent.value?.get(id) ?? NO_MEDIA;
  }

  private stripView(id: string): StripView {
    const all = this.mediaOf(id);
    const most = all.length > TILES + 1 ? TILES : all.length;
    const tiles = all.slice(0, most).map((medium) => {
      const path = pictureOf(medium);
      const urls = this.media?.urls;
      const drawn = path !== undefined && !urls?.isBroken(path);
      return { medium, src: drawn ? urls?.get(path) : undefined, drawn };
    });
    const uploads = (this.uploads.value ?? NO_UPLOADS).filter(({ eventId }) => eventId === id);
    return { tiles, hidden: all.length - most, uploads };
  }

  private stripActions(eventId: string) {
    return {
      open: (id: string) => this.shown.openGallery(eventId, id || this.mediaOf(eventId)[TILES]?.row.id),
      cancel: (id: string) => this.media?.cancel(id),
      retry: (id: string) => this.media?.retry(id),
      describe: (id: string, words: string) => this.files.words.type(id, words),
      settle: (operationId: string, choice: 'retry' | 'discard') => this.media?.settle(operationId, choice),
      failed: (path: string) => this.media?.urls.failed(path),
    };
  }

  private versionsButton(count: number, active: boolean, eventId: string | undefined): unknown {
    return html`<button
      type="button"
      class="link versions"
      name="versions"
      tabindex=${active ? 0 : -1}
      @click=${() => this.shown.listVersions(eventId)}
    >
      ${icon('undo')} ${text.versions.earlier(count)}
    </button>`;
  }
}

function commentCount(count: number): unknown {
  return html`<span class="comment-count" part="comment-count">
    ${icon('comment')}<span aria-hidden="true">${count}</span
    ><span class="visually-hidden">${text.comments(count)}</span>
  </span>`;
}

function knownIn(byEvent: ByEvent | undefined): KnownMedia | undefined {
  const kinds = new Set<string>([...(byEvent?.values() ?? [])].flat().map(({ row }) => row.media_type));
  if (!byEvent || kinds.size === 0) return undefined;
  const has: HasMedia = (id, kind) => byEvent.get(id)?.some(({ row }) => row.media_type === kind) ?? false;
  return { kinds: Object.keys(text.media.kinds).filter((kind) => kinds.has(kind)), has };
}

function replacedIn(
  conflicts: readonly Conflict[],
  owner: string | undefined,
  items: readonly Item[],
): readonly Conflict[] {
  if (conflicts.length === 0 || owner === undefined) return NO_CONFLICTS;
  const rows = new Map(items.map(({ row }) => [row.id, row]));
  return replacedOf(conflicts, owner, (id) => rows.get(id));
}

function same(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((one, at) => Object.is(one, b[at]));
}
