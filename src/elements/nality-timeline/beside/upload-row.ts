import { html, nothing, type TemplateResult } from 'lit';
import type { Media } from '../../../core/features/media/media.ts';
import { icon } from '../../shared/icons.ts';
import { common } from '../../shared/text.ts';
import { text } from './text.ts';

/** A file on its way. */
export type Upload = ReturnType<Media['uploads']['get']>[number];

/** What can be done with one. */
export interface UploadActions {
  cancel(id: string): void;
  retry(id: string): void;
  /** Takes what is typed about what is to be seen. */
  describe(id: string, words: string): void;
}

/** A file on its way, in the look of everything that is on its way. */
export function uploadRow(upload: Upload, tabindex: number, actions: UploadActions): TemplateResult {
  const { id, name, type, state, kept } = upload;
  const failed = state === 'failed';
  return html`<div
    class="row-state upload"
    part="row-state upload"
    data-state=${failed ? 'failed' : 'sending'}
    data-upload=${state}
  >
    ${icon(failed ? 'alert' : type)}<span class="name" dir="auto">${name}</span>
    ${progress(upload)}
    ${
      state === 'saving'
        ? nothing
        : html`<span class="acts">
            ${
              failed || upload.error
                ? html`<button
                    type="button"
                    class="link"
                    tabindex=${tabindex}
                    @click=${() => actions.retry(id)}
                  >
                    ${text.media.retry}
                  </button>`
                : nothing
            }
            <button
              type="button"
              class="quiet icon-only"
              tabindex=${tabindex}
              aria-label=${text.media.cancel(name)}
              @click=${() => actions.cancel(id)}
            >
              ${icon('close')}
            </button>
          </span>`
    }
    ${kept || failed ? nothing : html`<span class="wide">${text.media.notKept}</span>`}
    ${type === 'image' ? description(upload, tabindex, actions) : nothing}
  </div>`;
}

function progress(upload: Upload): TemplateResult {
  const { name, state, sent, size, error } = upload;
  const percent = Math.floor((100 * sent) / size);
  const words = {
    waiting: error ? text.media.waitingForLine : text.media.waiting,
    sending: text.media.sending(Math.min(percent, 99)),
    saving: text.media.saving,
    failed: `${text.media.failed} ${error ? common.errors[error.code].advice : ''}`,
  }[state];
  if (state === 'failed') return html`<span class="reason">${words}</span>`;
  return html`<progress max="100" value=${percent} aria-label=${text.media.progress(name)}></progress>
    <span class="amount">${words}</span>`;
}

function description(
  { id, name, altText }: Upload,
  tabindex: number,
  actions: UploadActions,
): TemplateResult {
  return html`<input
    type="text"
    class="wide"
    name="alt-${id}"
    dir="auto"
    maxlength="1000"
    autocomplete="off"
    tabindex=${tabindex}
    aria-label=${text.media.describe(name)}
    placeholder=${text.media.describeHint}
    .value=${altText}
    @input=${(event: Event) => actions.describe(id, (event.target as HTMLInputElement).value)}
    @keydown=${onEnter}
  />`;
}

/** In a form, Enter would save the event. */
function onEnter(event: KeyboardEvent): void {
  if (event.key === 'Enter' && !event.isComposing) event.preventDefault();
}
