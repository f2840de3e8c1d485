import { html, nothing, type TemplateResult } from 'lit';
import type { NalityError } from '../../core/errors.ts';
import type { Timeline } from '../../core/features/timeline.ts';
import { icon, type IconName } from './icons.ts';
import { common } from './text.ts';

/** Where an item stands on its way to the server. */
export type RowState = ReturnType<Timeline['events']['get']>[number]['state'];

/** What an item shows of its way to the server. */
export interface RowStateView {
  readonly state: RowState;
  readonly error?: NalityError | undefined;
  /** Called for what the person chooses; a choice without a function is not offered. */
  readonly onRetry?: (() => void) | undefined;
  readonly onEdit?: (() => void) | undefined;
  /** Shows both versions of a conflict, to choose among. */
  readonly onCompare?: (() => void) | undefined;
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
    ${icon(ICONS[view.state])} ${failed ? reason(view) : common.rowState[view.state]}
  </div>`;
}

function reason(view: RowStateView): TemplateResult {
  const conflict = view.state === 'conflict';
  const why = view.error ? common.errors[view.error.code].advice : common.rowState.kept;
  const what = conflict ? common.rowState.conflict : common.rowState.failed;
  return html`<span class="reason"><strong>${what}.</strong> ${why}</span>
    ${choice(conflict ? common.rowState.keepMine : common.rowState.retry, view.onRetry)}
    ${choice(common.rowState.compare, view.onCompare)} ${choice(common.rowState.edit, view.onEdit)}
    ${choice(conflict ? common.rowState.takeTheirs : common.rowState.discard, view.onDiscard)}`;
}

function choice(label: string, act: (() => void) | undefined): TemplateResult | typeof nothing {
  return act ? html`<button type="button" class="link" @click=${act}>${label}</button>` : nothing;
}
