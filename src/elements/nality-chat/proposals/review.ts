import { validateLifeEvent, type LifeEventDraft } from '../../../core/features/life-event.ts';
import { today } from '../../shared/formats.ts';
import { NO_TIME } from '../../when/when.ts';
import type { Proposal } from '../events.ts';
import { proposedTime } from './when.ts';

/** What a person makes of a proposal before they say yes. */
export interface ReviewDraft {
  readonly title: string;
  /** In words. */
  readonly when: string;
  readonly category: Proposal['category'];
  readonly description: string;
}

/** What can be wrong with it. */
export type ReviewProblem = 'title' | 'when' | 'description';

/** Whether a stored value is such a draft. */
export function isReviewDraft(value: unknown): value is ReviewDraft {
  const draft = (value ?? {}) as Partial<ReviewDraft>;
  return [draft.title, draft.when, draft.category, draft.description].every(
    (word) => typeof word === 'string',
  );
}

/** The proposal as it came. */
export function draftOf({ title, estimated_date, category, description }: Proposal): ReviewDraft {
  return { title, when: estimated_date ?? '', category, description: description ?? '' };
}

/** Whether a draft says what the proposal says. */
export function isUnchanged(draft: ReviewDraft, proposal: Proposal): boolean {
  return JSON.stringify(draft) === JSON.stringify(draftOf(proposal));
}

/** The event that a draft comes to, and what is wrong with it. */
export function eventOf(
  { title, when, category, description }: ReviewDraft,
  locale: string,
): { readonly event: LifeEventDraft; readonly problems: readonly ReviewProblem[] } {
  const event = {
    title: title.trim(),
    category,
    description: description.trim() || null,
    ...(proposedTime(when, locale) ?? NO_TIME),
  };
  const found = validateLifeEvent(event, today());
  const problems = (['title', 'when', 'description'] as const).filter((name) =>
    found.has(name === 'when' ? 'start_date' : name),
  );
  return { event, problems };
}
