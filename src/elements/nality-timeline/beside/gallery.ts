import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { icon } from '../../shared/icons.ts';
import { safeUrl } from '../../shared/safe-url.ts';
import { nameOfMedium, type Medium } from './strip.ts';
import { galleryStyles } from './gallery.styles.ts';
import { text } from './text.ts';

/** What the gallery shows. */
export interface GalleryView {
  readonly title: string;
  readonly media: readonly Medium[];
  /** Which of them, from 0. */
  readonly at: number;
  /** The address of the file itself, once it is known. */
  readonly src: string | undefined;
  /** That of the small picture, where there is one. */
  readonly small: string | undefined;
  /** Whether this browser cannot show the file itself. */
  readonly broken: boolean;
  readonly editable: boolean;
  /** What is told to the person meanwhile. */
  readonly told: unknown;
}

/** What can be done in it. */
export interface GalleryActions {
  show(at: number): void;
  describe(id: string, words: string): void;
  remove(id: string): void;
  failed(path: string): void;
  closed(): void;
}

/** The photos and files of an event, one at a time. Arrows, Home and End turn the pages, Escape leaves. */
export function gallery(view: GalleryView, actions: GalleryActions): TemplateResult | typeof nothing {
  const { media, at, title } = view;
  const medium = media[at];
  if (!medium) return nothing;
  const many = media.length > 1;
  return html`<dialog
    class="gallery"
    part="gallery"
    aria-labelledby="gallery-title"
    @close=${() => actions.closed()}
    @keydown=${(event: KeyboardEvent) => onKey(event, view, actions)}
  >
    <header>
      <h3 id="gallery-title" dir="auto">${title}</h3>
      ${many ? html`<span class="place">${text.gallery.place(at + 1, media.length)}</span>` : nothing}
      <button
        type="button"
        class="quiet icon-only"
        name="close"
        aria-label=${text.gallery.close}
        @click=${close}
      >
        ${icon('close')}
      </button>
    </header>
    <figure>
      ${keyed(medium.row.id, content(medium, view, actions))}
      <figcaption dir="auto">${nameOfMedium(medium)}</figcaption>
    </figure>
    ${view.editable && medium.row.media_type === 'image' ? keyed(medium.row.id, words(medium, actions)) : nothing}
    ${view.told}
    <footer>
      ${many ? turn('previous', at > 0, () => actions.show(at - 1)) : nothing}
      ${many ? turn('next', at < media.length - 1, () => actions.show(at + 1)) : nothing}
      <span class="acts">
        ${original(view.src)}
        ${
          view.editable
            ? html`<button
                type="button"
                class="danger"
                name="remove-medium"
                @click=${() => actions.remove(medium.row.id)}
              >
                ${icon('remove')} ${text.gallery.remove}
              </button>`
            : nothing
        }
      </span>
    </footer>
    <p class="visually-hidden" role="status">
      ${many ? text.gallery.place(at + 1, media.length) : nothing} ${nameOfMedium(medium)}
    </p>
  </dialog>`;
}

function content(medium: Medium, view: GalleryView, actions: GalleryActions): TemplateResult {
  const { media_type: type, storage_path: path, alt_text: alt, file_name: name, width, height } = medium.row;
  const url = usable(view.src);
  if (view.broken) return instead(medium, usable(view.small), actions);
  if (!url) return html`<p class="still">${icon(type)} ${text.gallery.loading}</p>`;
  const failed = (): void => actions.failed(path);
  switch (type) {
    case 'image':
      return html`<img
        src=${url}
        alt=${alt || name}
        width=${width ?? nothing}
        height=${height ?? nothing}
        decoding="async"
        referrerpolicy="no-referrer"
        @error=${failed}
      />`;
    case 'video':
      return html`<video
        src=${url}
        controls
        preload="metadata"
        poster=${usable(view.small) ?? nothing}
        aria-label=${alt || name}
        @error=${failed}
      ></video>`;
    case 'audio':
      return html`<audio
        src=${url}
        controls
        preload="metadata"
        aria-label=${alt || name}
        @error=${failed}
      ></audio>`;
    case 'document':
      return html`<p class="still">${icon(type)} <span dir="auto">${name}</span></p>`;
  }
}

/** What stands for a file that this browser cannot show: its small picture, as far as there is one. */
function instead({ row }: Medium, small: string | undefined, actions: GalleryActions): TemplateResult {
  const { media_type: type, thumbnail_path: path, alt_text: alt, file_name: name } = row;
  const { noPicture, noPlay, onlySmall } = text.gallery;
  return html`<div class="still">
    ${
      small
        ? html`<img
            src=${small}
            alt=${alt || name}
            referrerpolicy="no-referrer"
            @error=${() => actions.failed(path ?? '')}
          />`
        : icon(type)
    }
    <p>${type !== 'image' ? noPlay : small ? onlySmall : noPicture}</p>
  </div>`;
}

function usable(src: string | undefined): string | undefined {
  return src && safeUrl(src, 'image', src);
}

function words({ row }: Medium, actions: GalleryActions): TemplateResult {
  return html`<div class="field">
    <label for="alt">${text.gallery.describe}</label>
    <input
      type="text"
      id="alt"
      name="alt"
      dir="auto"
      maxlength="1000"
      autocomplete="off"
      placeholder=${text.media.describeHint}
      .value=${row.alt_text ?? ''}
      @input=${(event: Event) => actions.describe(row.id, (event.target as HTMLInputElement).value)}
    />
  </div>`;
}

function turn(name: 'previous' | 'next', possible: boolean, act: () => void): TemplateResult {
  // It stays there to be focused: a button that vanishes takes the focus with it.
  return html`<button
    type="button"
    class=${name}
    name=${name}
    aria-disabled=${possible ? 'false' : 'true'}
    @click=${() => possible && act()}
  >
    ${icon('more')} ${text.gallery[name]}
  </button>`;
}

function original(src: string | undefined): TemplateResult | typeof nothing {
  const url = src && safeUrl(src, 'link');
  if (!url) return nothing;
  return html`<a href=${url} target="_blank" rel="noopener noreferrer" referrerpolicy="no-referrer"
    >${text.gallery.original}</a
  >`;
}

/** By closing the dialog itself the focus goes back to where it came from. */
function close(event: Event): void {
  (event.target as Element).closest('dialog')?.close();
}

const STEPS: ReadonlyMap<string, (at: number, last: number) => number> = new Map([
  ['ArrowRight', (at: number) => at + 1],
  ['ArrowLeft', (at: number) => at - 1],
  ['Home', () => 0],
  ['End', (_at: number, last: number) => last],
]);

function onKey(event: KeyboardEvent, { at, media }: GalleryView, actions: GalleryActions): void {
  const target = event.composedPath()[0] as HTMLElement;
  if (target.matches('input, video, audio') || event.ctrlKey || event.metaKey || event.altKey) return;
  const rightToLeft = getComputedStyle(event.currentTarget as Element).direction === 'rtl';
  const step = STEPS.get(event.key)?.(at, media.length - 1);
  if (step === undefined) return;
  event.preventDefault();
  const next = rightToLeft && event.key.startsWith('Arrow') ? 2 * at - step : step;
  if (next >= 0 && next < media.length && next !== at) actions.show(next);
}

export { galleryStyles };
