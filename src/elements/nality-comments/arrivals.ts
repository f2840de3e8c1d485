import type { ReactiveController, ReactiveControllerHost, TemplateResult } from 'lit';
import type { Comments } from '../../core/features/comments.ts';
import type { Comment } from '../../core/features/threads.ts';
import type { After } from '../shared/later.ts';
import { LiveRegion } from '../shared/live-region.ts';
import { common } from '../shared/text.ts';
import { nameIn } from './comment.ts';
import type { CommentsSource } from './source.ts';
import { text } from './text.ts';

/** What others write while I am here: told to screen readers in few words, and counted until it has been in view. */
export class Arrivals implements ReactiveController {
  /** What speaks. */
  readonly region: LiveRegion;
  private readonly unseen = new Set<string>();
  private fresh: readonly Comment[] = [];
  private untold: readonly Comment[] = [];
  private comments: Comments | undefined;
  private stop: (() => void) | undefined;
  private readonly refused = new Set<string>();
  private readonly view = new IntersectionObserver((entries) => this.onView(entries));

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly source: CommentsSource,
    private readonly card: (id: string) => Element | null,
    after?: After,
  ) {
    this.region = new LiveRegion(host, after);
    host.addController(this);
  }

  /** Says something at once. */
  say(words: string): void {
    this.region.say(words);
  }

  /** Of these comments the new ones that have not been in view, in the same order. */
  unseenIn(order: readonly string[]): readonly string[] {
    return order.filter((id) => this.unseen.has(id));
  }

  /** The region that speaks. */
  render(): TemplateResult {
    return this.region.render();
  }

  hostUpdate(): void {
    const { comments } = this.source;
    if (comments !== this.comments) this.follow(comments);
    this.tellRefused();
  }

  hostUpdated(): void {
    for (const { id } of this.fresh) {
      const card = this.card(id);
      if (card) this.view.observe(card);
    }
    this.fresh = [];
  }

  hostDisconnected(): void {
    this.follow(undefined);
  }

  private follow(comments: Comments | undefined): void {
    this.stop?.();
    this.view.disconnect();
    this.unseen.clear();
    this.comments = comments;
    this.stop = comments?.changes.subscribe((changes) => {
      const come = changes.flatMap((change) => (change.type === 'insert' ? change.row : []));
      this.take(come.filter(({ user_id: author }) => author !== this.source.me));
    });
  }

  private take(come: readonly Comment[]): void {
    if (come.length === 0) return;
    this.fresh = [...this.fresh, ...come];
    this.untold = [...this.untold, ...come];
    this.region.saySoon(() => this.tell());
    this.host.requestUpdate();
  }

  private tell(): string {
    const authors = this.untold.map(({ user_id: author }) => nameIn(this.source.people, author));
    this.untold = [];
    return authors.length > 2 ? text.arrivedMany(authors.length) : authors.map(text.arrived).join(' ');
  }

  private tellRefused(): void {
    for (const { root, replies } of this.source.threads)
      for (const item of root ? [root, ...replies] : replies) {
        if (item.operationId === undefined || this.refused.has(item.operationId)) continue;
        this.refused.add(item.operationId);
        this.say(item.deletion ? `${common.rowState.notDeleted}.` : text.refused);
      }
  }

  private onView(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      const id = target.getAttribute('data-comment-id') ?? '';
      if (!isIntersecting) this.unseen.add(id);
      else this.unseen.delete(id);
      if (isIntersecting) this.view.unobserve(target);
    }
    this.host.requestUpdate();
  }
}
