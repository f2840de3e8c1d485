import type { LitElement } from 'lit';
import type { Comment } from '../../core/features/threads.ts';
import { asNalityError } from '../../core/errors.ts';
import { report } from '../shared/report.ts';
import type { Roving } from '../shared/roving.ts';
import { common } from '../shared/text.ts';
import type { Toasts } from '../shared/toasts.ts';
import type { Arrivals } from './arrivals.ts';
import { nameIn, type CommentActions } from './comment.ts';
import { charactersLeft, type ComposerActions } from './composer.ts';
import { decode, encode } from './content.ts';
import {
  NalityCommentBeforeDeleteEvent,
  NalityCommentBeforeSendEvent,
  NalityCommentSendEvent,
} from './events.ts';
import { commandOf, whereOf, type Command } from './keys.ts';
import type { MentionList } from './mention-list.ts';
import type { CommentsSource, Item } from './source.ts';
import { text } from './text.ts';
import { nameOf, partsOf, type Writing } from './writing.ts';

/** The element and the parts of it that the verbs move. */
export interface VerbsOptions {
  host: LitElement;
  source: CommentsSource;
  writing: Writing;
  roving: Roving;
  toasts: Toasts;
  arrivals: Arrivals;
}

/** Everything that a person can do with the comments, by pointer and by key, and where the focus goes then. */
export class Verbs implements CommentActions, ComposerActions {
  /** The list of people to mention, once somebody typed an @. */
  list: MentionList | undefined;
  private loading: Promise<unknown> | undefined;

  constructor(private readonly options: VerbsOptions) {}

  enter(id: string): void {
    this.options.roving.enter(id);
  }

  reply(id: string): void {
    const { source } = this.options;
    const thread = source.threads.find(
      (one) => one.id === id || one.replies.some(({ row }) => row.id === id),
    );
    if (thread && source.writable) this.write(nameOf('reply', thread.id));
  }

  edit(id: string): void {
    const { writing, source } = this.options;
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
    const { host, source, roving, toasts } = this.options;
    const item = this.find(id);
    if (!item || !this.mayRemove(item) || !report(host, new NalityCommentBeforeDeleteEvent(item.row))) return;
    if (item.row.rev === 0 && item.operationId) return this.discard(item.operationId, id);
    this.attempt(() => {
      source.comments?.remove(id);
      this.leaveCard(id);
      const act = (): void => this.attempt(() => (source.comments?.restore(id), roving.focusCard(id)));
      toasts.show(text.removed, { label: common.toast.undo, act });
    });
  }

  retry(operationId: string): void {
    this.options.source.comments?.settle(operationId, 'retry');
  }

  discard(operationId: string, id: string): void {
    this.options.source.comments?.settle(operationId, 'discard');
    if (!this.find(id)) this.leaveCard(id);
  }

  /** Leads to a comment. */
  goTo(id: string): void {
    this.options.roving.card(id)?.scrollIntoView({ block: 'center' });
    this.options.roving.focusCard(id);
  }

  type(name: string, field: HTMLTextAreaElement): void {
    const { writing, source } = this.options;
    writing.type(name, { ...writing.get(name), text: field.value });
    source.comments?.type(field.value !== '');
    if (this.list || field.value.includes('@')) void this.suggest(field);
  }

  cancel(name: string): void {
    const { writing, toasts, roving, source } = this.options;
    const { kind, id } = partsOf(name);
    source.comments?.type(false);
    if (writing.close(name) && kind !== 'new')
      toasts.show(text.keptDraft, { label: text.startOver, act: () => writing.forget(name) });
    roving.focus(() => roving.card(id) ?? this.field('new'));
  }

  send(name: string): void {
    const { host, source, writing, arrivals } = this.options;
    const { kind, id } = partsOf(name);
    const draft = writing.get(name);
    const left = charactersLeft(draft);
    if (!source.writable || draft.text.trim() === '') return;
    if (left < 0) return arrivals.say(text.left(left));
    const commentId = kind === 'edit' ? id : undefined;
    const wish = { ...encode(draft), parentId: kind === 'reply' ? id : undefined };
    if (!report(host, new NalityCommentBeforeSendEvent(wish, commentId))) return;
    this.attempt(() => {
      const sent = commentId === undefined ? source.comments?.add(wish) : this.change(commentId, wish);
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

  /** Does what a key asks for, and only then keeps it from the browser. */
  readonly onKey = (event: KeyboardEvent): void => {
    const target = event.composedPath()[0] as HTMLElement;
    if (this.list?.onKey(event)) return event.preventDefault();
    const command = commandOf(event, whereOf(target));
    if (command && this.obey(command, event.key, target)) event.preventDefault();
  };

  private obey(command: Command, key: string, target: HTMLElement): boolean {
    const { roving, toasts } = this.options;
    const id = target.closest('[data-comment-id]')?.getAttribute('data-comment-id') ?? '';
    const name = target.closest('form')?.querySelector('textarea')?.dataset['draft'];
    switch (command) {
      case 'move':
        return roving.move(key);
      case 'undo':
        return toasts.actNewest();
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

  /** A refused operation is withdrawn first, so that the new one carries all that was typed. */
  private change(id: string, wish: ReturnType<typeof encode>): string | undefined {
    const { comments } = this.options.source;
    const before = this.find(id);
    if (before?.state === 'failed' && before.operationId) comments?.settle(before.operationId, 'discard');
    const row: Comment | undefined = this.find(id)?.row;
    if (!row) return comments?.add({ ...wish, parentId: before?.row.parent_id ?? undefined });
    if (row.content !== wish.content) comments?.edit(id, wish);
    return id;
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
    this.options.writing.open(name);
    this.options.roving.focus(() => this.field(name));
  }

  private field(name: string): HTMLTextAreaElement | null {
    return this.options.host.renderRoot.querySelector(`[data-draft="${CSS.escape(name)}"]`);
  }

  private leaveCard(id: string): void {
    const { roving } = this.options;
    const next = roving.neighbour(id);
    if (next) roving.focusCard(next);
    else roving.focus(() => this.field('new'));
  }

  private find(id: string): Item | undefined {
    for (const { root, replies } of this.options.source.threads) {
      const found = [root, ...replies].find((item) => item?.row.id === id);
      if (found) return found;
    }
    return undefined;
  }

  private async suggest(field: HTMLTextAreaElement): Promise<void> {
    const { host, source, writing, arrivals } = this.options;
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
