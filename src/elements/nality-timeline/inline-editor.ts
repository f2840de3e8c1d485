import { html, type TemplateResult } from 'lit';
import { text } from './text.ts';
import {
  onFormKey,
  onSubmit,
  onTyping,
  problem,
  textField,
  type EditorActions,
  type EditorView,
} from './edit-controls.ts';
import { remarks } from './edit-remarks.ts';
import { whenField } from './when-field.ts';

/** Columns that have no field in the card; their problems are told at its end. */
const ELSEWHERE = ['importance', 'category', 'tags'] as const;

/** The quick editor inside a card: title, date, place and description. */
export function inlineEditor(view: EditorView, actions: EditorActions): TemplateResult {
  const { edit } = view;
  return html`<form
    class="inline"
    part="editor"
    novalidate
    aria-label=${text.edit.formTitle}
    @input=${(event: Event) => onTyping(event, actions)}
    @keydown=${(event: KeyboardEvent) => onFormKey(event, actions)}
    @submit=${(event: Event) => onSubmit(event, actions)}
  >
    <h4 class="visually-hidden" id="title-${edit.id ?? ''}">${edit.base.title}</h4>
    ${remarks(view, actions)} ${textField('title', text.edit.title, view)} ${whenField(view, actions)}
    ${textField('location', text.edit.place, view)} ${textField('description', text.edit.description, view)}
    ${ELSEWHERE.map((column) => problem(column, edit.problems))}
    <div class="acts">
      <button type="submit" class="primary">${text.edit.save}</button>
      <button type="button" @click=${() => actions.leave()}>${text.edit.cancel}</button>
      <button type="button" class="quiet" name="widen" @click=${() => actions.widen()}>
        ${text.edit.allFields}
      </button>
    </div>
  </form>`;
}
