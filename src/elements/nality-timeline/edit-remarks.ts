import { html, nothing, type TemplateResult } from 'lit';
import { formatEventTime } from '../shared/formats.ts';
import { icon } from '../shared/icons.ts';
import { common } from '../shared/text.ts';
import { text } from './text.ts';
import { composeDate } from './edit-date.ts';
import type { EditorActions, EditorView } from './edit-controls.ts';
import { overtaken, type EditFields } from './edit-fields.ts';

/** What there is to say about the edit as a whole. */
export function remarks(view: EditorView, actions: EditorActions): TemplateResult {
  const { edit, other, gone } = view;
  return html`${gone ? html`<p class="remark" role="status">${text.edit.gone}</p>` : nothing}
  ${other ? html`<p class="remark">${text.card.editingToo(other)}</p>` : nothing}
  ${edit.restored ? restored(actions) : nothing} ${meanwhile(view, actions)} ${failure(view)}`;
}

function restored(actions: EditorActions): TemplateResult {
  return html`<p class="remark">
    ${text.edit.restored}
    <button type="button" class="link" @click=${() => actions.startOver()}>${text.edit.startOver}</button>
  </p>`;
}

/** What others wrote into the very fields in which the person types: saving would replace it. */
function meanwhile({ edit, locale }: EditorView, actions: EditorActions): readonly TemplateResult[] {
  return overtaken(edit.base, edit.typed, edit.seen).map(
    (name) =>
      html`<p class="remark" role="status">
        ${text.edit.meanwhile(LABELS[name], wordsFor(name, edit.base, locale))}
        <button type="button" class="link" @click=${() => actions.yield(name)}>
          ${text.edit.takeTheirs}
        </button>
      </p>`,
  );
}

function failure({ edit: { failure } }: EditorView): TemplateResult | typeof nothing {
  if (!failure) return nothing;
  const words = failure === 'vetoed' ? text.edit.vetoed : common.errors[failure.code].advice;
  return html`<p class="problem" role="alert">${icon('alert')}<span>${words}</span></p>`;
}

const LABELS: Record<keyof EditFields, string> = {
  title: text.edit.title,
  description: text.edit.description,
  location: text.edit.place,
  category: text.edit.category,
  importance: text.edit.importance,
  tags: text.edit.tags,
  tag: text.edit.tags,
  date_precision: text.edit.precision,
  start: text.edit.when,
  end: text.edit.end,
  spans: text.edit.span,
  is_ongoing: text.edit.ongoing,
};

function wordsFor(name: keyof EditFields, fields: EditFields, locale: string): string {
  switch (name) {
    case 'start':
    case 'end':
      return formatEventTime(
        {
          start_date: composeDate(fields[name], fields.date_precision),
          end_date: null,
          date_precision: fields.date_precision,
          is_ongoing: false,
        },
        locale,
      );
    case 'date_precision':
      return text.precision[fields.date_precision];
    case 'category':
      return common.category[fields.category];
    case 'spans':
    case 'is_ongoing':
      return fields[name] ? text.edit.yes : text.edit.no;
    case 'tags':
      return fields.tags.join(', ');
    default:
      return String(fields[name]);
  }
}
