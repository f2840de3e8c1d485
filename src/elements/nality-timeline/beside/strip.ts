import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Media } from '../../../core/features/media/media.ts';
import { icon } from '../../shared/icons.ts';
import { rowState } from '../../shared/row-state.ts';
import { safeUrl } from '../../shared/safe-url.ts';
import { text } from './text.ts';
import { uploadRow, type Upload, type UploadActions } from './upload-row.ts';

/** A photo or file as it is shown. */
export type Medium = NonNullable<ReturnType<ReturnType<Media['byEvent']['get']>['get']>>[number];

/** A photo or file in the card. */
export interface Tile {
  readonly medium: Medium;
  /** The address of its picture, once that is known. */
  readonly src: string | undefined;
  /** Whether it has a picture that this browser can show. */
  readonly drawn: boolean;
}

/** What a card shows of its media. */
export interface StripView {
  readonly tiles: readonly Tile[];
  /** How many there are beyond the tiles. */
  readonly hidden: number;
  readonly uploads: readonly Upload[];
}

/** What can be done there. */
export interface StripActions extends UploadActions {
  /** Opens the gallery at a file. */
  open(id: string): void;
  settle(operationId: string, choice: 'retry' | 'discard'): void;
  /** A picture did not load. */
  failed(path: string): void;
}

/** So many tiles fit into a card. */
export const TILES = 4;

/** Which file is drawn for a medium: the small one, else the photo itself where every browser can draw it. */
export function pictureOf({ row }: Medium): string | undefined {
  return (
    row.thumbnail_path ?? (/^image\/(?:jpeg|png|webp)$/.test(row.mime_type) ? row.storage_path : undefined)
  );
}

/** How a file is called: by what is to be seen on it, else by its name. */
export function nameOfMedium({ row }: Medium): string {
  return row.alt_text || row.file_name;
}

/** The photos and files of an event, and what is on its way. */
export function strip(view: StripView, active: boolean, actions: StripActions): TemplateResult {
  const { tiles, hidden, uploads } = view;
  const tabindex = active ? 0 : -1;
  return html`${
    tiles.length > 0
      ? html`<ul class="media" part="media" aria-label=${text.media.label}>
          ${repeat(
            tiles,
            ({ medium }) => medium.row.id,
            (one) => html`<li>${tile(one, tabindex, actions)}</li>`,
          )}
          ${hidden > 0 ? html`<li>${rest(hidden, tabindex, () => actions.open(''))}</li>` : nothing}
        </ul>`
      : nothing
  }
  ${tiles.map(({ medium }) => refused(medium, actions))}
  ${repeat(
    uploads,
    ({ id }) => id,
    (upload) => uploadRow(upload, tabindex, actions),
  )}`;
}

function tile({ medium, src, drawn }: Tile, tabindex: number, actions: StripActions): TemplateResult {
  const { id, media_type: type, file_name: name, duration_seconds: seconds } = medium.row;
  const url = src && safeUrl(src, 'image', src);
  const length = seconds ? lengthOf(seconds) : '';
  return html`<button
    type="button"
    class="tile"
    part="thumbnail"
    name="media-${id}"
    data-type=${type}
    data-state=${medium.state}
    tabindex=${tabindex}
    aria-label=${text.media.open(`${text.media.kinds[type]} ${length}`.trim(), nameOfMedium(medium))}
    @click=${() => actions.open(id)}
  >
    ${
      url
        ? html`<img
            src=${url}
            alt=""
            loading="lazy"
            decoding="async"
            draggable="false"
            referrerpolicy="no-referrer"
            @error=${() => actions.failed(pictureOf(medium) ?? '')}
          />`
        : html`${icon(type)}${drawn ? nothing : html`<span dir="auto">${name}</span>`}`
    }
    ${type === 'video' || length ? html`<span class="length">${url ? icon(type) : nothing} ${length}</span>` : nothing}
  </button>`;
}

/** How long a recording is, as players write it. */
function lengthOf(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return parts
    .slice(parts[0] ? 0 : 1)
    .map((part, at) => String(part).padStart(at ? 2 : 1, '0'))
    .join(':');
}

function rest(count: number, tabindex: number, open: () => void): TemplateResult {
  return html`<button
    type="button"
    class="tile rest"
    tabindex=${tabindex}
    aria-label=${text.media.more(count)}
    @click=${open}
  >
    +${count}
  </button>`;
}

/** What the server did not take: the look of everything that waits for a person, with the file's name. */
function refused(medium: Medium, actions: StripActions): TemplateResult | typeof nothing {
  const { state, operationId } = medium;
  if ((state !== 'failed' && state !== 'conflict') || operationId === undefined) return nothing;
  return html`<div>
    <span class="visually-hidden">${text.media.state(nameOfMedium(medium))}</span>
    ${rowState({
      ...medium,
      onRetry: () => actions.settle(operationId, 'retry'),
      onDiscard: () => actions.settle(operationId, 'discard'),
    })}
  </div>`;
}
