import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../shared/icons.ts';
import { common } from '../shared/text.ts';
import { text } from './text.ts';
import type { EditorActions, EditorView } from './edit-controls.ts';
import { overtaken, type EditFields } from './edit-fields.ts';
import { wordsOf } from './when-field.ts';

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
    <button type="button" class="link" @click=${() => actions.startOver()}>${common.draft.discard}</button>
  </p>`;
}

/** What others wrote into the very fields in which the person types: saving would replace it. */
function meanwhile({ edit, locale }: EditorView, actions: EditorActions): readonly TemplateResult[] {
  return overtaken(edit.base, edit.typed, edit.seen).map(
    (name) =>
      html`<p class="remark" role="status">
        ${text.edit.meanwhile(labelOf(name), wordsFor(name, edit.base, locale))}
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

function labelOf(name: keyof EditFields): string {
  if (name === 'tag') return text.edit.tags;
  return name === 'location' ? text.edit.place : text.edit[name];
}

function wordsFor(name: keyof EditFields, fields: EditFields, locale: string): string {
  switch (name) {
    case 'when':
      return wordsOf(fields.when, locale);
    case 'category':
      return common.category[fields.category];
    case 'tags':
      return fields.tags.join(', ');
    default:
      return String(fields[name]);
  }
}
