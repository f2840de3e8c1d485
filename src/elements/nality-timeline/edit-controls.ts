import { html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { live } from 'lit/directives/live.js';
import { DATE_PRECISIONS } from '../../core/features/life-event.ts';
import { monthNames } from '../shared/formats.ts';
import { icon } from '../shared/icons.ts';
import { text } from '../shared/text.ts';
import { partsOf, SEASON_MONTHS, seasonMonth } from './edit-date.ts';
import type { EditFields, Problems, Typed } from './edit-fields.ts';
import type { Edit } from './editing.ts';

/** What an editor shows. */
export interface EditorView {
  readonly edit: Edit;
  readonly fields: EditFields;
  readonly locale: string;
  /** Who else edits the event, if anybody. */
  readonly other: string | undefined;
  /** Whether the event has been deleted meanwhile. */
  readonly gone: boolean;
}

/** What can be done in an editor. */
export interface EditorActions {
  /** Takes what a person typed, given what the editor shows at that moment. */
  type(change: (fields: EditFields) => Typed): void;
  save(): void;
  leave(): void;
  widen(): void;
  startOver(): void;
  /** Takes what somebody else wrote into a field. */
  yield(name: keyof EditFields): void;
}

type Column = Problems extends ReadonlyMap<infer K, unknown> ? K : never;
type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** A line or several of text. */
export function textField(
  name: 'title' | 'location' | 'description',
  label: string,
  { fields, edit: { problems } }: EditorView,
): TemplateResult {
  const wrong = problems.has(name) ? `${name}-problem` : undefined;
  const control =
    name === 'description'
      ? html`<textarea
          id=${name}
          name=${name}
          rows="4"
          dir="auto"
          aria-invalid=${ifDefined(wrong && 'true')}
          aria-describedby=${ifDefined(wrong)}
          .value=${live(fields[name])}
        ></textarea>`
      : html`<input
          type="text"
          id=${name}
          name=${name}
          dir="auto"
          autocomplete="off"
          ?required=${name === 'title'}
          aria-invalid=${ifDefined(wrong && 'true')}
          aria-describedby=${ifDefined(wrong)}
          .value=${live(fields[name])}
        />`;
  return html`<div class="field">
    <label for=${name}>${label}</label>${control} ${problem(name, problems)}
  </div>`;
}

/** Day, month or season, and year: as many parts as the precision asks for. */
export function dateField(which: 'start' | 'end', legend: string, view: EditorView): TemplateResult {
  const { fields, edit, locale } = view;
  const column = `${which}_date` as const;
  const wrong = edit.problems.has(column) ? `${column}-problem` : undefined;
  const asks = partsOf(fields.date_precision);
  const { year, month, day } = fields[which];
  const invalid = ifDefined(wrong && 'true');
  const months = monthNames(locale).map((name, index) => [String(index + 1), name] as const);
  const seasons = SEASON_MONTHS.map((value, index) => [value, text.season[index] ?? ''] as const);
  const yearLabel = fields.date_precision === 'decade' ? text.edit.decade : text.edit.year;
  return html`<fieldset class="date" aria-describedby=${ifDefined(wrong)}>
    <legend>${legend}</legend>
    <div class="parts">
      ${which === 'start' ? precision(fields) : nothing}
      ${
        asks.day
          ? html`<label class="part day"
              ><span>${text.edit.day}</span
              ><input
                type="text"
                inputmode="numeric"
                maxlength="2"
                name="${which}.day"
                autocomplete="off"
                aria-invalid=${invalid}
                .value=${live(day)}
            /></label>`
          : nothing
      }
      ${asks.month ? select(`${which}.month`, text.edit.month, months, month, wrong) : nothing}
      ${asks.season ? select(`${which}.month`, text.edit.season, seasons, month && seasonMonth(month), wrong) : nothing}
      <label class="part year"
        ><span>${yearLabel}</span
        ><input
          type="text"
          inputmode="numeric"
          maxlength="4"
          name="${which}.year"
          autocomplete="off"
          aria-invalid=${invalid}
          .value=${live(year)}
      /></label>
    </div>
    ${problem(column, edit.problems)}
  </fieldset>`;
}

function precision({ date_precision }: EditFields): TemplateResult {
  const options = DATE_PRECISIONS.map((value) => [value, text.precision[value]] as const);
  return select('date_precision', text.edit.precision, options, date_precision, undefined, false);
}

function select(
  name: string,
  label: string,
  options: readonly (readonly [value: string, label: string])[],
  value: string,
  wrong: string | undefined,
  mayBeEmpty = true,
): TemplateResult {
  return html`<label class="part ${name.replace('.', '-')}"
    ><span>${label}</span
    ><select name=${name} aria-invalid=${ifDefined(wrong && 'true')}>
      ${mayBeEmpty ? html`<option value="" .selected=${live(value === '')}></option>` : nothing}
      ${options.map(([key, words]) => html`<option value=${key} .selected=${live(key === value)}>${words}</option>`)}
    </select></label
  >`;
}

/** What is wrong with a column, beside its field. */
export function problem(column: Column, problems: Problems): TemplateResult | typeof nothing {
  const code = problems.get(column);
  if (!code) return nothing;
  const words = text.problem.fields[column]?.[code] ?? text.problem.generic[code];
  return html`<p class="problem" id="${column}-problem">${icon('alert')}<span>${words}</span></p>`;
}

/** Passes on what was typed in any field of a form. */
export function onTyping(event: Event, actions: EditorActions): void {
  const control = event.composedPath()[0] as Control;
  actions.type((fields) => typedIn(control, fields));
}

/** Ctrl or ⌘ with Enter saves from anywhere, a text of several lines too. */
export function onFormKey(event: KeyboardEvent, actions: EditorActions): void {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    actions.save();
  }
}

/** Hands a form to us instead of to the server. */
export function onSubmit(event: Event, actions: EditorActions): void {
  event.preventDefault();
  actions.save();
}

function typedIn(control: Control, fields: EditFields): Typed {
  const { name, value } = control;
  const [which, part] = name.split('.');
  if (part && (which === 'start' || which === 'end')) return { [which]: { ...fields[which], [part]: value } };
  switch (name) {
    case 'spans':
    case 'is_ongoing':
      return { [name]: (control as HTMLInputElement).checked };
    case 'importance':
      return { importance: Number(value) };
    case 'title':
    case 'description':
    case 'location':
    case 'category':
    case 'date_precision':
    case 'tag':
      return { [name]: value } as Typed;
    default:
      return {};
  }
}
