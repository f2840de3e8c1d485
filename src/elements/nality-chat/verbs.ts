import type { LitElement } from 'lit';
import { asNalityError } from '../../core/errors.ts';
import type { LiveRegion } from '../shared/live-region.ts';
import { report } from '../shared/report.ts';
import { common } from '../shared/text.ts';
import type { Toasts } from '../shared/toasts.ts';
import type { Anchor } from './anchor.ts';
import { MAX, type ComposerActions } from './composer.ts';
import {
  NalityMessageBeforeSendEvent,
  NalityMessageSendEvent,
  NalityProposalAcceptEvent,
  NalityProposalBeforeAcceptEvent,
  type Proposal,
} from './events.ts';
import type { ChatItem } from './grouping.ts';
import type { MessageActions } from './message.ts';
import type { ProposalActions } from './proposal.ts';
import { draftOf, eventOf, type ReviewDraft, type ReviewProblem } from './review.ts';
import type { ChatSource } from './source.ts';
import { text } from './text.ts';

/** The element and the parts of it that the verbs move. */
export interface VerbsOptions {
  host: LitElement;
  source: ChatSource;
  anchor: Anchor;
  toasts: Toasts;
  region: LiveRegion;
}

/** Name under which the draft of a message is kept while there is no conversation. */
const NEW = 'new';

/** Everything that a person can do in a conversation, and what is kept of what they have typed. */
export class Verbs implements ComposerActions, MessageActions, ProposalActions {
  /** The long messages of which all is shown. */
  readonly opened = new Set<string>();
  /** What is wrong with proposals that were to be accepted, by their ids. */
  readonly problems = new Map<string, readonly ReviewProblem[]>();
  /** Whether to take part was refused. */
  refused = false;

  constructor(private readonly options: VerbsOptions) {}

  /** What is written and not sent. */
  get draft(): string {
    return this.options.source.drafts?.messages.read(this.place) ?? '';
  }

  write(draft: string): void {
    const { source, host } = this.options;
    if (draft === '') source.drafts?.messages.remove(this.place);
    else source.drafts?.messages.write(this.place, draft);
    source.chat?.type();
    host.requestUpdate();
  }

  send(): void {
    this.say(this.draft, () => this.write(''));
  }

  /** Says what was offered. */
  say(words: string, onSaid?: () => void): void {
    const { host, source, anchor } = this.options;
    const message = words.trim();
    if (message === '' || [...message].length > MAX) return;
    if (!report(host, new NalityMessageBeforeSendEvent(message))) return;
    onSaid?.();
    if (source.sessionId === undefined) source.chosen = source.sessions?.begin(message);
    else source.chat?.send(message);
    anchor.toEnd();
    host.requestUpdate();
    report(host, new NalityMessageSendEvent(message, source.sessionId ?? ''));
  }

  /** Leaves this conversation for one that is still to begin. */
  begin(): void {
    this.options.source.chosen = null;
    this.options.host.requestUpdate();
    this.focusComposer();
  }

  stop(): void {
    const { source } = this.options;
    for (const { row, status } of source.chat?.items.get() ?? [])
      if (status === 'streaming') void this.attempt(source.chat?.stop(row.id));
  }

  proceed(id: string): void {
    void this.attempt(this.options.source.chat?.proceed(id));
  }

  async join(): Promise<void> {
    const { source, host } = this.options;
    this.refused = false;
    await source.chat?.join().catch((error: unknown) => {
      this.refused = asNalityError(error).code === 'denied';
      if (!this.refused) this.complain(error);
    });
    host.requestUpdate();
  }

  expand(id: string): void {
    this.opened.add(id);
    this.options.host.requestUpdate();
  }

  copy(words: string): void {
    const { toasts } = this.options;
    navigator.clipboard.writeText(words).then(
      () => toasts.show(text.copied),
      () => toasts.show(text.failed),
    );
  }

  /** Takes a message that was refused back into the composer, beside what stands there. */
  rewrite({ text: words, operationId }: ChatItem): void {
    const before = this.draft;
    this.write(before === '' ? words : `${before}\n${words}`);
    if (operationId !== undefined) this.decide(operationId, 'discard');
    this.focusComposer();
  }

  decide(operationId: string, choice: 'retry' | 'discard'): void {
    this.options.source.chat?.settle(operationId, choice);
  }

  accept(proposal: Proposal): void {
    const { host, source } = this.options;
    const draft = this.reviewOf(proposal) ?? draftOf(proposal);
    const { event, problems } = eventOf(draft, source.locale);
    this.problems.set(proposal.id, problems);
    if (problems.length > 0)
      return this.change(proposal, draft, () => this.focusIn(proposal, '[aria-invalid="true"]'));
    if (!report(host, new NalityProposalBeforeAcceptEvent(proposal, event))) return;
    const id = source.chat?.accept(proposal.id, event);
    if (id === undefined) return;
    this.forget(proposal);
    report(host, new NalityProposalAcceptEvent(proposal, id));
    this.focusIn(proposal, '[name="undo"]');
  }

  review(proposal: Proposal): void {
    this.change(proposal, {}, () => this.focusIn(proposal, '[name="title"]'));
  }

  /** What I am making of a proposal. */
  reviewOf({ id }: Proposal): ReviewDraft | undefined {
    return this.options.source.drafts?.reviews.read(id);
  }

  change(proposal: Proposal, part: Partial<ReviewDraft>, then?: () => void): void {
    const { source, host } = this.options;
    const draft = { ...(this.reviewOf(proposal) ?? draftOf(proposal)), ...part };
    source.drafts?.reviews.write(proposal.id, draft);
    if (this.problems.get(proposal.id)?.length)
      this.problems.set(proposal.id, eventOf(draft, source.locale).problems);
    host.requestUpdate();
    then?.();
  }

  leaveReview(proposal: Proposal): void {
    this.forget(proposal);
    this.focusIn(proposal, '[name="review"]');
  }

  reject(proposal: Proposal): void {
    const { source, toasts } = this.options;
    source.chat?.reject(proposal.id);
    this.forget(proposal);
    const act = (): void => source.chat?.takeBack(proposal.id);
    toasts.show(text.proposal.rejected, { label: common.toast.undo, act });
    this.focusComposer();
  }

  takeBack(proposal: Proposal): void {
    this.options.source.chat?.takeBack(proposal.id);
    this.focusIn(proposal, '[name="accept"]');
  }

  private get place(): string {
    return this.options.source.sessionId ?? NEW;
  }

  private forget({ id }: Proposal): void {
    this.options.source.drafts?.reviews.remove(id);
    this.problems.delete(id);
    this.options.host.requestUpdate();
  }

  private async attempt(work: Promise<void> | undefined): Promise<void> {
    await work?.catch((error: unknown) => this.complain(error));
  }

  private complain(error: unknown): void {
    const { title, advice } = common.errors[asNalityError(error).code];
    this.options.toasts.show(`${text.failed}. ${title}. ${advice}`);
  }

  private focusComposer(): void {
    this.focus('[name="message"]');
  }

  private focusIn({ id }: Proposal, selector: string): void {
    this.focus(`[data-proposal="${id}"] ${selector}`);
  }

  /** Where the focus goes is drawn first. */
  private focus(selector: string): void {
    const { host } = this.options;
    void host.updateComplete.then(() => host.renderRoot.querySelector<HTMLElement>(selector)?.focus());
  }
}
