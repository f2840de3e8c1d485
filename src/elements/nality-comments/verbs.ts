import type { LitElement, TemplateResult } from 'lit';
import { asNalityError } from '../../core/errors.ts';
import { tellLeft } from '../shared/counter.ts';
import { report } from '../shared/report.ts';
import type { Roving } from '../shared/roving.ts';
import { common } from '../shared/text.ts';
import type { Toasts } from '../shared/toasts.ts';
import type { Arrivals } from './arrivals.ts';
import { nameIn, type CommentActions } from './comment.ts';
import { composerStyles } from './composer.styles.ts';
import { charactersLeft, composer, type ComposerActions } from './composer.ts';
import { decode, encode } from './draft.ts';
import {
  NalityCommentBeforeDeleteEvent,
  NalityCommentBeforeSendEvent,
  NalityCommentSendEvent,
} from './events.ts';
import { commandOf, whereOf, type Command } from './keys.ts';
import type { MentionList } from './mention-list.ts';
import type { CommentsSource, Item } from './source.ts';
import { writingText } from './writing-text.ts';
import { nameOf, partsOf, Writing, type Kind } from './writing.ts';

/** The element and the parts of it that the verbs move. */
export interface VerbsOptions {
  host: LitElement;
  source: CommentsSource;
  roving: Roving;
  toasts: Toasts;
  arrivals: Arrivals;
}

/**
 * Everything that a person who may write can do with the comments, by pointer and by key, and where the focus goes then. It is
 * loaded for them when the comments are there.
 */
export class Verbs implements CommentActions, ComposerActions {
  private readonly writing: Writing;
  /** The list of people to mention, once somebody typed an @. */
  private list: MentionList | undefined;
  private loading: Promise<unknown> | undefined;
  /** What I have deleted since I came. */
  private readonly removed = new Set<string>();

  constructor(private readonly options: VerbsOptions) {
    const { renderRoot } = options.host;
    if (renderRoot instanceof ShadowRoot && composerStyles.styleSheet)
      renderRoot.adoptedStyleSheets.push(composerStyles.styleSheet);
    this.writing = new Writing(options.host, () => options.source.place);
  }

  /** The field of a kind, for a thread or a comment, while it is open; that for a new comment always is. */
  field(kind: Kind, id = ''): TemplateResult | undefined {
    const name = nameOf(kind, id);
    if (!this.options.source.writable || (kind !== 'new' && !this.writing.isOpen(name))) return undefined;
    return composer({ name, draft: this.writing.get(name), list: this.list?.shownFor(name) }, this);
  }

  /** Takes in which threads and comments there are: what was typed for others finds another place. */
  follow(known: ReadonlySet<string>): void {
    this.writing.rescue(known);
  }

  reply(id: string): void {
    const { source } = this.options;
    const thread = source.threads.find(
      (one) => one.id === id || one.replies.some(({ row }) => row.id === id),
    );
    if (thread && source.writable) this.write(nameOf('reply', thread.id));
  }

  edit(id: string): void {
    const { writing } = this;
    const { source } = this.options;
    const item = this.find(id);
    if (!item || !this.mayEdit(item)) return;
    const { content, mentions } = item.row;
    writing.open(
      nameOf('edit', id),
      decode(content, mentions, (person) => nameIn(source.people, person)),
    );
    this.write(nameOf('edit', id));
  }

  remove(id: string): void {
    const { host, source, toasts } = this.options;
    const item = this.find(id);
    if (!item || !this.mayRemove(item) || !report(host, new NalityCommentBeforeDeleteEvent(item.row))) return;
    if (item.row.rev === 0 && item.operationId) return this.discard(item.operationId, id);
    this.attempt(() => {
      source.comments?.remove(id);
      this.removed.add(id);
      this.leaveCard(id);
      toasts.show(writingText.removed, { label: common.toast.undo, act: () => this.restore(id) });
    });
  }

  /** Whether I have deleted it, and may bring it back. */
  hasRemoved(id: string): boolean {
    return this.removed.has(id);
  }

  restore(id: string): void {
    const { source, roving } = this.options;
    this.attempt(() => (source.comments?.restore(id), roving.focusCard(id)));
  }

  retry(operationId: string): void {
    this.options.source.comments?.settle(operationId, 'retry');
  }

  discard(operationId: string, id: string): void {
    this.options.source.comments?.settle(operationId, 'discard');
    if (!this.find(id)) this.leaveCard(id);
  }

  type(name: string, field: HTMLTextAreaElement): void {
    const { writing } = this;
    const { source, arrivals } = this.options;
    writing.type(name, { ...writing.get(name), text: field.value });
    source.comments?.type(field.value !== '');
    tellLeft(arrivals.region, () => charactersLeft(writing.get(name)));
    if (this.list || field.value.includes('@')) void this.suggest(field);
  }

  cancel(name: string): void {
    const { writing } = this;
    const { toasts, roving, source } = this.options;
    const { kind, id } = partsOf(name);
    source.comments?.type(false);
    if (writing.close(name) && kind !== 'new')
      toasts.offerDiscard(() => {
        const draft = writing.get(name);
        writing.forget(name);
        return () => (writing.bringBack(name, draft), this.write(name));
      });
    roving.focus(() => roving.card(id) ?? this.fieldOf('new'));
  }

  send(name: string): void {
    const { writing } = this;
    const { host, source, arrivals } = this.options;
    const { kind, id } = partsOf(name);
    const draft = writing.get(name);
    const left = charactersLeft(draft);
    if (!source.writable || draft.text.trim() === '') return;
    if (left < 0) return arrivals.say(common.left(left));
    const commentId = kind === 'edit' ? id : undefined;
    const wish = { ...encode(draft), parentId: kind === 'reply' ? id : undefined };
    if (!report(host, new NalityCommentBeforeSendEvent(wish, commentId))) return;
    this.attempt(() => {
      const { comments } = source;
      const sent = commentId === undefined ? comments?.add(wish) : comments?.edit(commentId, wish);
      writing.forget(name);
      source.comments?.type(false);
      if (sent === undefined) return;
      report(host, new NalityCommentSendEvent(sent, wish));
      if (kind !== 'new') this.options.roving.focusCard(sent);
    });
  }

  mayEdit({ row }: Item): boolean {
    return this.options.source.writable && row.user_id === this.options.source.me;
  }

  mayRemove(item: Item): boolean {
    return this.options.source.moderates || this.mayEdit(item);
  }

  /** Does what a key asks for. Returns whether it asked for anything. */
  onKey(event: KeyboardEvent): boolean {
    const target = event.composedPath()[0] as HTMLElement;
    if (this.list?.onKey(event)) return true;
    const command = commandOf(event, whereOf(target));
    return command !== undefined && this.obey(command, target);
  }

  private obey(command: Command, target: HTMLElement): boolean {
    const { roving, toasts } = this.options;
    const id = target.closest('[data-comment-id]')?.getAttribute('data-comment-id') ?? '';
    const name = target.closest('form')?.querySelector('textarea')?.dataset['draft'];
    switch (command) {
      case 'undo':
        return toasts.undoNewest();
      case 'send':
        return (this.send(name ?? ''), true);
      case 'leave':
        if (name === undefined) roving.focusCard(id);
        else if (name !== 'new') this.cancel(name);
        return name !== 'new';
      default:
        return (this[command](id), true);
    }
  }

  /** What cannot be written stays where it was typed, and the person is told why. */
  private attempt(act: () => void): void {
    try {
      act();
    } catch (error) {
      const { title, advice } = common.errors[asNalityError(error).code];
      this.options.toasts.show(`${title}. ${advice}`);
    }
  }

  private write(name: string): void {
    this.writing.open(name);
    this.options.roving.focus(() => this.fieldOf(name));
  }

  private fieldOf(name: string): HTMLTextAreaElement | null {
    return this.options.host.renderRoot.querySelector(`[data-draft="${CSS.escape(name)}"]`);
  }

  private leaveCard(id: string): void {
    const { roving } = this.options;
    const next = roving.neighbour(id);
    if (next) roving.focusCard(next);
    else roving.focus(() => this.fieldOf('new'));
  }

  private find(id: string): Item | undefined {
    for (const { root, replies } of this.options.source.threads) {
      const found = [root, ...replies].find((item) => item?.row.id === id);
      if (found) return found;
    }
    return undefined;
  }

  private async suggest(field: HTMLTextAreaElement): Promise<void> {
    const { writing } = this;
    const { host, source, arrivals } = this.options;
    const load = async (): Promise<void> => {
      const { MentionList } = await import('./mention-list.ts');
      this.list = new MentionList({ host, source, writing, say: (words) => arrivals.say(words) });
    };
    try {
      await (this.loading ??= load());
      await this.list?.follow(field);
    } catch {
      // The name stays as it is typed; the next sign tries again.
      this.loading = undefined;
    }
  }
}
