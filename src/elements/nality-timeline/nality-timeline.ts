import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { eventStyles } from '../shared/event.styles.ts';
import { fields } from '../shared/field.styles.ts';
import { spoken } from '../shared/language.ts';
import { memoize } from '../shared/memoize.ts';
import { banner, errorNotice } from '../shared/notices.ts';
import { report } from '../shared/report.ts';
import { avatars, base, buttons, notices } from '../shared/styles.ts';
import { toastStyles } from '../shared/toast.styles.ts';
import { Toasts } from '../shared/toasts.ts';
import { text } from './text.ts';
import { tokens } from '../shared/tokens.ts';
import { Announcer } from './announcer.ts';
import { checkUserId, conflictStrategyOf, viewOf, type ConflictStrategy } from './attributes.ts';
import { Beside } from './beside.ts';
import { card, nameOf, type CardView } from './card.ts';
import { cardStyles } from './card.styles.ts';
import { DeepLink } from './deep-link.ts';
import type { EditorView } from './edit-controls.ts';
import { Editing, shownFields, type Edit } from './editing.ts';
import { editorStyles } from './editor.styles.ts';
import { NalityEventBeforeSaveEvent } from './events.ts';
import { Finding } from './finding.ts';
import { dateList } from './jump.ts';
import { arrange, cardOrder, type Arrangement, type Item, type View } from './grouping.ts';
import { addButton, header, type HeaderView } from './header.ts';
import { inlineEditor } from './inline-editor.ts';
import { NEW } from './kept-drafts.ts';
import { listView } from './list-view.ts';
import { timelineStyles } from './nality-timeline.styles.ts';
import { Roving } from '../shared/roving.ts';
import { unsaid } from '../shared/unsaid.ts';
import type { Screen } from './screen.ts';
import { TimelineSource } from './source.ts';
import { recoveredNotice, skeleton, timelineNotice, type Recovered } from './states.ts';
import { Verbs } from './verbs.ts';
import { MOST_PRINTED, VirtualList } from './virtual-list.ts';

export type {
  NalityEventBeforeDeleteEvent,
  NalityEventBeforeSaveEvent,
  NalityEventSelectEvent,
} from './events.ts';

/**
 * The events of a life, newest first, edited together with others.
 *
 * Keys: arrows, Home, End, PageUp and PageDown go from card to card; Enter opens, E edits, Delete deletes, N adds, Ctrl+Z
 * undoes a deletion, `/` searches, J goes to the list of dates,
 * by category or importance to those of the group that is on the screen; Escape leaves.
 *
 * A long timeline draws only what is near the screen, in the page's own scrolling; given a height and `overflow: auto`, it scrolls
 * by itself. `#nality-event-<id>` in the page's address leads to an event,
 * `#nality-timeline-<id>` a timeline without `user-id` to a person's.
 *
 * @summary A timeline of a life, edited together.
 * @example <nality-timeline user-id="…"></nality-timeline>
 * @attr {string} aria-label - What assistive technology calls it, in the place of our own words.
 * @fires nality-event-select
 * @fires nality-event-before-save
 * @fires nality-event-before-delete
 * @slot header - A heading above the events.
 * @slot empty - In the place of our words where there are no events yet; the button to add one stands below.
 * @slot sign-in - The page's own way to sign in, shown where signing in would help.
 * @csspart base - Everything.
 * @csspart header - Heading, order and the button to add.
 * @csspart add - The button to add an event.
 * @csspart search - The button that opens the search.
 * @csspart find - The search and the filters.
 * @csspart filter - A filter that is on.
 * @csspart found - How many events match.
 * @csspart banner - The line that says that one is offline.
 * @csspart marker - A year, or what the view groups by.
 * @csspart card - One event.
 * @csspart date - When it was.
 * @csspart place - Where it was.
 * @csspart title - What it was.
 * @csspart description - What there is to tell.
 * @csspart drawing - Its picture.
 * @csspart media - Its photos and files.
 * @csspart thumbnail - One of them.
 * @csspart upload - A file on its way.
 * @csspart comment-count - How many comments it has.
 * @csspart tags - The list of its tags.
 * @csspart tag - One tag.
 * @csspart controls - The buttons of a card.
 * @csspart editing-chip - Says who else is editing.
 * @csspart row-state - Says where an event stands on its way to the server.
 * @csspart editor - The editor in a card.
 * @csspart counter - Says how many characters are left.
 * @csspart form - The dialog with all fields.
 * @csspart gallery - The dialog that shows the photos and files of an event.
 * @csspart chooser - The dialog with one’s own and somebody else’s version.
 * @csspart versions - The dialog with what was replaced.
 * @csspart toast - A short message.
 * @csspart notice - Says why there is nothing to see.
 * @csspart avatar - A person's picture, or their initials in its place.
 * @csspart error - Says what went wrong.
 * @cssproperty [--nality-timeline-card=var(--nality-surface)] - Colour of a card.
 * @cssproperty [--nality-sticky-top=0px] - Where the markers stop, below a fixed header of the page's own.
 */
export class NalityTimeline extends LitElement {
  static override readonly styles = [
    tokens,
    base,
    buttons,
    fields,
    notices,
    avatars,
    toastStyles,
    timelineStyles,
    cardStyles,
    eventStyles,
    editorStyles,
  ];

  static {
    // The list is measured when it has been drawn, and drawn again before the browser paints where that shows more of it.
    this.disableWarning?.('change-in-update');
  }

  /** Whose timeline: a person's id. Empty: the one in the page's address, else mine. */
  @property({ attribute: 'user-id', converter: unsaid('') }) userId = '';

  /** What the events are grouped by. */
  @property({ reflect: true, converter: unsaid('time') }) view: View = 'time';

  /** Whether it is only to be read, whatever I may do. */
  @property({ type: Boolean, reflect: true }) readonly = false;

  /**
   * What stands of a field that two people changed at once: what was first on the server, what came last, a merge where one
   * makes sense, or what the person chooses. What does not stand is kept for 30 days.
   */
  @property({ attribute: 'conflict-strategy', converter: unsaid('server_wins') })
  conflictStrategy: ConflictStrategy = 'server_wins';

  /** The only fields that `conflict-strategy="merge"` brings together, of `tags description importance`. Empty: all. */
  @property({ attribute: 'merge-fields', converter: unsaid('') }) mergeFields = '';

  /**
   * How many others are in.
   * @readonly
   */
  @property({ type: Number, reflect: true }) collaborators = 0;

  private readonly source = new TimelineSource(this);
  private readonly editing: Editing = new Editing(this, {
    timeline: () => this.source.timeline,
    drafts: () => this.source.drafts,
    beforeSave: (id, draft) => report(this, new NalityEventBeforeSaveEvent(id, draft)),
    lift: (name) => this.beside.lift(name),
  });
  private readonly finding = new Finding(this, {
    items: () => this.source.items,
    locale: () => this.source.locale,
    place: () => this.source.timeline && `nality:find:${this.source.timeline.owner}:${this.id}`,
    always: () => this.editing.current?.id,
    media: () => this.beside.media,
    failed: () => this.toasts.show(text.timeline.findFailed),
  });
  private readonly virtual = new VirtualList(this, {
    arrangement: () => this.arrangement,
    alone: () => [this.roving.active, this.editing.current?.id],
  });
  private readonly roving: Roving = new Roving(this, {
    attribute: 'data-event-id',
    fallback: '[part~="add"]',
    order: () => cardOrder(this.arrangement),
    pageFrom: (id, direction) => this.virtual.pageFrom(id, direction),
  });
  private readonly toasts = new Toasts(this);
  private readonly announcer = new Announcer(this, (ids) => ids.forEach((id) => this.verbs.unoffer(id)));
  private readonly verbs = new Verbs({
    host: this,
    timeline: () => this.source.timeline,
    editable: () => this.source.editable,
    editing: this.editing,
    roving: this.roving,
    toasts: this.toasts,
    announcer: this.announcer,
    finding: this.finding,
    virtual: this.virtual,
    added: (id, name) => this.beside.added(id, name),
  });
  private readonly beside = new Beside(this, {
    source: this.source,
    editing: this.editing,
    toasts: this.toasts,
    announcer: this.announcer,
    told: () => this.told('beside'),
  });
  private readonly arrange = memoize((items: readonly Item[], view: View, _language: string) =>
    arrange(items, view),
  );
  constructor() {
    super();
    new DeepLink(this, {
      show: (id) => this.show(id),
      card: (id) => this.roving.card(id),
      focus: (id) => this.roving.focusCard(id),
    });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('userId')) checkUserId(this.userId);
    if (changed.has('view')) this.view = viewOf(this.view);
    if (changed.has('conflictStrategy')) this.conflictStrategy = conflictStrategyOf(this.conflictStrategy);
  }

  protected override update(changed: PropertyValues<this>): void {
    this.collaborators = this.source.collaborators;
    this.source.timeline?.resolveConflicts(
      this.conflictStrategy,
      this.mergeFields.match(/\S+/g) ?? undefined,
    );
    this.announcer.followEditors(this.source.editors);
    this.announcer.followItems(this.source.timeline, this.source.loading ? undefined : this.source.items);
    if (!this.source.editable && !this.source.loading) this.verbs.withdraw();
    super.update(changed);
  }

  protected override render(): TemplateResult {
    const { screen } = this.source;
    return html`<section
        part="base"
        class="base"
        aria-label=${this.ariaLabel ?? text.timeline.label}
        aria-busy=${screen.name === 'loading'}
        @keydown=${this.verbs.onKey}
        @click=${this.verbs.onClick}
      >
        ${header(this.headerView(screen), this.verbs)}
        ${screen.name === 'items' ? this.finding.renderBar() : nothing}
        ${banner(screen.name === 'items' ? screen.banner : undefined, this.reload)}
        <div role="status">
          ${this.recovered.map((draft) => recoveredNotice(draft, this.recoveredActions))}
        </div>
        ${this.renderScreen(screen)}
      </section>
      ${this.renderForm()} ${this.beside.dialogs} ${this.told('page')} ${this.finding.renderRegion()}`;
  }

  protected override updated(): void {
    if (!this.isConnected) return;
    this.renderRoot.querySelectorAll('dialog').forEach((dialog) => dialog.open || dialog.showModal());
  }

  private renderScreen(screen: Screen): unknown {
    switch (screen.name) {
      case 'loading':
        return skeleton();
      case 'notice':
        return timelineNotice(screen.notice, addButton(this.addKind, this.verbs));
      case 'error':
        return errorNotice(screen.error, screen.retry ? this.reload : undefined);
      case 'items':
        return this.arrangement.items.length > 0 ? this.renderList() : this.finding.renderNothingFound();
    }
  }

  private renderList(): TemplateResult {
    const { locale, editable } = this.source;
    const common = { locale, editable, active: this.roving.active };
    const { items, groups } = this.arrangement;
    return html`${dateList(groups, this.virtual.here, this.verbs.jump)}
    ${listView(this.virtual.planNow(), items, (item) => this.renderCard(item, common))}
    ${this.virtual.printsPart ? html`<p>${text.timeline.printed(MOST_PRINTED, items.length)}</p>` : nothing}`;
  }

  private renderCard(item: Item, { locale, editable, active }: Common): unknown {
    const { id } = item.row;
    const edit = this.editing.current;
    const view: CardView = {
      item,
      locale,
      active: active === id,
      open: this.verbs.opened.has(id),
      editable,
      marked: this.finding.marked,
      query: this.finding.query,
      unfinished: this.editing.kept.isUnfinished(item),
      other: this.source.editors?.get(id)?.[0],
      editor:
        edit?.id === id && edit.surface === 'card'
          ? inlineEditor(this.editorView(edit), this.verbs)
          : undefined,
      beside: this.beside.card(item),
    };
    return guard([spoken(), ...Object.values(view)], () => card(view, this.verbs));
  }

  private renderForm(): unknown {
    const edit = this.formEdit;
    return edit ? this.verbs.form?.eventForm(this.editorView(edit), this.verbs) : nothing;
  }

  private get formEdit(): Edit | undefined {
    const edit = this.editing.current;
    return edit?.surface === 'form' && this.verbs.form ? edit : undefined;
  }

  /** Short messages, and what screen readers are told: in the dialog that is in front, for all else is out of reach then. */
  private told(place: 'page' | 'form' | 'beside'): unknown {
    const front = this.beside.isOpen ? 'beside' : this.formEdit ? 'form' : 'page';
    return [this.toasts.render(place === front), this.announcer.render(place === front)];
  }

  private editorView(edit: Edit): EditorView {
    const other = edit.id === undefined ? undefined : this.source.editors?.get(edit.id)?.[0];
    const gone = edit.id !== undefined && !this.source.items.some(({ row }) => row.id === edit.id);
    return {
      edit,
      fields: shownFields(edit),
      locale: this.source.locale,
      other: other && nameOf(other),
      gone,
      beside: edit.surface === 'form' ? this.beside.form(edit.id) : undefined,
      told: edit.surface === 'form' ? this.told('form') : undefined,
    };
  }

  private headerView(screen: Screen): HeaderView {
    const shown = screen.name === 'items';
    return {
      count: shown ? this.source.items.length : undefined,
      view: this.view,
      groups: this.arrangement.groups,
      here: this.virtual.here,
      search: this.finding.isOpen,
      add: shown ? this.addKind : undefined,
      beside: this.beside.header,
    };
  }

  private get addKind(): HeaderView['add'] {
    if (!this.source.editable) return undefined;
    return this.editing.kept.get(this.editing.kept.nameOf(NEW)) ? 'draft' : 'new';
  }

  private get arrangement(): Arrangement {
    return this.arrange(this.finding.items, this.view, spoken());
  }

  /** Brings an event to the screen, whatever is searched for. Returns whether it is there. */
  private show(id: string): boolean {
    if (!this.source.items.some(({ row }) => row.id === id)) return false;
    this.finding.letSee(id);
    this.virtual.reveal(id);
    return true;
  }

  /** What was typed for events that are not there: somebody deleted them, or they never reached the server. */
  private get recovered(): readonly Recovered[] {
    if (!this.source.editable || !this.source.live) return [];
    return this.editing.kept.lost(
      (id) => this.verbs.removed.has(id) || this.source.items.some(({ row }) => row.id === id),
      this.editing.current?.name,
    );
  }

  private readonly reload = (): void => this.source.timeline?.reload();

  private readonly recoveredActions = {
    resume: (name: string): void => this.verbs.openForm(name),
    discard: (name: string): void => this.verbs.throwAway(name),
  };
}

/** What all cards of one render share. */
interface Common {
  readonly locale: string;
  readonly editable: boolean;
  /** The card that Tab reaches. */
  readonly active: string | undefined;
}

declare global {
  interface HTMLElementTagNameMap {
    'nality-timeline': NalityTimeline;
  }
}
