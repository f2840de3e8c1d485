import { html, nothing, type TemplateResult } from 'lit';
import type { Chat } from '../../../core/features/chat.ts';
import { detailsOf } from '../../../core/features/chat-proposals.ts';
import { DEFAULTS } from '../../../core/features/life-event.ts';
import { formatEventTime, machineDate } from '../../shared/formats.ts';
import { icon } from '../../shared/icons.ts';
import { rowState } from '../../shared/row-state.ts';
import { common } from '../../shared/text.ts';
import type { Proposal } from '../events.ts';
import { act } from '../act.ts';
import type { ReviewDraft } from './review.ts';
import { reviewForm } from './review-form.ts';
import { text } from './text.ts';
import { proposedTime } from './when.ts';
import { ifDefined } from 'lit/directives/if-defined.js';

/** A proposal, and what I make of it. */
export interface ProposalView {
  readonly item: ReturnType<Chat['proposals']['get']>[number];
  readonly locale: string;
  /** Whether I may answer it. */
  readonly mine: boolean;
  /** What I am making of it; undefined while I am not. */
  readonly draft: ReviewDraft | undefined;
  readonly problems: readonly (keyof ReviewDraft)[];
}

/** What can be done with a proposal. */
export interface ProposalActions {
  accept(proposal: Proposal): void;
  review(proposal: Proposal): void;
  change(proposal: Proposal, part: Partial<ReviewDraft>): void;
  leaveReview(proposal: Proposal): void;
  reject(proposal: Proposal): void;
  takeBack(proposal: Proposal): void;
  decide(operationId: string, choice: 'retry' | 'discard'): void;
}

/** An event to look at: nothing is on the timeline before the person says yes. */
export function proposalCard(view: ProposalView, actions: ProposalActions): TemplateResult | typeof nothing {
  const { item, mine, draft } = view;
  const { row } = item;
  const accepted = row.status === 'accepted';
  if (row.status === 'rejected') return nothing;
  return html`<div
    role="group"
    class="proposal"
    part="proposal"
    data-proposal=${row.id}
    data-status=${row.status}
    data-category=${row.category}
    aria-label=${text.label(row.title)}
  >
    <p class="kind">
      ${icon(accepted ? 'check' : row.category)} ${accepted ? text.added : mine ? text.heading : text.theirs}
    </p>
    ${draft && !accepted ? reviewForm(view, draft, actions) : content(view, actions)}
    ${rowState({
      ...item,
      onRetry: decision(item, 'retry', actions),
      onDiscard: decision(item, 'discard', actions),
    })}
  </div>`;
}

function decision(
  { operationId }: ProposalView['item'],
  choice: 'retry' | 'discard',
  actions: ProposalActions,
): (() => void) | undefined {
  return operationId === undefined ? undefined : () => actions.decide(operationId, choice);
}

function content({ item: { row }, locale, mine }: ProposalView, actions: ProposalActions): TemplateResult {
  const when = proposedTime(row.estimated_date ?? '', locale);
  // Of words that are not understood, more would be claimed than was said.
  const exact = when && when.date_precision !== 'about';
  const words = exact ? formatEventTime(when, locale) : (row.estimated_date ?? common.date.unknown);
  const { location, importance, tags } = detailsOf(row);
  return html`<h4 dir="auto">${row.title}</h4>
    <p class="meta">
      <time datetime=${ifDefined(exact ? machineDate(when) : undefined)} dir="auto">${words}</time>
      ${location ? html`<span>${icon('place')} <span dir="auto">${location}</span></span>` : nothing}
      <span>${icon(row.category)} ${common.category[row.category]}</span>
      ${importance === DEFAULTS.importance ? nothing : html`<span>${text.importance}: ${importance}/10</span>`}
    </p>
    ${row.description ? html`<p class="description" dir="auto">${row.description}</p>` : nothing}
    ${
      tags.length > 0
        ? html`<ul class="tags" aria-label=${text.tags}>
            ${tags.map((tag) => html`<li class="tag" dir="auto">${tag}</li>`)}
          </ul>`
        : nothing
    }
    ${mine ? answers(row, actions) : nothing}`;
}

function answers(row: Proposal, actions: ProposalActions): TemplateResult {
  if (row.status === 'accepted')
    return html`<div class="acts">${act('undo', text.undo, 'link', () => actions.takeBack(row))}</div>`;
  return html`<div class="acts">
    ${act('accept', text.add, 'primary', () => actions.accept(row))}
    ${act('review', text.edit, '', () => actions.review(row))}
    ${act('reject', text.reject, 'quiet', () => actions.reject(row))}
  </div>`;
}
