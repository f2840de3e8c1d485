import { html, nothing, type TemplateResult } from 'lit';
import type { LiveRegion } from './live-region.ts';
import { common } from './text.ts';

/**
 * How many characters may still be written of `most`, as the database counts them: negative beyond it, and infinite while
 * there is so much room that nobody needs to know.
 */
export function leftOf(written: string, most: number): number {
  const left = most - [...written].length;
  return left > Math.min(most / 10, 500) ? Infinity : left;
}

/** What says so beside a field that it describes, under the id of the field and `-left`. */
export function counter(field: string, left: number): TemplateResult | typeof nothing {
  const words = wordsFor(left);
  return words
    ? html`<p id="${field}-left" part="counter" class=${left < 0 ? 'problem' : 'hint'}>${words}</p>`
    : nothing;
}

/** Tells it when somebody has stopped typing: `left` is asked again then. */
export function tellLeft(region: LiveRegion, left: () => number): void {
  const words = (): string => wordsFor(left());
  if (words()) region.saySoon(words, 'left');
}

function wordsFor(left: number): string {
  return left < Infinity ? common.left(left) : '';
}
