import { html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import type { NotificationType, UserNotification } from '../../core/features/notification.ts';
import type { Profile } from '../../core/features/profiles.ts';
import { avatar } from '../shared/avatar.ts';
import { icon, type IconName } from '../shared/icons.ts';
import { rowState } from '../shared/row-state.ts';
import { linkOf } from './link.ts';
import type { Item } from './newcomers.ts';
import { text } from './text.ts';
import { titleOf } from './wording.ts';

/** What a notification shows. */
export interface RowView {
  readonly item: Item;
  readonly actor: Profile | undefined;
  /** How long ago it was, in words. */
  readonly when: string;
  /** The same, exactly. */
  readonly exactly: string;
  /** Whether Tab reaches it. */
  readonly active: boolean;
}

/** What can be done with it. */
export interface RowActions {
  enter(id: string): void;
  /** `event`: the click that follows the link by itself. */
  open(row: UserNotification, event?: Event): void;
  toggle(row: UserNotification): void;
  remove(row: UserNotification): void;
  settle(operationId: string, choice: 'retry' | 'discard'): void;
}

const ICONS: Record<NotificationType, IconName> = {
  info: 'info',
  warning: 'alert',
  error: 'close',
  success: 'check',
};

/** One notification. */
export function row(view: RowView, actions: RowActions): TemplateResult {
  const { row, operationId } = view.item;
  const title = titleOf(row, view.actor);
  const settle = (choice: 'retry' | 'discard') =>
    operationId === undefined ? undefined : () => actions.settle(operationId, choice);
  return html`<article
    part="notification ${row.read ? 'read' : 'unread'}"
    class="notification"
    data-notification-id=${row.id}
    data-type=${row.type}
    ?data-unread=${!row.read}
    tabindex=${view.active ? 0 : -1}
    aria-labelledby="state-${row.id} title-${row.id}"
    @focusin=${() => actions.enter(row.id)}
  >
    <span class="picture" part="picture">
      ${view.actor ? avatar(view.actor) : html`<span class="medallion">${icon(ICONS[row.type])}</span>`}
    </span>
    <div class="words">
      <span class="visually-hidden" id="state-${row.id}"
        >${row.read ? '' : `${text.unread}. `}${row.type === 'info' ? '' : `${text.type[row.type]}. `}</span
      >
      <h4 part="title" id="title-${row.id}" dir="auto">${title}</h4>
      ${row.message ? html`<p part="message" class="message" dir="auto">${row.message}</p>` : nothing}
      <p class="meta">
        ${row.type === 'info' ? nothing : typeChip(row.type)}
        <time part="time" datetime=${row.created_at} title=${view.exactly}>${view.when}</time>
        ${action(row, view.active ? 0 : -1, actions)}
      </p>
      ${rowState({ ...view.item, onRetry: settle('retry'), onDiscard: settle('discard') })}
    </div>
    ${controls(row, title, view.active ? 0 : -1, actions)}
  </article>`;
}

function typeChip(type: NotificationType): TemplateResult {
  return html`<span class="chip" part="type" aria-hidden="true"
    >${icon(ICONS[type])}${text.type[type]}</span
  >`;
}

/** The link of a notification, with the host where it leads to another site. */
export function action(
  row: UserNotification,
  tabindex: number,
  actions: Pick<RowActions, 'open'>,
): TemplateResult | typeof nothing {
  const link = linkOf(row);
  if (!link) return nothing;
  return html`<a
    part="action"
    href=${link.url}
    target=${ifDefined(link.host ? '_blank' : undefined)}
    rel="noopener noreferrer"
    tabindex=${tabindex}
    aria-describedby="title-${row.id}"
    @click=${(event: Event) => actions.open(row, event)}
    ><bdi>${row.action_label ?? text.open}</bdi>${
      link.host ? html` <bdi dir="ltr">(${link.host})</bdi>` : nothing
    }</a
  >`;
}

function controls(
  row: UserNotification,
  title: string,
  tabindex: number,
  actions: RowActions,
): TemplateResult {
  const button = (
    name: string,
    label: string,
    keys: string,
    act: (row: UserNotification) => void,
    picture: TemplateResult,
  ): TemplateResult =>
    html`<button
      type="button"
      name=${name}
      class="quiet icon-only"
      tabindex=${tabindex}
      aria-label=${label}
      aria-keyshortcuts=${keys}
      @click=${() => act(row)}
    >
      ${picture}
    </button>`;
  const label = (row.read ? text.markUnread : text.markRead)(title);
  return html`<div class="controls" part="controls">
    ${button('toggle', label, 'U', actions.toggle, row.read ? html`<span class="dot"></span>` : icon('check'))}
    ${button('remove', text.remove(title), 'Delete', actions.remove, icon('remove'))}
  </div>`;
}

/** A notification as a short message. */
export function toast(
  row: UserNotification,
  title: string,
  actions: Pick<RowActions, 'open'>,
): TemplateResult {
  return html`<span class="news" data-type=${row.type}>
    ${icon(ICONS[row.type])}
    <span>
      ${row.type === 'info' ? nothing : html`<span class="visually-hidden">${text.type[row.type]}. </span>`}
      <strong id="title-${row.id}" dir="auto">${title}</strong>
      ${row.message ? html`<span class="message" dir="auto">${row.message}</span>` : nothing}
      ${action(row, 0, actions)}
    </span>
  </span>`;
}
