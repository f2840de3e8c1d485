import { html, nothing, type TemplateResult } from 'lit';
import type { NalityError } from '../../core/errors.ts';
import type { Timeline } from '../../core/features/timeline.ts';
import { icon, type IconName } from './icons.ts';
import { text } from './text.ts';

/** Where an item stands on its way to the server. */
export type RowState = ReturnType<Timeline['events']['get']>[number]['state'];

/** What an item shows of its way to the server. */
export interface RowStateView {
  readonly state: RowState;
  readonly error?: NalityError | undefined;
  /** Called for what the person chooses; a choice without a function is not offered. */
  readonly onRetry?: (() => void) | undefined;
  readonly onEdit?: (() => void) | undefined;
  readonly onDiscard?: (() => void) | undefined;
}

const ICONS: Record<Exclude<RowState, 'saved'>, IconName> = {
  queued: 'clock',
  sending: 'cloud',
  failed: 'alert',
  conflict: 'people',
};

/** The one look of queued, sending, failed and conflict, the same in every widget. Nothing for what is saved. */
export function rowState(view: RowStateView): TemplateResult | typeof nothing {
  if (view.state === 'saved') return nothing;
  const failed = view.state === 'failed' || view.state === 'conflict';
  return html`<div class="row-state" part="row-state" data-state=${view.state}>
    ${icon(ICONS[view.state])} ${failed ? reason(view) : text.rowState[view.state]}
  </div>`;
}

function reason(view: RowStateView): TemplateResult {
  const conflict = view.state === 'conflict';
  const why = view.error ? text.errors[view.error.code].advice : text.rowState.kept;
  const what = conflict ? text.rowState.conflict : text.rowState.failed;
  return html`<span class="reason"><strong>${what}.</strong> ${why}</span>
    ${choice(conflict ? text.rowState.keepMine : text.rowState.retry, view.onRetry)}
    ${choice(text.rowState.edit, view.onEdit)}
    ${choice(conflict ? text.rowState.takeTheirs : text.rowState.discard, view.onDiscard)}`;
}

function choice(label: string, act: (() => void) | undefined): TemplateResult | typeof nothing {
  return act ? html`<button type="button" class="link" @click=${act}>${label}</button>` : nothing;
}
