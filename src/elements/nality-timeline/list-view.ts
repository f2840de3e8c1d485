import { html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { icon } from '../shared/icons.ts';
import type { Item } from './grouping.ts';
import { inOrder } from './in-order.ts';
import type { Plan, PlannedGroup } from './plan.ts';

/**
 * What is drawn of the events, group by group. The room for the others is not here: `VirtualList` gives it to these very nodes
 * once they stand, since a style attribute would break a page's rules.
 */
export function listView(
  { groups }: Plan,
  items: readonly Item[],
  card: (item: Item) => unknown,
): TemplateResult {
  return html`<div class="life">
    ${inOrder(
      groups,
      ({ group }) => group.key,
      (planned) => groupView(planned, items, card),
    )}
  </div>`;
}

function groupView(
  { group: { key, label, category, start, size }, rows }: PlannedGroup,
  items: readonly Item[],
  card: (item: Item) => unknown,
): TemplateResult {
  const drawn = rows.map(({ index }) => ({ item: items[index] as Item, place: index - start + 1 }));
  return html`<div class="group">
    <h3 class="marker" part="marker" id=${key} data-category=${ifDefined(category)}>
      ${category ? icon(category) : nothing}<span>${label}</span>
    </h3>
    <ol class="list" aria-labelledby=${key}>
      ${inOrder(
        drawn,
        ({ item }) => item.row.id,
        ({ item, place }) =>
          html`<li class="entry" aria-setsize=${size} aria-posinset=${place}>${card(item)}</li>`,
      )}
    </ol>
  </div>`;
}
