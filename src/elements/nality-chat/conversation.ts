import { html, nothing, type LitElement, type ReactiveController, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { icon } from '../shared/icons.ts';
import { spoken } from '../shared/language.ts';
import { memoize } from '../shared/memoize.ts';
import { common } from '../shared/text.ts';
import type { Toasts } from '../shared/toasts.ts';
import { act } from './act.ts';
import type { Anchor } from './anchor.ts';
import { linesOf, type ChatItem, type Line } from './grouping.ts';
import { authorOf, dayName, entry, message, type Author } from './message.ts';
import { OnUse } from '../shared/on-use.ts';
import type { ChatSource } from './source.ts';
import { text } from './text.ts';
import type { Verbs } from './verbs.ts';

type Markdown = import('./markdown/view.ts').Markdown;
type Proposals = import('./proposals/proposals.ts').Proposals;

/** The element and the parts of it that the conversation is drawn with. */
export interface ConversationOptions {
  host: LitElement & { readonly readonly: boolean };
  source: ChatSource;
  anchor: Anchor;
  toasts: Toasts;
  verbs: Verbs;
}

/** What was said: the messages, what is proposed and offered with them, and how far one has read. */
export class Conversation implements ReactiveController {
  private readonly markdown;
  private readonly proposing;
  private answering: Proposals | undefined;
  private readonly documents = new Map<string, Markdown>();
  /** Down to where I had read when I came; null for nothing, undefined until it is known. */
  private readTo: string | null | undefined;
  /** Whether the conversation has been shown: from then on it is the person who scrolls. */
  private arrived = false;
  /** The last message that was in sight. */
  private lastSeen: string | undefined;
  private shown: string | undefined;
  /** How many messages there were when older ones were last asked for. */
  private sought = 0;
  private readonly linesOf = memoize(linesOf);

  constructor(private readonly options: ConversationOptions) {
    options.host.addController(this);
    this.markdown = new OnUse(options.host, async () => (await import('./markdown/view.ts')).Markdown);
    this.proposing = new OnUse(
      options.host,
      async () => (await import('./proposals/proposals.ts')).Proposals,
    );
  }

  hostUpdate(): void {
    const { source } = this.options;
    if (source.sessionId !== this.shown) this.turn();
    if (this.readTo === undefined) this.readTo = source.chat?.lastRead.get();
  }

  hostUpdated(): void {
    const { source, anchor } = this.options;
    const { items, chat } = source;
    if (items.length === 0) return;
    if (!this.arrived && this.isDrawn && !this.seeks) this.arrive();
    if (!anchor.atEnd) return;
    this.lastSeen = items.at(-1)?.row.id;
    const read = items.findLast(({ row }) => row.rev > 0)?.row.id;
    if (read !== undefined && this.arrived && document.visibilityState === 'visible') chat?.read(read);
  }

  /** The messages, in a box that scrolls. */
  render(): TemplateResult {
    const { items } = this.options.source;
    const known = new Set(items.map(({ row }) => row.id));
    return html`<div class="frame">
      <div
        class="log"
        part="log"
        role="log"
        aria-live="off"
        aria-label=${text.log}
        tabindex="0"
        @scroll=${this.options.anchor.onScroll}
      >
        <div class="content">
          ${this.older()}
          <ol class="lines">
            ${repeat(
              this.linesOf(items, this.readTo, this.options.source.me),
              ({ key }) => key,
              (line) => this.line(line),
            )}
          </ol>
          ${this.proposals((id) => id === null || !known.has(id))} ${this.refusal()}
          ${this.suggestions(offeredBy(items.at(-1)))} ${this.typing()}
        </div>
      </div>
      ${this.latest()}
    </div>`;
  }

  /** What one could say. */
  suggestions(offered: readonly string[]): TemplateResult | typeof nothing {
    const { host, verbs } = this.options;
    if (offered.length === 0 || host.readonly) return nothing;
    return html`<div class="suggestions" role="group" aria-label=${text.suggestions}>
      ${offered.map(
        (words) =>
          html`<button
            type="button"
            part="suggestion"
            name="suggestion"
            dir="auto"
            @click=${() => verbs.say(words)}
          >
            ${words}
          </button>`,
      )}
    </div>`;
  }

  /** The start is near: older messages are asked for, but not by what is shown before one has looked. */
  loadMore(): void {
    const { chat } = this.options.source;
    if (this.arrived && chat?.more.get() === 'some') chat.loadMore();
  }

  /** Who said something. */
  authorOf(item: ChatItem): Author {
    const { me, chat } = this.options.source;
    return authorOf(item, me, chat?.authors.get() ?? NO_AUTHORS);
  }

  private older(): TemplateResult | typeof nothing {
    const { chat } = this.options.source;
    const more = chat?.more.get() ?? 'none';
    if (more === 'none') return nothing;
    if (more === 'loading') return html`<p class="older" role="status">${text.olderLoading}</p>`;
    return html`<p class="older">${act('older', text.older, 'link', () => chat?.loadMore())}</p>`;
  }

  private line(line: Line): TemplateResult {
    const { locale } = this.options.source;
    if (line.type === 'day')
      return html`<li class="day" part="day"><span>${dayName(line.at, locale)}</span></li>`;
    if (line.type === 'unread')
      return html`<li class="day unread" part="unread"><span>${text.unread}</span></li>`;
    const { item, first } = line;
    const proposals = this.proposals((id) => id === item.row.id);
    // They come with the end of the answer and its suggestions, which would move them away under a click.
    const content = html`${this.message(item)} ${item.status === 'streaming' ? nothing : proposals}`;
    return entry(this.authorOf(item), item, first, locale, content);
  }

  private message(item: ChatItem): unknown {
    const { verbs, host } = this.options;
    const markdown = isAnswer(item) ? this.markdown.get() : undefined;
    const open = verbs.opened.has(item.row.id);
    const copy = (copied: string): void => verbs.copy(copied);
    const render = markdown && ((words: string) => this.documentOf(item, markdown).render(words, copy));
    return guard([item, open, host.readonly, markdown, spoken()], () =>
      message({ item, open, readonly: host.readonly, markdown: render }, verbs),
    );
  }

  private proposals(belongs: (messageId: string | null) => boolean): unknown {
    if (!this.options.source.chat?.proposals.get().some(({ row }) => belongs(row.message_id))) return nothing;
    const Proposals = this.proposing.get();
    if (Proposals) this.answering ??= new Proposals(this.options);
    return this.answering?.render(belongs);
  }

  private refusal(): TemplateResult | typeof nothing {
    const { chat } = this.options.source;
    const asking = chat?.asking.get();
    if (asking?.name !== 'refused') return nothing;
    return html`<div class="row-state" data-state="failed" data-refused>
      ${icon('alert')}
      <span class="reason"
        ><strong>${text.unanswered}.</strong> ${common.errors[asking.error.code].title}.</span
      >
      ${act('ask', text.ask, 'link', () => chat?.ask())}
    </div>`;
  }

  private typing(): TemplateResult {
    const { items, chat } = this.options.source;
    const names = (chat?.typists.get() ?? []).map(({ name }) => name.trim() || common.someone);
    const begins = items.some((item) => item.status === 'streaming' && item.text === '');
    return html`<p class="typing" part="typing">
      ${begins || chat?.asking.get().name === 'asking' ? html`<span>${text.thinking}</span>` : nothing}
      ${names.length > 0 ? html`<span>${text.typing(names)}</span>` : nothing}
    </p>`;
  }

  private latest(): TemplateResult | typeof nothing {
    const { anchor, source } = this.options;
    if (anchor.atEnd) return nothing;
    const seen = source.items.findIndex(({ row }) => row.id === this.lastSeen);
    const count = seen < 0 ? 0 : source.items.length - 1 - seen;
    return html`<button
      type="button"
      class="latest"
      part="latest"
      name="latest"
      @click=${() => anchor.toEnd()}
    >
      ${icon('more')} ${text.latest(count)}
    </button>`;
  }

  private documentOf({ row: { id } }: ChatItem, make: new () => Markdown): Markdown {
    if (!this.documents.has(id)) this.documents.set(id, new make());
    return this.documents.get(id) as Markdown;
  }

  /** Another conversation is shown. */
  private turn(): void {
    this.shown = this.options.source.sessionId;
    this.readTo = undefined;
    this.arrived = false;
    this.sought = 0;
    this.options.anchor.atEnd = true;
    this.documents.clear();
  }

  /** Whether all is as it will be: then the place where one begins to read is known. */
  private get isDrawn(): boolean {
    return this.readTo !== undefined && !this.markdown.busy && !this.proposing.busy;
  }

  /** Whether the place where one begins to read is still further up: then older messages are loaded, up to a bound. */
  private get seeks(): boolean {
    const { items, chat } = this.options.source;
    const isAbove = this.readTo != null && !items.some(({ row }) => row.id === this.readTo);
    if (!isAbove || !chat || items.length >= MOST_SOUGHT) return false;
    if (chat.more.get() !== 'some') return chat.more.get() === 'loading';
    // Asked for, and nothing came: there is no way up now.
    if (items.length === this.sought) return false;
    this.sought = items.length;
    chat.loadMore();
    return true;
  }

  /** Whoever comes sees what is new from its beginning, else the newest; but not who has scrolled away meanwhile. */
  private arrive(): void {
    const { host, anchor } = this.options;
    this.arrived = true;
    const unread = host.renderRoot.querySelector<HTMLElement>('.unread');
    if (unread && anchor.atEnd) anchor.to(unread);
  }
}

/** No more messages than these are loaded to find where one has stopped reading. */
const MOST_SOUGHT = 500;

const NO_AUTHORS = new Map<string, never>();

function isAnswer({ row }: ChatItem): boolean {
  return row.message_type === 'assistant_response';
}

/** What the assistant offers to say with its last words. */
function offeredBy(last: ChatItem | undefined): readonly string[] {
  const offered = last && isAnswer(last) && last.row.metadata['suggestions'];
  if (!Array.isArray(offered)) return [];
  return offered.filter((words) => typeof words === 'string' && words.trim() !== '').slice(0, 4);
}
