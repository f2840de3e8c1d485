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
  /** Whether what was refused is its deletion: then there is nothing to edit. */
  readonly deletion?: boolean | undefined;
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
  const words = common.rowState;
  const conflict = view.state === 'conflict';
  const why = view.error ? common.errors[view.error.code].advice : words.kept;
  const what = conflict ? words.conflict : view.deletion ? words.notDeleted : words.failed;
  const giveUp = conflict ? words.takeTheirs : view.deletion ? words.keepIt : words.discard;
  return html`<span class="reason"><strong>${what}.</strong> ${why}</span>
    ${choice(conflict ? words.keepMine : words.retry, view.onRetry)} ${choice(words.compare, view.onCompare)}
    ${choice(words.edit, view.deletion ? undefined : view.onEdit)} ${choice(giveUp, view.onDiscard)}`;
}

function choice(label: string, act: (() => void) | undefined): TemplateResult | typeof nothing {
  return act ? html`<button type="button" class="link" @click=${act}>${label}</button>` : nothing;
}
