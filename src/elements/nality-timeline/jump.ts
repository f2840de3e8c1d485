import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { formatDecade } from '../shared/formats.ts';
import { text } from './text.ts';
import { groupAt, type Group } from './grouping.ts';

type Jump = (group: Group) => void;

/**
 * A list of all markers. What is chosen in it is where one is, so that the arrow keys lead from marker to marker. Years stand
 * under their decades.
 */
export function jumpList(
  groups: readonly Group[],
  here: Group | undefined,
  jump: Jump,
): TemplateResult | typeof nothing {
  if (groups.length < 2) return nothing;
  const group = groupOf(groups, here);
  const keys = hasDates(group) ? nothing : 'J';
  return html`<label class="order"
    ><span>${text.timeline.jump}</span>${choices('jump', groups, group, jump, keys)}</label
  >`;
}

/**
 * The years of the group that is on the screen, where groups are no times: only those in which it has events, so that each leads
 * to one. It stays on the screen with the marker of the group, whatever is scrolled, and J leads to it without leaving the group.
 */
export function dateList(
  groups: readonly Group[],
  here: Group | undefined,
  jump: Jump,
): TemplateResult | typeof nothing {
  const group = groupOf(groups, here);
  if (!hasDates(group)) return nothing;
  return html`<div class="order dates">
    ${choices('date', group.dates, here, jump, 'J', text.timeline.views.time)}
  </div>`;
}

function groupOf(groups: readonly Group[], here: Group | undefined): Group | undefined {
  return groups[groupAt(groups, here?.start ?? 0)];
}

function hasDates(group: Group | undefined): group is Group & { dates: readonly Group[] } {
  return (group?.dates?.length ?? 0) > 1;
}

function choices(
  name: string,
  groups: readonly Group[],
  here: Group | undefined,
  jump: Jump,
  keys: string | typeof nothing,
  label: string | typeof nothing = nothing,
): TemplateResult {
  const onChange = (event: Event): void =>
    jump(groups[(event.target as HTMLSelectElement).selectedIndex] as Group);
  return html`<select name=${name} aria-label=${label} aria-keyshortcuts=${keys} @change=${onChange}>
    ${byDecade(groups).map(([decade, inside]) => {
      const options = inside.map(
        ({ key, label }) => html`<option value=${key} .selected=${live(key === here?.key)}>${label}</option>`,
      );
      return decade === undefined
        ? options
        : html`<optgroup label=${formatDecade(decade)}>${options}</optgroup>`;
    })}
  </select>`;
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
