import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { CATEGORIES, type Category } from '../../../core/features/life-event.ts';
import { formatEventTime } from '../../shared/formats.ts';
import { common } from '../../shared/text.ts';
import { act } from '../act.ts';
import type { ProposalActions, ProposalView } from './card.ts';
import { REVIEWED, type ReviewDraft } from './review.ts';
import { text } from './text.ts';
import { proposedTime } from './when.ts';

type Name = keyof ReviewDraft;

const IMPORTANCES = [...'123456789', '10'];

/** A proposal to be corrected before the yes. */
export function reviewForm(
  { item: { row }, problems, locale }: ProposalView,
  draft: ReviewDraft,
  actions: ProposalActions,
): TemplateResult {
  const onSubmit = (event: Event): void => {
    event.preventDefault();
    actions.accept(row);
  };
  const onInput = (event: Event): void => {
    const { name, value } = event.target as HTMLInputElement;
    actions.change(row, { [name]: value });
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.isComposing) return;
    event.stopPropagation();
    actions.leaveReview(row);
  };
  const field = (name: Name): TemplateResult => {
    const id = `${name}-${row.id}`;
    const problem = problems.includes(name) && text.problems[name];
    return html`<div class="field">
      <label for=${id}>${text[name]}</label>${control(name, draft[name], id, problem ? 'true' : 'false')}
      <p id="${id}-note" class=${problem ? 'problem' : 'hint'}>${problem || hint(name, draft, locale)}</p>
    </div>`;
  };
  return html`<form class="review" novalidate @submit=${onSubmit} @input=${onInput} @keydown=${onKey}>
    ${REVIEWED.map(field)}
    <div class="acts">
      <button type="submit" name="accept" class="primary">${text.add}</button>
      ${act('leave', text.cancel, 'quiet', () => actions.leaveReview(row))}
    </div>
  </form>`;
}

function control(name: Name, value: string, id: string, wrong: 'true' | 'false'): TemplateResult {
  if (name === 'category' || name === 'importance')
    return html`<select id=${id} name=${name}>
      ${(name === 'category' ? CATEGORIES : IMPORTANCES).map(
        (one) =>
          html`<option value=${one} .selected=${live(one === value)}>
            ${name === 'category' ? common.category[one as Category] : `${one}/10`}
          </option>`,
      )}
    </select>`;
  return name === 'description'
    ? html`<textarea
        id=${id}
        name=${name}
        dir="auto"
        aria-invalid=${wrong}
        aria-describedby="${id}-note"
        .value=${live(value)}
      ></textarea>`
    : html`<input
        id=${id}
        name=${name}
        dir="auto"
        aria-invalid=${wrong}
        aria-describedby="${id}-note"
        .value=${live(value)}
      />`;
}

function hint(name: Name, { when }: ReviewDraft, locale: string): string | typeof nothing {
  const time = name === 'when' && proposedTime(when, locale);
  if (time) return formatEventTime(time, locale);
  return text.hints[name] ?? nothing;
}
