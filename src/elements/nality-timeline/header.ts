import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { icon } from '../shared/icons.ts';
import { text } from './text.ts';
import { VIEWS, type Group, type View } from './grouping.ts';
import { jumpList } from './jump.ts';

/** What the line above the events shows. */
export interface HeaderView {
  /** `undefined` while there are no events to count or to order. */
  readonly count: number | undefined;
  readonly view: View;
  /** The markers that one can jump to, and where one is. */
  readonly groups: readonly Group[];
  readonly here: Group | undefined;
  /** Whether the search is open. */
  readonly search: boolean;
  /** Whether the button to add stands here, and whether it goes on with an event that was begun. */
  readonly add: 'new' | 'draft' | undefined;
  /** What is loaded later and stands here. */
  readonly beside: unknown;
}

/** What can be done there. */
export interface HeaderActions {
  order(view: View): void;
  jump(group: Group): void;
  search(): void;
  add(): void;
  /** Somebody is about to add: the form may be fetched. */
  prepare(): void;
}

/** Heading, count, order and the button to add. */
export function header(view: HeaderView, actions: HeaderActions): TemplateResult {
  return html`<header part="header" class="header">
    <slot name="header"></slot>
    ${view.count === undefined ? nothing : tools(view, view.count, actions)} ${view.beside}
    ${addButton(view.add, actions)}
  </header>`;
}

function tools(view: HeaderView, count: number, actions: HeaderActions): TemplateResult {
  return html`<p class="count" dir="auto">${text.timeline.count(count)}</p>
    ${order(view.view, actions)} ${jumpList(view.groups, view.here, actions.jump)}
    <button
      type="button"
      class="quiet"
      part="search"
      name="search"
      aria-expanded=${view.search}
      aria-keyshortcuts="/"
      @click=${() => actions.search()}
    >
      ${icon('search')} <span>${text.timeline.search}</span>
    </button>`;
}

function order(current: View, actions: HeaderActions): TemplateResult {
  const onChange = (event: Event): void => actions.order((event.target as HTMLSelectElement).value as View);
  return html`<label class="order"
    ><span>${text.timeline.view}</span
    ><select name="view" @change=${onChange}>
      ${VIEWS.map(
        (view) =>
          html`<option value=${view} .selected=${live(view === current)}>
            ${text.timeline.views[view]}
          </option>`,
      )}
    </select></label
  >`;
}

/** The button to add an event, or to go on with one. */
export function addButton(kind: HeaderView['add'], actions: HeaderActions): TemplateResult | typeof nothing {
  if (!kind) return nothing;
  const draft = kind === 'draft';
  return html`<button
    type="button"
    class="primary"
    part="add"
    name="add"
    aria-keyshortcuts="N"
    @click=${() => actions.add()}
    @pointerenter=${() => actions.prepare()}
    @focus=${() => actions.prepare()}
  >
    ${icon(draft ? 'edit' : 'add')} ${draft ? text.timeline.continueDraft : text.timeline.add}
  </button>`;
}
