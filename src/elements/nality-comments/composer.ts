import { html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { live } from 'lit/directives/live.js';
import { MAX_LENGTH } from '../../core/features/comments.ts';
import { counter, leftOf } from '../shared/counter.ts';
import { encode, type Draft } from './draft.ts';
import { writingText } from './writing-text.ts';
import { partsOf } from './writing.ts';

/** What a field to write in shows. */
export interface ComposerView {
  /** The name of what is written in it. */
  readonly name: string;
  readonly draft: Draft;
  /** The list of people to mention, while it is open for this field. */
  readonly list: { readonly active: string; readonly template: TemplateResult } | undefined;
}

/** What can be done in it. */
export interface ComposerActions {
  type(name: string, field: HTMLTextAreaElement): void;
  send(name: string): void;
  cancel(name: string): void;
}

/** A field to write a comment, an answer or a change in. */
export function composer({ name, draft, list }: ComposerView, actions: ComposerActions): TemplateResult {
  const { kind } = partsOf(name);
  const left = charactersLeft(draft);
  const lines = draft.text.split('\n').length + 1;
  return html`<form
    class="composer"
    part="composer"
    @submit=${(event: Event) => (event.preventDefault(), actions.send(name))}
  >
    <textarea
      part="field"
      name="content"
      data-draft=${name}
      rows=${Math.min(lines, 12)}
      dir="auto"
      aria-label=${writingText.field[kind]}
      placeholder=${writingText.field[kind]}
      aria-autocomplete="list"
      aria-controls=${ifDefined(list && 'people')}
      aria-activedescendant=${ifDefined(list?.active)}
      aria-invalid=${ifDefined(left < 0 ? 'true' : undefined)}
      aria-describedby=${ifDefined(left < Infinity ? `${name}-left` : undefined)}
      .value=${live(draft.text)}
      @input=${(event: Event) => actions.type(name, event.target as HTMLTextAreaElement)}
    ></textarea>
    ${list?.template}
    <div class="bar">
      ${kind === 'new' ? html`<slot name="composer-actions"></slot>` : nothing} ${counter(name, left)}
      ${
        kind === 'new'
          ? nothing
          : html`<button type="button" class="quiet" @click=${() => actions.cancel(name)}>
              ${writingText.cancel}
            </button>`
      }
      <button
        part="send"
        class="primary"
        aria-keyshortcuts="Control+Enter"
        ?disabled=${draft.text.trim() === ''}
      >
        ${writingText.send[kind]}
      </button>
    </div>
  </form>`;
}

/** How many characters may still be typed; infinite far from the limit. */
export function charactersLeft(draft: Draft): number {
  return leftOf(encode(draft).content, MAX_LENGTH);
}
