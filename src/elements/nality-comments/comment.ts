import { html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import type { Profile } from '../../core/features/profiles.ts';
import { addressOfComment } from '../shared/address.ts';
import { avatar } from '../shared/avatar.ts';
import { formatMoment, formatRelative } from '../shared/formats.ts';
import { rowState } from '../shared/row-state.ts';
import { common } from '../shared/text.ts';
import { rendered } from './content.ts';
import type { Item } from './source.ts';
import { text } from './text.ts';

/** What a comment shows. */
export interface CommentView {
  readonly item: Item;
  readonly people: ReadonlyMap<string, Profile>;
  /** How long ago it was written, in words. */
  readonly when: string;
  readonly locale: string;
  /** Whether Tab reaches it. */
  readonly active: boolean;
  /** Whether the page's address leads to it. */
  readonly linked: boolean;
  readonly mayReply: boolean;
  readonly mayEdit: boolean;
  readonly mayRemove: boolean;
  /** Stands in the place of what it says while it is changed. */
  readonly editor: TemplateResult | undefined;
}

/** What can be done with a comment. */
export interface CommentActions {
  reply(id: string): void;
  edit(id: string): void;
  remove(id: string): void;
  retry(operationId: string): void;
  discard(operationId: string, id: string): void;
}

/** How long ago a comment was written; a clock that is behind knows no future. */
export function whenOf({ row }: Item, locale: string): string {
  const now = Date.now();
  return formatRelative(Math.min(Date.parse(row.created_at), now), now, locale);
}

/** One comment. `actions`: what I may do with it; `enter` hears that the focus came to it. */
export function comment(
  view: CommentView,
  actions: CommentActions | undefined,
  enter: (id: string) => void,
): TemplateResult {
  const { row, state } = view.item;
  const person = view.people.get(row.user_id ?? '') ?? { id: row.user_id ?? '', name: '', avatarUrl: null };
  return html`<article
    part="comment"
    class="comment"
    data-comment-id=${row.id}
    data-state=${state}
    ?data-linked=${view.linked}
    tabindex=${view.active ? 0 : -1}
    aria-labelledby="by-${row.id} at-${row.id}"
    aria-describedby=${ifDefined(view.editor ? undefined : `said-${row.id}`)}
    @focusin=${() => enter(row.id)}
  >
    ${avatar(person)}
    <div class="words">
      <p class="meta">
        <bdi part="author" class="author" id="by-${row.id}">${nameIn(view.people, row.user_id)}</bdi>
        ${time(view)} ${row.edited_at ? html`<span class="muted">${text.edited}</span>` : nothing}
      </p>
      ${view.editor ?? content(view)} ${controls(view, actions)} ${progress(view, actions)}
    </div>
  </article>`;
}

/** A person's name, also while it is still being loaded. */
export function nameIn(people: CommentView['people'], id: string | null): string {
  return people.get(id ?? '')?.name || common.someone;
}

function time({ item: { row }, when, locale, active }: CommentView): TemplateResult {
  const moment = html`<time
    part="time"
    dir="auto"
    id="at-${row.id}"
    datetime=${row.created_at}
    title=${formatMoment(Date.parse(row.created_at), locale)}
    >${when}</time
  >`;
  if (row.rev === 0) return moment;
  return html`<a
    part="permalink"
    href=${location.pathname + location.search + addressOfComment(row.event_id, row.id)}
    tabindex=${active ? 0 : -1}
    aria-label=${text.link(when)}
    >${moment}</a
  >`;
}

function content({ item: { row }, people }: CommentView): TemplateResult {
  const parts = rendered(row.content, row.mentions, (id) => nameIn(people, id));
  return html`<p part="content" class="content" id="said-${row.id}" dir="auto">${parts}</p>`;
}

function controls(view: CommentView, actions: CommentActions | undefined): unknown {
  const { item, active, people, mayReply, mayEdit, mayRemove, editor } = view;
  const { id, user_id: author } = item.row;
  // A refused one offers its own way out.
  if (!actions || editor || item.operationId || !(mayReply || mayEdit || mayRemove)) return nothing;
  const control = (may: boolean, act: 'reply' | 'edit' | 'remove', key: string): unknown =>
    may
      ? html`<button
          type="button"
          class="link"
          name=${act}
          tabindex=${active ? 0 : -1}
          aria-label=${text.of(text[act], nameIn(people, author))}
          aria-keyshortcuts=${key}
          @click=${() => actions[act](id)}
        >
          ${text[act]}
        </button>`
      : nothing;
  return html`<div part="controls" class="controls">
    ${control(mayReply, 'reply', 'R')} ${control(mayEdit, 'edit', 'E')}
    ${control(mayRemove, 'remove', 'Delete')}
  </div>`;
}

function progress({ item, editor }: CommentView, actions: CommentActions | undefined): unknown {
  const { row, operationId } = item;
  if (editor) return nothing;
  if (!actions || operationId === undefined) return rowState(item);
  return rowState({
    ...item,
    onRetry: () => actions.retry(operationId),
    onEdit: () => actions.edit(row.id),
    onDiscard: () => actions.discard(operationId, row.id),
  });
}
