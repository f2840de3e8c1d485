import { html, nothing } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Notifications } from '../../core/features/notifications.ts';
import type { Profile } from '../../core/features/profiles.ts';
import { formatDay, formatRelative } from '../shared/formats.ts';
import { spoken } from '../shared/language.ts';
import type { Item } from './newcomers.ts';
import { row, type RowActions } from './row.ts';
import { text } from './text.ts';

/** What the list shows. */
export interface ListView {
  readonly items: readonly Item[];
  /** How many have come that are not shown yet. */
  readonly held: number;
  readonly more: ReturnType<Notifications['more']['get']>;
  readonly locale: string;
  /** The one that Tab reaches. */
  readonly active: string | undefined;
  /** Names and pictures by the ids of people. */
  readonly actors: ReadonlyMap<string, readonly Profile[]>;
}

/** What can be done there. */
export interface ListActions extends RowActions {
  showNew(): void;
  loadMore(): void;
}

/** Notifications by day, with what is new above them and what is older below. */
export function list(view: ListView, actions: ListActions): unknown {
  const now = Date.now();
  return html`<div class="top"></div>
    ${
      view.held > 0
        ? html`<button type="button" class="pill primary" part="pill" @click=${actions.showNew}>
            ${text.news(view.held)}
          </button>`
        : nothing
    }
    ${repeat(
      byDay(view, now),
      ([day]) => day,
      ([day, items]) =>
        html`<h3 class="day" part="day">${day}</h3>
          <ol aria-label=${day}>
            ${repeat(
              items,
              (item) => item.row.id,
              (item) => html`<li>${entry(item, view, now, actions)}</li>`,
            )}
          </ol>`,
    )}
    ${older(view, actions)}`;
}

function byDay({ items, locale }: ListView, now: number): ReadonlyMap<string, Item[]> {
  const days = new Map<string, Item[]>();
  for (const item of items) {
    const day = formatDay(timeOf(item), now, locale);
    days.set(day, [...(days.get(day) ?? []), item]);
  }
  return days;
}

function entry(item: Item, { locale, active, actors }: ListView, now: number, actions: ListActions): unknown {
  const time = timeOf(item);
  const who = actors.get(item.row.actor_id ?? '')?.[0];
  const isActive = active === item.row.id;
  const when = formatRelative(Math.min(time, now), now, locale);
  return guard([spoken(), locale, item, who, isActive, when], () => {
    const exactly = new Date(time).toLocaleString(locale, { dateStyle: 'long', timeStyle: 'short' });
    return row({ item, actor: who, when, exactly, active: isActive }, actions);
  });
}

function older({ more }: ListView, { loadMore }: ListActions): unknown {
  if (more === 'none') return nothing;
  const words = { some: text.older, loading: text.loadingOlder, failed: text.olderFailed };
  return html`<button
    type="button"
    name="more"
    part="more"
    aria-busy=${more === 'loading'}
    @click=${loadMore}
  >
    ${words[more]}
  </button>`;
}

function timeOf({ row }: Item): number {
  return Date.parse(row.created_at);
}
