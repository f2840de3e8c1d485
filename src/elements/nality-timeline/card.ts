import { html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import type { LifeEvent } from '../../core/features/life-event.ts';
import type { Editor } from '../../core/features/timeline.ts';
import { avatar, hueOf } from '../shared/avatar.ts';
import { formatEventTime, machineDate } from '../shared/formats.ts';
import { icon } from '../shared/icons.ts';
import { rowState } from '../shared/row-state.ts';
import { safeUrl } from '../shared/safe-url.ts';
import { common } from '../shared/text.ts';
import { text } from './text.ts';
import type { CardBeside } from './beside/card-beside.ts';
import type { Item } from './grouping.ts';

/** What a card shows. */
export interface CardView {
  readonly item: Item;
  readonly locale: string;
  /** Whether Tab reaches it. */
  readonly active: boolean;
  /** Whether the whole description is shown. */
  readonly open: boolean;
  readonly editable: boolean;
  /** A text with what is searched for marked in it. `query` says for what: the card is drawn anew when it changes. */
  readonly marked: (text: string) => unknown;
  readonly query: string;
  /** Whether something typed for it waits to be finished. */
  readonly unfinished: boolean;
  /** Who else edits it now. */
  readonly other: Editor | undefined;
  /** Stands in the place of what the card says while it is edited. */
  readonly editor: TemplateResult | undefined;
  /** What is loaded after the words. */
  readonly beside: CardBeside | undefined;
}

/** What can be done with a card. */
export interface CardActions {
  enter(id: string): void;
  toggle(id: string): void;
  select(event: LifeEvent): void;
  edit(id: string): void;
  remove(id: string): void;
  retry(operationId: string): void;
  discard(operationId: string, id: string): void;
}

/** Longer descriptions are cut, in characters; about three lines. */
const SHORT = 200;

/** One event: a medallion on the spine and the card beside it. */
export function card(view: CardView, actions: CardActions): TemplateResult {
  const { row, state } = view.item;
  const { other } = view;
  return html`<article
    part="card"
    class="card"
    data-event-id=${row.id}
    data-state=${state}
    data-category=${row.category}
    data-weight=${weightOf(row.importance)}
    tabindex=${view.active ? 0 : -1}
    aria-labelledby="title-${row.id}"
    aria-description=${ifDefined(other && common.editing(nameOf(other)))}
    ?being-edited=${other !== undefined}
    ?editing=${view.editor !== undefined}
    data-editor=${ifDefined(other?.id)}
    data-editor-name=${ifDefined(other && nameOf(other))}
    @focusin=${() => actions.enter(row.id)}
  >
    <span class="medallion" aria-hidden="true">${icon(row.category)}</span>
    ${other ? chip(other) : nothing} ${view.editor ?? content(view, actions)}
    ${view.beside?.below(view.active)} ${progress(view, actions)}
  </article>`;
}

function content(view: CardView, actions: CardActions): TemplateResult {
  const { row } = view.item;
  return html`<div class="words">
      ${meta(view)}
      <h4 part="title" id="title-${row.id}" dir="auto">${view.marked(row.title)}</h4>
      ${description(view, actions)}
      <div class="foot">
        ${tags(view)} ${view.beside?.foot(view.active)} ${view.editable ? controls(view, actions) : nothing}
      </div>
    </div>
    ${drawing(row)}`;
}

function meta({ item: { row }, locale, marked }: CardView): TemplateResult {
  return html`<p class="meta">
    <time part="date" datetime=${ifDefined(machineDate(row))}>${formatEventTime(row, locale)}</time>
    ${
      row.location
        ? html`<span part="place" class="place"
            >${icon('place')}<span dir="auto">${marked(row.location)}</span></span
          >`
        : nothing
    }
    <span class="visually-hidden"
      >${common.category[row.category]}. ${text.card.importance(row.importance)}.</span
    >
  </p>`;
}

function description(
  { item: { row }, open, active, marked }: CardView,
  actions: CardActions,
): TemplateResult | typeof nothing {
  if (!row.description) return nothing;
  const long = isLong(row.description);
  return html`<p part="description" class="description ${long && !open ? 'cut' : ''}" dir="auto">
      <span>${marked(row.description)}</span>
    </p>
    ${
      long
        ? html`<button
            type="button"
            class="link more"
            tabindex=${active ? 0 : -1}
            aria-expanded=${open}
            aria-describedby="title-${row.id}"
            @click=${() => actions.toggle(row.id)}
          >
            ${open ? text.card.less : text.card.more}
          </button>`
        : nothing
    }`;
}

function tags({ item: { row }, marked }: CardView): TemplateResult | typeof nothing {
  const { tags } = row;
  if (tags.length === 0) return nothing;
  return html`<ul part="tags" class="tags" aria-label=${text.card.tags}>
    ${tags.map((tag) => html`<li part="tag" class="tag" dir="auto">${marked(tag)}</li>`)}
  </ul>`;
}

function drawing({ metadata, title }: LifeEvent): TemplateResult | typeof nothing {
  const src = safeUrl(metadata['drawing'], 'image');
  if (!src) return nothing;
  const described = metadata['drawing_alt'];
  const alt = typeof described === 'string' && described !== '' ? described : text.card.drawing(title);
  return html`<figure part="drawing" class="drawing">
    <img
      src=${src}
      alt=${alt}
      loading="lazy"
      decoding="async"
      referrerpolicy="no-referrer"
      @error=${removePicture}
    />
  </figure>`;
}

function controls(
  { item: { row }, active, unfinished, beside }: CardView,
  actions: CardActions,
): TemplateResult {
  const tabindex = active ? 0 : -1;
  return html`<div class="controls" part="controls">
    ${
      unfinished
        ? html`<button type="button" class="link" tabindex=${tabindex} @click=${() => actions.edit(row.id)}>
            ${text.card.draft}
          </button>`
        : nothing
    }
    ${beside?.controls(active)}
    <button
      type="button"
      name="edit"
      class="quiet icon-only"
      tabindex=${tabindex}
      aria-label=${text.card.edit(row.title)}
      aria-keyshortcuts="E"
      @click=${() => actions.edit(row.id)}
    >
      ${icon('edit')}
    </button>
    <button
      type="button"
      name="remove"
      class="quiet icon-only"
      tabindex=${tabindex}
      aria-label=${text.card.remove(row.title)}
      aria-keyshortcuts="Delete"
      @click=${() => actions.remove(row.id)}
    >
      ${icon('remove')}
    </button>
  </div>`;
}

function progress({ item, editor, beside }: CardView, actions: CardActions): TemplateResult | typeof nothing {
  const { row, state, operationId } = item;
  if (editor) return nothing;
  const decide = operationId !== undefined;
  const compare = state === 'conflict' ? beside?.compare : undefined;
  return html`${rowState({
    ...item,
    onRetry: decide ? () => actions.retry(operationId) : undefined,
    onEdit: compare ? undefined : () => actions.edit(row.id),
    onCompare: compare,
    onDiscard: decide ? () => actions.discard(operationId, row.id) : undefined,
  })}`;
}

function chip(editor: Editor): TemplateResult {
  return html`<p class="editing-chip" part="editing-chip" data-hue=${hueOf(editor.id)}>
    ${avatar(editor)}<span>${common.editing(nameOf(editor))}</span>
  </p>`;
}

/** A person's name, also while it is still being loaded. */
export function nameOf({ name }: Editor): string {
  return name || common.someone;
}

/** Three sizes are enough to tell a turning point from a passing moment. */
function weightOf(importance: number): 'heavy' | 'medium' | 'light' {
  if (importance >= 9) return 'heavy';
  return importance >= 4 ? 'medium' : 'light';
}

/** Whether a description is worth cutting. */
export function isLong(description: string): boolean {
  return description.length > SHORT || description.split('\n').length > 3;
}

function removePicture(event: Event): void {
  (event.target as HTMLElement).closest('figure')?.remove();
}
