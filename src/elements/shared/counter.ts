import { html, nothing, type TemplateResult } from 'lit';
import type { LiveRegion } from './live-region.ts';
import { common } from './text.ts';

/**
 * How many characters may still be written of `most`, as the database counts them: negative beyond it, and infinite while
 * there is so much room that nobody needs to know.
 */
export function leftOf(written: string, most: number): number {
  const near = most - Math.min(most / 10, 500);
  const length = written.length < near ? 0 : [...written].length;
  return length < near ? Infinity : most - length;
}

/** What says so beside a field that it describes, under the id of the field and `-left`. */
export function counter(field: string, left: number): TemplateResult | typeof nothing {
  return left < Infinity
    ? html`<p id="${field}-left" part="counter" class=${left < 0 ? 'problem' : 'hint'}>
        ${common.left(left)}
      </p>`
    : nothing;
}

/** Tells it when somebody has stopped typing: `left` is asked again then. */
export function tellLeft(region: LiveRegion, left: () => number): void {
  if (left() < Infinity) region.saySoon(() => (left() < Infinity ? common.left(left()) : ''), 'left');
}
