import type { LitElement } from 'lit';
import { openDrafts, ownDrafts } from '../../shared/drafts.ts';
import { memoize } from '../../shared/memoize.ts';
import { report } from '../../shared/report.ts';
import { common } from '../../shared/text.ts';
import type { Toasts } from '../../shared/toasts.ts';
import { NalityProposalAcceptEvent, NalityProposalBeforeAcceptEvent, type Proposal } from '../events.ts';
import type { ChatSource } from '../source.ts';
import { COMPOSER, type Verbs } from '../verbs.ts';
import { proposalStyles } from './proposal.styles.ts';
import { proposalCard, type ProposalActions } from './card.ts';
import { draftOf, eventOf, isKeptReview, isUnchanged, type ReviewDraft } from './review.ts';
import { text } from './text.ts';

/** The element and the parts of it that proposals are answered with. */
export interface ProposalsOptions {
  host: LitElement & { readonly readonly: boolean };
  source: ChatSource;
  toasts: Toasts;
  verbs: Verbs;
}

/** What is proposed, and what a person makes of it. */
export class Proposals implements ProposalActions {
  static readonly styles = proposalStyles;

  /** What is wrong with proposals that were to be accepted, by their ids. */
  private readonly problems = new Map<string, readonly (keyof ReviewDraft)[]>();
  /** Those that are not open for review now, whatever is kept of it. */
  private readonly closed = new Set<string>();
  private readonly draftsOf = memoize((me: string | undefined) =>
    me === undefined ? undefined : ownDrafts(openDrafts(`chat-review:${me}`, isKeptReview)),
  );

  constructor(private readonly options: ProposalsOptions) {}

  /** The proposals that came with certain messages; null stands for none. */
  render(belongs: (messageId: string | null) => boolean): unknown {
    const { host, source } = this.options;
    const { me, locale, chat } = source;
    return chat?.proposals
      .get()
      .filter(({ row }) => belongs(row.message_id))
      .map((item) => {
        this.tidy(item.row);
        const mine = item.row.user_id === me && !host.readonly;
        const draft = mine ? this.reviewOf(item.row) : undefined;
        return proposalCard(
          { item, locale, mine, draft, problems: this.problems.get(item.row.id) ?? [] },
          this,
        );
      });
  }

  accept(proposal: Proposal): void {
    const { host, source } = this.options;
    const draft = this.reviewOf(proposal) ?? draftOf(proposal);
    const { event, problems } = eventOf(draft, source.locale);
    this.problems.set(proposal.id, problems);
    if (problems.length > 0)
      return this.change(proposal, draft, () => this.focusIn(proposal, '[aria-invalid="true"]'));
    if (!report(host, new NalityProposalBeforeAcceptEvent(proposal, event))) return;
    try {
      const id = source.chat?.accept(proposal.id, event);
      if (id === undefined) return;
      this.close(proposal);
      report(host, new NalityProposalAcceptEvent(proposal, id));
      this.focusIn(proposal, '[name="undo"]');
    } catch (error) {
      this.options.verbs.complain(error);
    }
  }

  review(proposal: Proposal): void {
    this.closed.delete(proposal.id);
    this.change(proposal, {}, () => this.focusIn(proposal, '[name="title"]'));
  }

  /** What I am making of a proposal; undefined while I am not. */
  reviewOf(proposal: Proposal): ReviewDraft | undefined {
    const kept = this.closed.has(proposal.id) ? undefined : this.drafts?.read(proposal.id);
    return kept && { ...draftOf(proposal), ...kept };
  }

  change(proposal: Proposal, part: Partial<ReviewDraft>, then?: () => void): void {
    const { source, host } = this.options;
    const draft = { ...draftOf(proposal), ...this.drafts?.read(proposal.id), ...part };
    this.drafts?.write(proposal.id, draft);
    if (this.problems.get(proposal.id)?.length)
      this.problems.set(proposal.id, eventOf(draft, source.locale).problems);
    host.requestUpdate();
    then?.();
  }

  /** Leaves the review. What was typed is kept, and the review begins with it again. */
  leaveReview(proposal: Proposal): void {
    const draft = this.reviewOf(proposal);
    if (!draft || isUnchanged(draft, proposal)) this.forget(proposal);
    else {
      this.close(proposal);
      this.options.toasts.show(common.draft.kept, {
        label: common.draft.discard,
        act: () => this.forget(proposal),
      });
    }
    this.focusIn(proposal, '[name="review"]');
  }

  reject(proposal: Proposal): void {
    const { source, toasts } = this.options;
    source.chat?.reject(proposal.id);
    this.close(proposal);
    toasts.show(text.rejected, { label: common.toast.undo, act: () => this.takeBack(proposal) });
    this.options.verbs.focus(COMPOSER);
  }

  /** Takes an answer back. What was made of the proposal before it is there again. */
  takeBack(proposal: Proposal): void {
    this.closed.delete(proposal.id);
    this.options.source.chat?.takeBack(proposal.id);
    this.focusIn(proposal, '[name="accept"]');
  }

  decide(operationId: string, choice: 'retry' | 'discard'): void {
    this.options.verbs.decide(operationId, choice);
  }

  private get drafts() {
    return this.draftsOf(this.options.source.me);
  }

  /** What was made of a proposal that was answered in an earlier page is of no use any more. */
  private tidy({ id, status }: Proposal): void {
    if (status !== 'pending' && !this.closed.has(id)) this.drafts?.remove(id);
  }

  private close({ id }: Proposal): void {
    this.closed.add(id);
    this.problems.delete(id);
    this.options.host.requestUpdate();
  }

  private forget({ id }: Proposal): void {
    this.drafts?.remove(id);
    this.closed.delete(id);
    this.problems.delete(id);
    this.options.host.requestUpdate();
  }

  private focusIn({ id }: Proposal, selector: string): void {
    this.options.verbs.focus(`[data-proposal="${id}"] ${selector}`);
  }
}
