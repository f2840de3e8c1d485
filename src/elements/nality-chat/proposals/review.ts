import { detailsOf } from '../../../core/features/chat-proposals.ts';
import { validateLifeEvent, type LifeEventDraft } from '../../../core/features/life-event.ts';
import { today } from '../../shared/formats.ts';
import { withTag } from '../../shared/tags.ts';
import { NO_TIME } from '../../when/when.ts';
import type { Proposal } from '../events.ts';
import { text } from './text.ts';
import { proposedTime } from './when.ts';

/** What can be reviewed of a proposal, in the order of the form. */
export const REVIEWED = [
  'title',
  'when',
  'location',
  'category',
  'description',
  'tags',
  'importance',
] as const;

/** What a person makes of a proposal before they say yes, all of it in words; there are commas between tags. */
export type ReviewDraft = Readonly<Record<(typeof REVIEWED)[number], string>>;

/** What is kept of it, perhaps by an earlier version, with fewer fields. What is missing is as it was proposed. */
export type KeptReview = Partial<ReviewDraft>;

/** Whether a stored value is such a draft. */
export function isKeptReview(value: unknown): value is KeptReview {
  return Object.values(value ?? {}).every((words) => typeof words === 'string');
}

/** The proposal as it came. */
export function draftOf(proposal: Proposal): ReviewDraft {
  const { title, estimated_date, category, description } = proposal;
  const { location, tags, importance } = detailsOf(proposal);
  return {
    ...{ title, when: estimated_date ?? '', location: location ?? '', category },
    ...{ description: description ?? '', tags: tags.join(', '), importance: String(importance) },
  };
}

/** Whether a draft says what the proposal says. */
export function isUnchanged(draft: ReviewDraft, proposal: Proposal): boolean {
  return JSON.stringify(draft) === JSON.stringify(draftOf(proposal));
}

/** The event that a draft comes to, and what is wrong with it. */
export function eventOf(
  { title, when, category, description, location, tags, importance }: ReviewDraft,
  locale: string,
): { readonly event: LifeEventDraft; readonly problems: readonly (keyof ReviewDraft)[] } {
  const event = {
    title: title.trim(),
    category: category as Proposal['category'],
    description: description.trim() || null,
    location: location.trim() || null,
    importance: Number(importance),
    tags: withTag([], tags),
    ...(proposedTime(when, locale) ?? NO_TIME),
  };
  const found = validateLifeEvent(event, today());
  // What there are no words for no person has typed: the core says that it cannot be.
  const problems = REVIEWED.filter(
    (name) => name in text.problems && found.has(name === 'when' ? 'start_date' : name),
  );
  return { event, problems };
}
