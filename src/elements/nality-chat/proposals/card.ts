import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Chat } from '../../../core/features/chat.ts';
import { CATEGORIES } from '../../../core/features/life-event.ts';
import { formatEventTime, machineDate } from '../../shared/formats.ts';
import { icon } from '../../shared/icons.ts';
import { rowState } from '../../shared/row-state.ts';
import { common } from '../../shared/text.ts';
import type { Proposal } from '../events.ts';
import type { ReviewDraft, ReviewProblem } from './review.ts';
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
  readonly problems: readonly ReviewProblem[];
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
  const when = row.estimated_date === null ? undefined : proposedTime(row.estimated_date, locale);
  // Of words that are not understood, more would be claimed than was said.
  const exact = when && when.date_precision !== 'about';
  const words = exact ? formatEventTime(when, locale) : (row.estimated_date ?? common.date.unknown);
  return html`<h4 dir="auto">${row.title}</h4>
    <p class="meta">
      <time datetime=${ifDefined(exact ? machineDate(when) : undefined)} dir="auto">${words}</time>
      <span>${icon(row.category)} ${common.category[row.category]}</span>
    </p>
    ${row.description ? html`<p class="description" dir="auto">${row.description}</p>` : nothing}
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

function act(name: string, label: string, look: string, run: () => void): TemplateResult {
  return html`<button type="button" name=${name} class=${look} @click=${run}>${label}</button>`;
}

function reviewForm(view: ProposalView, draft: ReviewDraft, actions: ProposalActions): TemplateResult {
  const { row } = view.item;
  const change = (part: Partial<ReviewDraft>): void => actions.change(row, part);
  const onSubmit = (event: Event): void => {
    event.preventDefault();
    actions.accept(row);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.isComposing) return;
    event.stopPropagation();
    actions.leaveReview(row);
  };
  const line = (name: 'title' | 'when', longest: number): TemplateResult =>
    field(
      view,
      name,
      text[name],
      (id, wrong) =>
        html`<input
          id=${id}
          name=${name}
          maxlength=${longest}
          dir="auto"
          aria-invalid=${wrong}
          aria-describedby=${`${id}-note`}
          .value=${live(draft[name])}
          @input=${(event: Event) => change({ [name]: valueOf(event) })}
        />`,
    );
  return html`<form class="review" novalidate @submit=${onSubmit} @keydown=${onKey}>
    ${line('title', 400)} ${line('when', 100)}
    <div class="field">
      <label for=${`category-${row.id}`}>${text.category}</label>
      <select
        id=${`category-${row.id}`}
        name="category"
        @change=${(event: Event) => change({ category: valueOf(event) as ReviewDraft['category'] })}
      >
        ${CATEGORIES.map(
          (name) =>
            html`<option value=${name} .selected=${live(name === draft.category)}>
              ${common.category[name]}
            </option>`,
        )}
      </select>
    </div>
    ${field(
      view,
      'description',
      text.description,
      (id, wrong) =>
        html`<textarea
          id=${id}
          name="description"
          dir="auto"
          aria-invalid=${wrong}
          aria-describedby=${`${id}-note`}
          .value=${live(draft.description)}
          @input=${(event: Event) => change({ description: valueOf(event) })}
        ></textarea>`,
    )}
    <div class="acts">
      <button type="submit" name="accept" class="primary">${text.add}</button>
      ${act('leave', text.cancel, 'quiet', () => actions.leaveReview(row))}
    </div>
  </form>`;
}

function field(
  { item: { row }, problems, draft, locale }: ProposalView,
  name: ReviewProblem,
  label: string,
  control: (id: string, wrong: 'true' | 'false') => TemplateResult,
): TemplateResult {
  const id = `${name}-${row.id}`;
  const wrong = problems.includes(name);
  const when = name === 'when' && draft ? proposedTime(draft.when, locale) : undefined;
  const hint = name !== 'when' ? nothing : when ? formatEventTime(when, locale) : text.whenHint;
  return html`<div class="field">
    <label for=${id}>${label}</label>${control(id, wrong ? 'true' : 'false')}
    <p id=${`${id}-note`} class=${wrong ? 'problem' : 'hint'}>${wrong ? text.problems[name] : hint}</p>
  </div>`;
}

function valueOf(event: Event): string {
  return (event.target as HTMLInputElement).value;
}
