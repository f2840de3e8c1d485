import { html, nothing, type TemplateResult } from 'lit';
import { safeUrl } from './safe-url.ts';

/** Whose picture it is. */
export interface AvatarPerson {
  readonly id: string;
  readonly name: string;
  readonly avatarUrl: string | null;
}

const HUES = 8;

/** A person's picture over their initials, which stay visible when it does not load. Decorative: say the name beside it. */
export function avatar({ id, name, avatarUrl }: AvatarPerson): TemplateResult {
  const src = safeUrl(avatarUrl, 'image');
  const picture = src
    ? html`<img
        src=${src}
        alt=""
        loading="lazy"
        decoding="async"
        referrerpolicy="no-referrer"
        @error=${hide}
      />`
    : nothing;
  return html`<span class="avatar" part="avatar" data-hue=${hueOf(id)} aria-hidden="true"
    ><span>${initials(name)}</span>${picture}</span
  >`;
}

/** The first letters of the first and the last name, by what a reader sees as one letter. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends
    .map((word) => firstLetter(word ?? ''))
    .join('')
    .toLocaleUpperCase();
}

const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function firstLetter(word: string): string {
  const [first] = letters.segment(word.normalize('NFC'));
  return first?.segment ?? '';
}

/** One of the palette's colours, always the same for the same person. */
export function hueOf(id: string): number {
  let hash = 0;
  for (let at = 0; at < id.length; at++) hash = (hash * 31 + id.charCodeAt(at)) | 0;
  return Math.abs(hash) % HUES;
}

function hide(event: Event): void {
  (event.target as HTMLImageElement).hidden = true;
}
