import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { ifDefined } from 'lit/directives/if-defined.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Timeline } from '../../core/features/timeline.ts';
import { CoreController } from '../shared/core-controller.ts';
import { openDrafts, type Drafts } from '../shared/drafts.ts';
import { fields } from '../shared/field.styles.ts';
import { localeOf } from '../shared/formats.ts';
import { icon } from '../shared/icons.ts';
import { report } from '../shared/report.ts';
import { StoreController } from '../shared/store-controller.ts';
import { avatars, base, buttons, notices } from '../shared/styles.ts';
import { text } from '../shared/text.ts';
import { tokens } from '../shared/tokens.ts';
import { Announcer } from './announcer.ts';
import { checkUserId, conflictStrategyOf, viewOf, type ConflictStrategy } from './attributes.ts';
import { card, nameOf, type CardView } from './card.ts';
import { cardStyles } from './card.styles.ts';
import type { EditorView } from './edit-controls.ts';
import { Editing, shownFields, type Edit } from './editing.ts';
import { editorStyles } from './editor.styles.ts';
import { NalityEventBeforeSaveEvent } from './events.ts';
import { groupEvents, type Group, type Item, type View } from './grouping.ts';
import { addButton, header, type HeaderView } from './header.ts';
import { inlineEditor } from './inline-editor.ts';
import { isEventDraft, NEW, type EventDraft } from './kept-drafts.ts';
import { memoize } from './memoize.ts';
import { timelineStyles } from './nality-timeline.styles.ts';
import { Roving } from './roving.ts';
import { mayEdit, ownerOf, screenOf, type Identity, type Screen } from './screen.ts';
import { banner, errorNotice, notice, recoveredNotice, skeleton, type Recovered } from './states.ts';
import { Toasts } from './toasts.ts';
import { Verbs } from './verbs.ts';

/**
 * The events of a life, newest first, edited together with others.
 *
 * Keys: arrows, Home and End go from card to card; Enter opens, E edits, Delete deletes, N adds, Ctrl+Z undoes
 * a deletion, Escape leaves.
 *
 * @summary A timeline of a life, edited together.
 * @fires nality-event-select - Somebody opened an event. Carries `lifeEvent`.
 * @fires nality-event-before-save - Something is about to be saved; cancelable. Carries `eventId` and `draft`.
 * @fires nality-event-before-delete - An event is about to be deleted; cancelable. Carries `lifeEvent`.
 * @slot heading - A heading above the events.
 * @slot sign-in - The page's own way to sign in, shown where signing in would help.
 * @csspart base - Everything.
 * @csspart header - Heading, order and the button to add.
 * @csspart add - The button to add an event.
 * @csspart banner - The line that says that one is offline.
 * @csspart marker - A year, or what the view groups by.
 * @csspart card - One event.
 * @csspart date - When it was.
 * @csspart place - Where it was.
 * @csspart title - What it was.
 * @csspart description - What there is to tell.
 * @csspart drawing - Its picture.
 * @csspart tags - The list of its tags.
 * @csspart tag - One tag.
 * @csspart controls - The buttons of a card.
 * @csspart editing-chip - Says who else is editing.
 * @csspart row-state - Says where an event stands on its way to the server.
 * @csspart editor - The editor in a card.
 * @csspart form - The dialog with all fields.
 * @csspart toast - A short message.
 * @csspart notice - Says why there is nothing to see.
 * @csspart error - Says what went wrong.
 * @cssproperty --nality-paper - Colour behind everything.
 * @cssproperty --nality-surface - Colour of the cards.
 * @cssproperty --nality-ink - Colour of the words.
 * @cssproperty --nality-accent - Colour of what acts.
 * @cssproperty --nality-font - Font of the words.
 * @cssproperty --nality-font-heading - Font of titles and years.
 * @cssproperty --nality-color-scheme - `light`, `dark`, or `light dark` to follow the person.
 * @cssproperty --nality-sticky-top - Where the markers stop below the page's own fixed header; 0.
 */
export class NalityTimeline extends LitElement {
  static override readonly styles = [
    tokens,
    base,
    buttons,
    fields,
    notices,
    avatars,
    timelineStyles,
    cardStyles,
    editorStyles,
  ];

  /** Whose timeline: a person's id. Empty: mine. */
  @property({ attribute: 'user-id' }) userId = '';

  /** What the events are ordered by. */
  @property({ reflect: true }) view: View = 'time';

  /** Whether it is only to be read, whatever I may do. */
  @property({ type: Boolean, reflect: true }) readonly = false;

  /** What happens when two people change the same field at once. */
  @property({ attribute: 'conflict-strategy' }) conflictStrategy: ConflictStrategy = 'server_wins';

  /** How many others are in. Read it; it is not yours to set. */
  @property({ type: Number, reflect: true }) collaborators = 0;

  private readonly nality = new CoreController<string, Timeline>(this, {
    key: (core) => leaseKey(this.userId, core.identity.get()),
    acquire: (core, key, until) => core.timeline(key.slice(key.indexOf(':') + 1), until),
  });
  private readonly events = new StoreController(this, () => this.timeline?.events);
  private readonly phase = new StoreController(this, () => this.timeline?.phase);
  private readonly level = new StoreController(this, () => this.timeline?.level);
  private readonly editors = new StoreController(this, () => this.timeline?.editors);
  private readonly others = new StoreController(this, () => this.timeline?.collaborators);
  private readonly identity = new StoreController(this, () => this.nality.core?.identity);
  private readonly connection = new StoreController(this, () => this.nality.core?.connection);
  private readonly editing = new Editing(this, {
    timeline: () => this.timeline,
    drafts: () => this.drafts,
    beforeSave: (id, draft) => report(this, new NalityEventBeforeSaveEvent(id, draft)),
  });
  private readonly roving = new Roving(this, () => this.order);
  private readonly toasts = new Toasts(this);
  private readonly announcer = new Announcer(this);
  private readonly verbs = new Verbs({
    host: this,
    timeline: () => this.timeline,
    editable: () => this.editable,
    editing: this.editing,
    roving: this.roving,
    toasts: this.toasts,
    announcer: this.announcer,
  });
  private readonly group = memoize(groupEvents);
  private readonly draftsAt = memoize((place: string) => openDrafts<EventDraft>(place, isEventDraft));

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('userId')) checkUserId(this.userId);
    if (changed.has('view')) this.view = viewOf(this.view);
    if (changed.has('conflictStrategy')) this.conflictStrategy = conflictStrategyOf(this.conflictStrategy);
  }

  protected override update(changed: PropertyValues<this>): void {
    this.collaborators = this.others.value ?? 0;
    this.announcer.followEditors(this.editors.value);
    this.announcer.followItems(this.timeline, this.phase.value?.name === 'loading' ? undefined : this.items);
    super.update(changed);
  }

  protected override render(): TemplateResult {
    const screen = this.screen;
    const busy = screen.name === 'loading' ? 'true' : 'false';
    return html`<section part="base" class="base" aria-label=${text.timeline.label} aria-busy=${busy} @keydown=${this.verbs.onKey} @click=${this.verbs.onClick}>
        ${header(this.headerView(screen), this.verbs)}
        ${banner(screen.name === 'events' ? screen.banner : undefined, this.reload)}
        <div role="status">${this.recovered.map((draft) => recoveredNotice(draft, this.recoveredActions))}</div>
        ${this.renderScreen(screen)}
      </section>
      ${this.renderForm()} ${this.toasts.render()} ${this.announcer.render()}`;
  }

  protected override updated(): void {
    const dialog = this.renderRoot.querySelector('dialog');
    if (dialog && !dialog.open) dialog.showModal();
  }

  private renderScreen(screen: Screen): unknown {
    switch (screen.name) {
      case 'loading':
        return skeleton();
      case 'notice':
        return notice(screen.notice, addButton(this.addKind, this.verbs));
      case 'error':
        return errorNotice(screen.error, screen.retry ? this.reload : undefined);
      case 'events':
        return repeat(this.groups, ({ key }) => key, (group) => this.renderGroup(group));
    }
  }

  private renderGroup({ key, label, category, items }: Group): TemplateResult {
    return html`<div class="group">
      <h3 class="marker" part="marker" id=${key} data-category=${ifDefined(category)}>
        ${category ? icon(category) : nothing}<span>${label}</span>
      </h3>
      <ol class="list" aria-labelledby=${key}>
        ${repeat(items, ({ row }) => row.id, (item) => html`<li class="entry">${this.renderCard(item)}</li>`)}
      </ol>
    </div>`;
  }

  private renderCard(item: Item): unknown {
    const { id } = item.row;
    const edit = this.editing.current;
    const view: CardView = {
      item,
      locale: this.locale,
      active: this.roving.active === id,
      open: this.verbs.opened.has(id),
      editable: this.editable,
      unfinished: this.editing.kept.isUnfinished(item),
      other: this.editors.value?.get(id)?.[0],
      editor: edit?.id === id && edit.surface === 'card' ? inlineEditor(this.editorView(edit), this.verbs) : undefined,
    };
    return guard(Object.values(view), () => card(view, this.verbs));
  }

  private renderForm(): unknown {
    const edit = this.editing.current;
    if (edit?.surface !== 'form' || !this.verbs.form) return nothing;
    return this.verbs.form.eventForm(this.editorView(edit), this.verbs);
  }

  private editorView(edit: Edit): EditorView {
    const other = edit.id === undefined ? undefined : this.editors.value?.get(edit.id)?.[0];
    const gone = edit.id !== undefined && !this.items.some(({ row }) => row.id === edit.id);
    return { edit, fields: shownFields(edit), locale: this.locale, other: other && nameOf(other), gone };
  }

  private headerView(screen: Screen): HeaderView {
    const shown = screen.name === 'events';
    return { count: shown ? this.items.length : undefined, view: this.view, add: shown ? this.addKind : undefined };
  }

  private get addKind(): HeaderView['add'] {
    if (!this.editable) return undefined;
    return this.editing.kept.get(NEW) ? 'draft' : 'new';
  }

  private get timeline(): Timeline | undefined {
    return this.nality.resource;
  }

  private get items(): readonly Item[] {
    return this.events.value ?? NO_ITEMS;
  }

  private get groups(): readonly Group[] {
    return this.group(this.items, this.view);
  }

  private get order(): readonly string[] {
    return this.groups.flatMap(({ items }) => items.map(({ row }) => row.id));
  }

  private get locale(): string {
    return localeOf(this, this.nality.lang);
  }

  private get editable(): boolean {
    return mayEdit(this.level.value, this.readonly);
  }

  private get screen(): Screen {
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

  /** Drafts belong to one person on one timeline. */
  private get drafts(): Drafts<EventDraft> | undefined {
    const me = this.identity.value;
    return me?.name === 'person' && this.timeline ? this.draftsAt(`${me.id}:${this.timeline.owner}`) : undefined;
  }

  /** What was typed for events that are not there: somebody deleted them, or they never reached the server. */
  private get recovered(): readonly Recovered[] {
    if (!this.editable || this.phase.value?.name !== 'live') return [];
    return this.editing.kept.lost(new Set([this.editing.current?.id, ...this.order, ...this.verbs.removed]));
  }

  private readonly reload = (): void => this.timeline?.reload();

  private readonly recoveredActions = {
    resume: (name: string): void => this.verbs.openForm(name),
    discard: (name: string): void => this.editing.forget(name),
  };
}

const NO_ITEMS: readonly Item[] = [];

/** A timeline is what one person sees of it: somebody else signing in takes it anew. */
function leaseKey(userId: string, identity: Identity): string | undefined {
  const owner = ownerOf(userId, identity);
  if (!owner || identity.name === 'unknown') return undefined;
  return `${identity.name === 'person' ? identity.id : ''}:${owner}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'nality-timeline': NalityTimeline;
  }
}
