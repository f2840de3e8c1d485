import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import { CATEGORIES } from '../../core/features/life-event.ts';
import { icon } from '../shared/icons.ts';
import { withTag } from '../shared/tags.ts';
import { common } from '../shared/text.ts';
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
import type { EditFields } from './edit-fields.ts';
import { whenField } from './when-field.ts';

/** The dialog with all fields of an event. Loaded when somebody first needs it. */
export function eventForm(view: EditorView, actions: EditorActions): TemplateResult {
  const { edit, fields } = view;
  return html`<dialog
    part="form"
    aria-labelledby="form-title"
    @cancel=${(event: Event) => onCancel(event, actions)}
    @close=${() => actions.leave()}
  >
    <form
      novalidate
      @input=${(event: Event) => onTyping(event, actions)}
      @keydown=${(event: KeyboardEvent) => onFormKey(event, actions)}
      @submit=${(event: Event) => onSubmit(event, actions)}
    >
      <header>
        <h3 id="form-title">${edit.id === undefined ? text.edit.formTitleNew : text.edit.formTitle}</h3>
        <button
          type="button"
          class="quiet icon-only"
          aria-label=${text.edit.cancel}
          @click=${() => actions.leave()}
        >
          ${icon('close')}
        </button>
      </header>
      <div class="body">
        ${remarks(view, actions)} ${textField('title', text.edit.title, view)} ${whenField(view, actions)}
        ${textField('location', text.edit.place, view)}
        ${textField('description', text.edit.description, view)} ${category(fields)} ${importance(view)}
        ${tagField(view, actions)} ${view.beside}
      </div>
      ${view.told}
      <footer>
        <button type="submit" class="primary">${text.edit.save}</button>
        <button type="button" @click=${() => actions.leave()}>${text.edit.cancel}</button>
      </footer>
    </form>
  </dialog>`;
}

function category({ category }: EditFields): TemplateResult {
  return html`<fieldset>
    <legend>${text.edit.category}</legend>
    <div class="picks">
      ${CATEGORIES.map(
        (value) =>
          html`<label class="pick" data-category=${value}>
            <input type="radio" name="category" value=${value} .checked=${live(value === category)} />
            ${icon(value)}<span>${common.category[value]}</span>
          </label>`,
      )}
    </div>
  </fieldset>`;
}

function importance({ fields: { importance }, edit: { problems } }: EditorView): TemplateResult {
  return html`<div class="field">
    <label for="importance">${text.edit.importance}</label>
    <div class="scale">
      <input
        type="range"
        id="importance"
        name="importance"
        min="1"
        max="10"
        aria-valuetext=${text.card.importance(importance)}
        .value=${live(String(importance))}
      />
      <output for="importance">${importance}</output>
    </div>
    ${problem('importance', problems)}
  </div>`;
}

function tagField({ fields, edit: { problems } }: EditorView, actions: EditorActions): TemplateResult {
  const { tags, tag } = fields;
  const wrong = problems.has('tags');
  return html`<div class="field">
    <label for="tag">${text.edit.tags}</label>
    ${
      tags.length > 0
        ? html`<ul class="tags">
            ${repeat(
              tags,
              (name) => name,
              (name) => tagChip(name, actions),
            )}
          </ul>`
        : nothing
    }
    <input
      type="text"
      id="tag"
      name="tag"
      dir="auto"
      autocomplete="off"
      aria-invalid=${wrong || nothing}
      aria-describedby=${wrong ? 'tag-hint tags-problem' : 'tag-hint'}
      .value=${live(tag)}
      @keydown=${(event: KeyboardEvent) => onTagKey(event, actions)}
    />
    <p class="hint" id="tag-hint">${text.edit.tagsHint}</p>
    ${problem('tags', problems)}
  </div>`;
}

function tagChip(name: string, actions: EditorActions): TemplateResult {
  const remove = (event: Event): void => {
    (event.currentTarget as HTMLElement).closest('.field')?.querySelector('input')?.focus();
    actions.type(({ tags }) => ({ tags: tags.filter((tag) => tag !== name) }));
  };
  return html`<li class="tag">
    <span dir="auto">${name}</span>
    <button type="button" class="quiet" aria-label=${text.edit.removeTag(name)} @click=${remove}>
      ${icon('close')}
    </button>
  </li>`;
}

/** Enter and comma end a tag; Backspace in the empty field takes the last one away. */
function onTagKey(event: KeyboardEvent, actions: EditorActions): void {
  if (event.isComposing || event.ctrlKey || event.metaKey) return;
  const { value } = event.target as HTMLInputElement;
  if ((event.key === 'Enter' || event.key === ',') && value.trim() !== '') {
    event.preventDefault();
    actions.type(({ tags, tag }) => ({ tags: withTag(tags, tag), tag: '' }));
  } else if (event.key === 'Backspace' && value === '') {
    actions.type(({ tags }) => (tags.length > 0 ? { tags: tags.slice(0, -1) } : {}));
  }
}

/** Escape leaves by our door, which keeps what was typed. */
function onCancel(event: Event, actions: EditorActions): void {
  if (event.target !== event.currentTarget) return;
  event.preventDefault();
  actions.leave();
}
