import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { formatDecade } from '../shared/formats.ts';
import { text } from './text.ts';
import { groupAt, type Arrangement, type Group } from './grouping.ts';

type Jump = (group: Group) => void;

/**
 * A list of all markers. What is chosen in it is where one is, so that the arrow keys lead from marker to marker. Years stand
 * under their decades.
 */
export function jumpList(
  arrangement: Arrangement,
  here: Group | undefined,
  jump: Jump,
): TemplateResult | typeof nothing {
  const { groups } = arrangement;
  if (groups.length < 2) return nothing;
  const keys = datesIn(arrangement, here).length < 2 ? 'J' : nothing;
  return html`<label class="order"
    ><span>${text.timeline.jump}</span
    >${choices('jump', nothing, keys, groups, groupOf(groups, here), jump)}</label
  >`;
}

/**
 * The years of the group that is on the screen, where groups are no times: only those in which it has events, so that each leads
 * to one. It stays on the screen with the marker of the group, whatever is scrolled, and J leads to it without leaving the group.
 */
export function dateList(
  arrangement: Arrangement,
  here: Group | undefined,
  jump: Jump,
): TemplateResult | typeof nothing {
  const dates = datesIn(arrangement, here);
  if (dates.length < 2) return nothing;
  return html`<div class="order dates">
    ${choices('date', text.timeline.views.time, 'J', dates, here, jump)}
  </div>`;
}

function datesIn({ groups, dates }: Arrangement, here: Group | undefined): readonly Group[] {
  if (dates === groups) return [];
  const { start, size } = groupOf(groups, here) ?? { start: 0, size: 0 };
  return dates.filter((date) => date.start >= start && date.start < start + size);
}

function groupOf(groups: readonly Group[], here: Group | undefined): Group | undefined {
  return groups[groupAt(groups, here?.start ?? 0)];
}

function choices(
  name: string,
  label: string | typeof nothing,
  keys: string | typeof nothing,
  groups: readonly Group[],
  here: Group | undefined,
  jump: Jump,
): TemplateResult {
  const onChange = (event: Event): void => {
    const chosen = groups[(event.target as HTMLSelectElement).selectedIndex];
    if (chosen) jump(chosen);
  };
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
