import { html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { live } from 'lit/directives/live.js';
import { DATE_PRECISIONS } from '../../core/features/life-event.ts';
import { monthNames } from '../shared/formats.ts';
import { common } from '../shared/text.ts';
import { text } from './text.ts';
import { problem, type EditorView } from './edit-controls.ts';
import { partsOf, SEASON_MONTHS, seasonMonth } from './edit-date.ts';

/** One part of a date; `wrong` is the id of what is wrong with it. */
interface Part {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly wrong: string | undefined;
}

type Options = readonly (readonly [value: string, label: string])[];

/** Day, month or season, and year: as many parts as the precision asks for, typed, since people know them by heart. */
export function dateField(which: 'start' | 'end', legend: string, view: EditorView): TemplateResult {
  const { fields, edit, locale } = view;
  const { date_precision: precision } = fields;
  const { year, month, day } = fields[which];
  const column = `${which}_date` as const;
  const wrong = edit.problems.has(column) ? `${column}-problem` : undefined;
  const part = (name: string, label: string, value: string): Part => ({
    name: `${which}.${name}`,
    label,
    value,
    wrong,
  });
  const asks = partsOf(precision);
  const season = month && seasonMonth(month);
  return html`<fieldset class="date">
    <legend>${legend}</legend>
    <div class="parts">
      ${which === 'start' ? precisionField(precision) : nothing}
      ${asks.day ? digits(part('day', text.edit.day, day), 2) : nothing}
      ${asks.month ? choice(part('month', text.edit.month, month), monthOptions(locale)) : nothing}
      ${asks.season ? choice(part('month', text.edit.season, season), SEASONS) : nothing}
      ${digits(part('year', precision === 'decade' ? text.edit.decade : text.edit.year, year), 4)}
    </div>
    ${which === 'start' ? html`<p class="hint">${text.edit.yearHint}</p>` : nothing}
    ${problem(column, edit.problems)}
  </fieldset>`;
}

function precisionField(precision: string): TemplateResult {
  const part = { name: 'date_precision', label: text.edit.precision, value: precision, wrong: undefined };
  return choice(part, PRECISIONS);
}

function digits({ name, label, value, wrong }: Part, length: number): TemplateResult {
  return html`<label class="part" data-length=${length}>
    <span>${label}</span>
    <input
      type="text"
      inputmode="numeric"
      autocomplete="off"
      name=${name}
      maxlength=${length}
      aria-invalid=${ifDefined(wrong && 'true')}
      aria-describedby=${ifDefined(wrong)}
      .value=${live(value)}
    />
  </label>`;
}

function choice({ name, label, value, wrong }: Part, options: Options): TemplateResult {
  return html`<label class="part">
    <span>${label}</span>
    <select name=${name} aria-invalid=${ifDefined(wrong && 'true')} aria-describedby=${ifDefined(wrong)}>
      ${options.map(([key, words]) => html`<option value=${key} .selected=${live(key === value)}>${words}</option>`)}
    </select>
  </label>`;
}

const UNKNOWN = ['', '–'] as const;
const PRECISIONS: Options = DATE_PRECISIONS.map((value) => [value, text.precision[value]]);
const SEASONS: Options = [
  UNKNOWN,
  ...SEASON_MONTHS.map((value, index) => [value, common.season[index] ?? ''] as const),
];

function monthOptions(locale: string): Options {
  return [UNKNOWN, ...monthNames(locale).map((name, index) => [String(index + 1), name] as const)];
}
