import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { counter, leftOf } from '../shared/counter.ts';
import { icon } from '../shared/icons.ts';
import { text } from './text.ts';

/** What the composer shows. */
export interface ComposerView {
  readonly draft: string;
  /** Whether the assistant is writing: then it can be stopped. */
  readonly answering: boolean;
}

/** What can be done there. */
export interface ComposerActions {
  write(draft: string): void;
  send(): void;
  stop(): void;
}

/** A message may have so many characters. */
const MAX = 20_000;

/** Where one writes: Enter sends, Shift+Enter begins a new line. */
export function composer({ draft, answering }: ComposerView, actions: ComposerActions): TemplateResult {
  const left = charactersLeft(draft);
  const onKey = (event: KeyboardEvent): void => {
    // A key that ends the composing of a character says so in this way alone in some browsers.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    actions.send();
  };
  const onSubmit = (event: Event): void => {
    event.preventDefault();
    actions.send();
  };
  return html`<form class="composer" part="composer" @submit=${onSubmit}>
    <textarea
      part="input"
      name="message"
      rows="1"
      dir="auto"
      enterkeyhint="send"
      aria-label=${text.composer.label}
      placeholder=${text.composer.placeholder}
      aria-invalid=${left < 0}
      aria-describedby=${left < Infinity ? 'message-left' : nothing}
      .value=${live(draft)}
      @input=${(event: Event) => actions.write((event.target as HTMLTextAreaElement).value)}
      @keydown=${onKey}
    ></textarea>
    <div class="acts">
      <slot name="composer-actions"></slot>
      ${
        answering
          ? html`<button
              type="button"
              class="icon-only"
              part="stop"
              name="stop"
              aria-label=${text.composer.stop}
              @click=${() => actions.stop()}
            >
              ${icon('stop')}
            </button>`
          : nothing
      }
      <button
        class="primary icon-only"
        part="send"
        name="send"
        aria-label=${text.composer.send}
        ?disabled=${draft.trim() === '' || left < 0}
      >
        ${icon('send')}
      </button>
    </div>
    ${counter('message', left)}
  </form>`;
}

/** How many characters may still be typed; infinite far from the limit. */
export function charactersLeft(draft: string): number {
  return leftOf(draft.trim(), MAX);
}
