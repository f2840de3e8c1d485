import { html, nothing, type TemplateResult } from 'lit';
import type { Category } from '../../core/features/life-event.ts';
import { icon } from '../shared/icons.ts';
import { common } from '../shared/text.ts';
import type { Criteria } from './criteria.ts';
import type { FilterBarActions } from './filter-bar.ts';
import { findText as text } from './find-text.ts';

type Chip = readonly [label: string, without: Partial<Criteria>];

/** What the events are narrowed down to, each to be taken away. */
export function chips(criteria: Criteria, actions: FilterBarActions): TemplateResult | typeof nothing {
  const all = chipsOf(criteria);
  if (all.length === 0) return nothing;
  return html`<ul class="chips" aria-label=${text.chosen}>
    ${all.map(
      ([label, without]) =>
        html`<li class="chip" part="filter">
          <span dir="auto">${label}</span>
          <button
            type="button"
            class="quiet"
            aria-label=${text.remove(label)}
            @click=${(event: Event) => remove(event, () => actions.narrow(without))}
          >
            ${icon('close')}
          </button>
        </li>`,
    )}
    <li>
      <button type="button" class="link" name="clear" @click=${() => actions.clear()}>${text.clear}</button>
    </li>
  </ul>`;
}

/** The focus goes to the search field before its button goes. */
function remove(event: Event, act: () => void): void {
  (event.currentTarget as HTMLElement).closest('search')?.querySelector('input')?.focus();
  act();
}

function chipsOf({ categories, importance, tags, from, to, media }: Criteria): readonly Chip[] {
  const without = <T>(all: readonly T[], one: T): readonly T[] => all.filter((other) => other !== one);
  return [
    ...categories.map((name): Chip => [
      common.category[name],
      { categories: without<Category>(categories, name) },
    ]),
    ...(importance > 1 ? [[text.importanceFrom(importance), { importance: 1 }] as const] : []),
    ...tags.map((tag): Chip => [tag, { tags: without(tags, tag) }]),
    ...media.map((kind): Chip => [
      text.mediaKinds[kind as keyof typeof text.mediaKinds],
      { media: without(media, kind) },
    ]),
    ...(from.trim() ? [[text.since(from), { from: '' }] as const] : []),
    ...(to.trim() ? [[text.until(to), { to: '' }] as const] : []),
  ];
}
