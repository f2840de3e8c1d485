import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { formatDecade } from '../shared/formats.ts';
import { text } from './text.ts';
import type { Group } from './grouping.ts';

/**
 * A list of all markers. What is chosen in it is where one is, so that the arrow keys lead from marker to marker. Years stand
 * under their decades.
 */
export function jumpList(
  groups: readonly Group[],
  here: string | undefined,
  jump: (key: string) => void,
): TemplateResult | typeof nothing {
  if (groups.length < 2) return nothing;
  const onChange = (event: Event): void => jump((event.target as HTMLSelectElement).value);
  return html`<label class="order"
    ><span>${text.timeline.jump}</span
    ><select name="jump" aria-keyshortcuts="J" @change=${onChange}>
      ${byDecade(groups).map(([decade, inside]) => {
        const choices = inside.map(
          ({ key, label }) => html`<option value=${key} .selected=${live(key === here)}>${label}</option>`,
        );
        return decade === undefined
          ? choices
          : html`<optgroup label=${formatDecade(decade)}>${choices}</optgroup>`;
      })}
    </select></label
  >`;
}

/** The years of each decade; what is no year stands alone. */
function byDecade(groups: readonly Group[]): readonly (readonly [number | undefined, readonly Group[]])[] {
  const decades: [number | undefined, Group[]][] = [];
  for (const group of groups) {
    const decade = decadeOf(group.key);
    const last = decades.at(-1);
    if (last && last[0] === decade) last[1].push(group);
    else decades.push([decade, [group]]);
  }
  return decades;
}

/** The decade of a year's marker. */
function decadeOf(key: string): number | undefined {
  const year = /^year-(\d+)$/.exec(key)?.[1];
  return year === undefined ? undefined : Math.floor(Number(year) / 10) * 10;
}
