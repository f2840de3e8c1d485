import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Thread } from '../../core/features/threads.ts';
import { fields } from '../shared/field.styles.ts';
import { icon } from '../shared/icons.ts';
import { spoken } from '../shared/language.ts';
import { Minute } from '../shared/minute.ts';
import { banner, errorNotice } from '../shared/notices.ts';
import { orderOf, Roving } from '../shared/roving.ts';
import { avatars, base, buttons, notices } from '../shared/styles.ts';
import { toastStyles } from '../shared/toast.styles.ts';
import { Toasts } from '../shared/toasts.ts';
import { tokens } from '../shared/tokens.ts';
import { unsaid } from '../shared/unsaid.ts';
import { Arrivals } from './arrivals.ts';
import { comment, whenOf } from './comment.ts';
import { commentsStyles } from './nality-comments.styles.ts';
import { Permalink } from './permalink.ts';
import { CommentsSource, type Item, type Screen } from './source.ts';
import { more, quiet, skeleton, tombstone, typing } from './states.ts';
import { text } from './text.ts';
import type { Verbs } from './verbs.ts';

/** So many threads are shown at first, the newest; and so many more at a time. */
const THREADS = 50;
/** So many answers of a thread are shown at first, the newest. */
const REPLIES = 3;

export type {
  NalityCommentBeforeDeleteEvent,
  NalityCommentBeforeSendEvent,
  NalityCommentSendEvent,
} from './events.ts';

/**
 * The comments on one event of a timeline, and a field to write more, together with others.
 *
 * Keys: arrows, Home and End go from comment to comment; R replies, E edits, Delete deletes, Ctrl+Z undoes a deletion. In
 * a field Enter begins a new line, Ctrl+Enter sends, Escape leaves; an @ offers the people who can be mentioned.
 * `#nality-comment-<id>` in the page's address leads to a comment, where it is one on this event; so does
 * `#nality-event-<id>&nality-comment-<id>`, from which a page learns which event it is.
 *
 * @summary Comments on one event, written together.
 * @example <nality-comments event-id="…"></nality-comments>
 * @attr {string} aria-label - What assistive technology calls it, in the place of our own words.
 * @fires nality-comment-before-send
 * @fires nality-comment-send
 * @fires nality-comment-before-delete
 * @slot header - A heading in the place of ours.
 * @slot empty - What is shown where nobody has written anything.
 * @slot composer-actions - Buttons of the page's own in the field for a new comment.
 * @slot sign-in - The page's own way to sign in, shown where signing in would help.
 * @csspart base - Everything.
 * @csspart header - The heading.
 * @csspart banner - The line that says that one is offline.
 * @csspart thread - A comment with its answers.
 * @csspart comment - One comment.
 * @csspart author - Who wrote it.
 * @csspart permalink - The link to it, on the time.
 * @csspart time - When it was written.
 * @csspart content - What it says.
 * @csspart mention - Somebody's name in it.
 * @csspart link - A link in it.
 * @csspart tombstone - The place of a deleted comment.
 * @csspart controls - The buttons of a comment.
 * @csspart row-state - Says where a comment stands on its way to the server.
 * @csspart more - The buttons that show more.
 * @csspart composer - A field to write in, with its buttons.
 * @csspart field - The field itself.
 * @csspart counter - Says how many characters are left.
 * @csspart send - The button that sends.
 * @csspart people - The list of people to mention.
 * @csspart typing - Says who is writing.
 * @csspart pill - The button that leads to new comments.
 * @csspart toast - A short message.
 * @csspart notice - Says why there is nothing to see.
 * @csspart avatar - A person's picture, or their initials in its place.
 * @csspart error - Says what went wrong.
 */
export class NalityComments extends LitElement {
  static override readonly styles = [
    tokens,
    base,
    buttons,
    fields,
    notices,
    avatars,
    toastStyles,
    commentsStyles,
  ];

  static {
    // A field that has just been drawn takes the focus, which is told.
    this.disableWarning?.('change-in-update');
  }

  /** The event: its id. */
  @property({ attribute: 'event-id', converter: unsaid('') }) eventId = '';

  /** Whether it is only to be read, whatever I may do. */
  @property({ type: Boolean, reflect: true }) readonly = false;

  private readonly source = new CommentsSource(this);
  private readonly roving = new Roving(this, {
    order: () => orderOf(this.order),
    attribute: 'data-comment-id',
    fallback: '[data-draft="new"]',
  });
  private readonly toasts = new Toasts(this);
  private readonly arrivals = new Arrivals(this, this.source, (id) => this.roving.card(id));
  private readonly permalink = new Permalink(this, (id) => this.roving.card(id));
  /** What to write with: only for whoever may. */
  private verbs: Verbs | undefined;
  private loading: Promise<void> | undefined;
  /** The threads all of whose answers are shown. */
  private readonly expanded = new Set<string>();
  private most = THREADS;

  constructor() {
    super();
    new Minute(this);
  }

  protected override update(changed: PropertyValues<this>): void {
    if (this.source.writable) this.loading ??= this.load();
    if (this.source.live) this.verbs?.follow(new Set(this.source.threads.flatMap(idsOf)));
    super.update(changed);
  }

  protected override render(): TemplateResult {
    const { screen } = this.source;
    return html`<section
        part="base"
        class="base"
        aria-label=${this.ariaLabel ?? text.label}
        aria-busy=${screen.name === 'loading' ? 'true' : 'false'}
        @keydown=${this.onKey}
      >
        <header part="header"><slot name="header">${this.renderHeading(screen)}</slot></header>
        ${banner(screen.name === 'items' ? screen.banner : undefined, this.reload)}
        ${this.renderScreen(screen)} ${this.renderPill()} ${typing(this.source.typists)}
        ${this.renderWriting(screen)}
      </section>
      ${this.toasts.render()} ${this.arrivals.render()}`;
  }

  private renderHeading({ name }: Screen): TemplateResult {
    const count = this.source.threads.flatMap(commentsOf).length;
    return html`<h2>
      ${text.label} ${name === 'items' ? html`<span class="muted">${count}</span>` : nothing}
    </h2>`;
  }

  private renderScreen(screen: Screen): unknown {
    switch (screen.name) {
      case 'loading':
        return skeleton();
      case 'items':
        return this.renderThreads();
      case 'error':
        return errorNotice(screen.error, screen.retry ? this.reload : undefined);
      case 'empty':
        return html`<slot name="empty">${quiet(this.source.writable ? 'empty' : 'quiet')}</slot>`;
      case 'closed':
        return quiet(this.source.anonymous ? 'signIn' : 'closed');
      default:
        return quiet(screen.name);
    }
  }

  private renderThreads(): TemplateResult {
    const shown = this.shown;
    const earlier = this.source.threads.length - shown.length;
    return html`${earlier > 0 ? more(text.earlier(earlier), () => this.showEarlier()) : nothing}
      <ol class="threads">
        ${repeat(
          shown,
          ({ id }) => id,
          (thread) => this.renderThread(thread),
        )}
      </ol>`;
  }

  private renderThread(thread: Thread): TemplateResult {
    const { id, root, replies } = thread;
    const { verbs } = this;
    const shown = this.repliesOf(thread);
    const hidden = replies.length - shown.length;
    return html`<li part="thread">
      ${root ? this.renderComment(root) : tombstone(verbs?.hasRemoved(id) ? () => verbs.restore(id) : undefined)}
      <div class="replies">
        ${hidden > 0 ? more(text.moreReplies(hidden), () => this.expand(id)) : nothing}
        <ol>
          ${repeat(
            shown,
            ({ row }) => row.id,
            (item) => html`<li>${this.renderComment(item)}</li>`,
          )}
        </ol>
        ${verbs?.field('reply', id)}
      </div>
    </li>`;
  }

  private renderComment(item: Item): unknown {
    const { source, verbs } = this;
    const { id, rev } = item.row;
    const mayEdit = verbs?.mayEdit(item) ?? false;
    const view = {
      item,
      people: source.people,
      when: whenOf(item, source.locale),
      locale: source.locale,
      active: this.roving.active === id,
      linked: this.permalink.id === id,
      mayReply: source.writable && rev > 0,
      mayEdit,
      mayRemove: verbs?.mayRemove(item) ?? false,
      editor: mayEdit ? verbs?.field('edit', id) : undefined,
    };
    return guard([spoken(), verbs, ...Object.values(view)], () => comment(view, verbs, this.enter));
  }

  private renderWriting({ name }: Screen): unknown {
    if (name === 'error' || name === 'invalid' || name === 'closed') return nothing;
    if (!this.source.anonymous || this.readonly) return this.verbs?.field('new');
    return html`<p class="invitation">${text.invitation} <slot name="sign-in"></slot></p>`;
  }

  private renderPill(): unknown {
    const unseen = this.arrivals.unseenIn(this.order);
    const [first] = unseen;
    if (first === undefined) return nothing;
    return html`<div class="pill">
      <button type="button" part="pill" class="primary" @click=${() => this.goTo(first)}>
        ${text.unseen(unseen.length)} ${icon('more')}
      </button>
    </div>`;
  }

  /** The newest threads, and all down to the one that the page's address leads to. */
  private get shown(): readonly Thread[] {
    const { threads } = this.source;
    const linked = threads.findIndex((thread) => idsOf(thread).includes(this.permalink.id));
    const from = Math.max(0, threads.length - this.most);
    return threads.slice(linked < 0 ? from : Math.min(from, linked));
  }

  private repliesOf({ id, replies }: Thread): readonly Item[] {
    const all = this.expanded.has(id) || replies.some(({ row }) => row.id === this.permalink.id);
    return all ? replies : replies.slice(-REPLIES);
  }

  /** The comments that are shown, from top to bottom. */
  private get order(): readonly string[] {
    return this.shown.flatMap((thread) =>
      commentsOf({ ...thread, replies: this.repliesOf(thread) }).map(({ row }) => row.id),
    );
  }

  private expand(id: string): void {
    this.expanded.add(id);
    this.requestUpdate();
  }

  private showEarlier(): void {
    this.most += THREADS;
    this.requestUpdate();
  }

  private goTo(id: string): void {
    this.roving.card(id)?.scrollIntoView({ block: 'center' });
    this.roving.focusCard(id);
  }

  private async load(): Promise<void> {
    try {
      const { Verbs } = await import('./verbs.ts');
      const { source, roving, toasts, arrivals } = this;
      this.verbs = new Verbs({ host: this, source, roving, toasts, arrivals });
      this.requestUpdate();
    } catch {
      // The next change of anything tries again.
      this.loading = undefined;
    }
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const target = event.composedPath()[0] as Element;
    const { key, ctrlKey, metaKey, altKey } = event;
    const onComment = target.closest('[data-comment-id], form')?.matches('[data-comment-id]');
    const moves = onComment && !ctrlKey && !metaKey && !altKey;
    if (this.verbs?.onKey(event) || (moves && this.roving.move(key))) event.preventDefault();
  };

  private readonly enter = (id: string): void => {
    this.roving.enter(id);
    this.source.comments?.visit();
  };

  private readonly reload = (): void => this.source.comments?.reload();
}

function commentsOf({ root, replies }: Thread): readonly Item[] {
  return root ? [root, ...replies] : replies;
}

function idsOf(thread: Thread): readonly string[] {
  return [thread.id, ...thread.replies.map(({ row }) => row.id)];
}

declare global {
  interface HTMLElementTagNameMap {
    'nality-comments': NalityComments;
  }
}
