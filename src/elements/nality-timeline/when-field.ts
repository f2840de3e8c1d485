import { html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { live } from 'lit/directives/live.js';
import { formatEventTime } from '../shared/formats.ts';
import { problem, type EditorActions, type EditorView } from './edit-controls.ts';
import { text } from './text.ts';
import { readWhen, type When } from '../when/when.ts';

const COLUMNS = ['start_date', 'end_date'] as const;

/** When it was, typed as people write it, and below it how that is understood. */
export function whenField({ fields, edit, locale }: EditorView, actions: EditorActions): TemplateResult {
  const { when } = fields;
  const wrong = COLUMNS.find((column) => edit.problems.has(column));
  const onInput = (event: Event): void => {
    const { value } = event.target as HTMLInputElement;
    actions.type(() => ({ when: readWhen(value, locale) }));
  };
  return html`<div class="field">
    <label for="when">${text.edit.when}</label>
    <input
      type="text"
      id="when"
      name="when"
      dir="auto"
      autocomplete="off"
      aria-invalid=${ifDefined(wrong && 'true')}
      aria-describedby="when-hint ${wrong ? `${wrong}-problem` : ''}"
      .value=${live(when.typed ?? wordsOf(when, locale))}
      @input=${onInput}
    />
    ${wrong ? problem(wrong, edit.problems) : nothing}
    <p class="hint" id="when-hint" aria-live="polite">${wrong ? text.when.hint : reading(when, locale)}</p>
  </div>`;
}

/** The time in the words in which it is edited. */
export function wordsOf({ time }: When, locale: string): string {
  return time.start_date === null ? '' : formatEventTime(time, locale);
}

/** How what was typed is understood, or why it is not. */
function reading(when: When, locale: string): string {
  if (!when.typed?.trim()) return text.when.hint;
  if (when.problem) return text.when.problem[when.problem];
  return text.when.understood(wordsOf(when, locale));
}
