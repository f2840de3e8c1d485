import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { avatar } from '../shared/avatar.ts';
import { fields } from '../shared/field.styles.ts';
import { icon } from '../shared/icons.ts';
import { LiveRegion } from '../shared/live-region.ts';
import { banner, errorNotice, notice } from '../shared/notices.ts';
import { avatars, base, buttons, notices } from '../shared/styles.ts';
import { common } from '../shared/text.ts';
import { toastStyles } from '../shared/toast.styles.ts';
import { Toasts } from '../shared/toasts.ts';
import { tokens } from '../shared/tokens.ts';
import { Anchor } from './anchor.ts';
import { Announcements } from './announcements.ts';
import { composer } from './composer.ts';
import { Conversation } from './conversation.ts';
import { nameOf } from './message.ts';
import { chatStyles } from './nality-chat.styles.ts';
import { messageStyles } from './message.styles.ts';
import type { NoticeName, Screen } from './screen.ts';
import { ChatSource } from './source.ts';
import { text } from './text.ts';
import { Verbs } from './verbs.ts';

/**
 * A conversation with the AI interviewer and with each other. Answers are seen as they are written; what the interviewer proposes
 * for the timeline is put there only by a yes.
 *
 * Keys: Enter sends, Shift+Enter begins a new line, Escape leaves the editing of a proposal.
 *
 * @summary A conversation with the interviewer and with each other.
 * @element nality-chat
 * @attr {string} session-id - Which conversation: its id. Without it: the one that `#nality-chat-<id>` in the page's address
 * names, else my newest, or one that my first message begins.
 * @attr {boolean} readonly - Only to be read.
 * @fires nality-message-before-send - Somebody is about to say something; cancelable. Carries `text`.
 * @fires nality-message-send - Somebody has said something. Carries `text` and `sessionId`.
 * @fires nality-proposal-before-accept - A proposal is about to become an event; cancelable. Carries `proposal` and `draft`.
 * @fires nality-proposal-accept - A proposal has become an event. Carries `proposal` and `eventId`.
 * @slot header - A heading above the conversation.
 * @slot empty - Stands where nothing was said yet, above the starters.
 * @slot composer-actions - More buttons beside the one that sends.
 * @slot sign-in - The page's own way to sign in, shown where signing in would help.
 * @csspart base - Everything.
 * @csspart header - Heading, who else is here, and the button for a new conversation.
 * @csspart banner - The line that says that one is offline.
 * @csspart log - The messages; it scrolls.
 * @csspart day - The line between two days.
 * @csspart unread - The line above what is new.
 * @csspart message - One message, with who said it.
 * @csspart author - Who said it.
 * @csspart time - When.
 * @csspart bubble - What stands around its words.
 * @csspart text - Its words.
 * @csspart foot - What can be done with an answer.
 * @csspart row-state - Says where a message stands on its way to the server.
 * @csspart proposal - An event that is proposed.
 * @csspart suggestion - Something that one could say.
 * @csspart typing - Says who is writing.
 * @csspart latest - The button that leads to the newest message.
 * @csspart composer - Where one writes.
 * @csspart input - The field in it.
 * @csspart send - The button that sends.
 * @csspart stop - The button that stops an answer.
 * @csspart toast - A short message.
 * @csspart notice - Says why there is nothing to see.
 * @csspart error - Says what went wrong.
 * @cssproperty --nality-chat-height - Height of the whole; 36rem.
 */
export class NalityChat extends LitElement {
  static override readonly styles = [
    tokens,
    base,
    buttons,
    fields,
    notices,
    avatars,
    toastStyles,
    chatStyles,
    messageStyles,
  ];

  /** Which conversation: its id. Empty: the one in the page's address, else my newest, or one that my first message begins. */
  @property({ attribute: 'session-id' }) sessionId = '';

  /** Whether it is only to be read. */
  @property({ type: Boolean, reflect: true }) readonly = false;

  private readonly source = new ChatSource(this);
  private readonly toasts = new Toasts(this);
  private readonly region = new LiveRegion(this);
  private readonly announcements = new Announcements(this.region);
  private readonly anchor = new Anchor(this, {
    log: () => this.renderRoot.querySelector<HTMLElement>('.log'),
    marks: (log) => log.querySelectorAll<HTMLElement>('[data-message-id], .day'),
    onStart: () => this.conversation.loadMore(),
    onEnd: () => this.requestUpdate(),
  });
  private readonly verbs = new Verbs({
    host: this,
    source: this.source,
    anchor: this.anchor,
    toasts: this.toasts,
    region: this.region,
  });
  private readonly conversation = new Conversation({
    host: this,
    source: this.source,
    anchor: this.anchor,
    toasts: this.toasts,
    verbs: this.verbs,
  });

  protected override willUpdate(): void {
    const { chat, items } = this.source;
    const loaded = chat && chat.phase.get().name !== 'loading' ? items : undefined;
    this.announcements.follow(loaded, (item) => {
      const author = this.conversation.authorOf(item);
      return author.kind === 'me' ? undefined : nameOf(author);
    });
  }

  protected override render(): TemplateResult {
    const { screen } = this.source;
    const talks = screen.name === 'items' || screen.name === 'empty';
    return html`<section
        part="base"
        class="base"
        aria-label=${this.ariaLabel ?? text.label}
        aria-busy=${screen.name === 'loading' ? 'true' : 'false'}
      >
        ${this.renderHeader(talks)}
        ${banner(screen.name === 'items' ? screen.banner : undefined, this.reload)}
        ${this.renderScreen(screen)}
        ${
          talks && !this.readonly
            ? composer({ draft: this.verbs.draft, answering: this.answering }, this.verbs)
            : nothing
        }
      </section>
      ${this.toasts.render()} ${this.region.render()}`;
  }

  private renderHeader(talks: boolean): TemplateResult {
    const others = this.source.chat?.others.get() ?? [];
    const mayBegin = talks && this.sessionId === '' && !this.readonly && this.source.items.length > 0;
    return html`<header class="header" part="header">
      <slot name="header"></slot>
      ${
        others.length > 0
          ? html`<ul class="others" aria-label=${text.here(others.length)}>
              ${others
                .slice(0, 5)
                .map((one) => html`<li title=${one.name || common.someone}>${avatar(one)}</li>`)}
            </ul>`
          : nothing
      }
      ${
        mayBegin
          ? html`<button type="button" class="quiet" name="begin" @click=${() => this.verbs.begin()}>
              ${icon('add')} ${text.fresh}
            </button>`
          : nothing
      }
    </header>`;
  }

  private renderScreen(screen: Screen): unknown {
    switch (screen.name) {
      case 'loading':
        return skeleton();
      case 'notice':
        return this.renderNotice(screen.notice);
      case 'error':
        return errorNotice(screen.error, screen.retry ? this.reload : undefined);
      case 'empty':
        return this.renderEmpty();
      case 'items':
        return this.conversation.render();
    }
  }

  private renderNotice(name: NoticeName): TemplateResult {
    if (name !== 'join') {
      const icons = { signIn: 'lock', invalid: 'alert', offline: 'cloud-off' } as const;
      return notice(name, { icon: icons[name], ...text[name], signIn: name === 'signIn' });
    }
    const { title, body, act, denied } = text.join;
    const action = html`<button
      type="button"
      class="primary"
      name="join"
      @click=${() => void this.verbs.join()}
    >
      ${act}
    </button>`;
    return notice(name, { icon: 'people', title, body: this.verbs.refused ? denied : body, action });
  }

  private renderEmpty(): TemplateResult {
    if (this.readonly) return notice('empty', { icon: 'chat', ...text.emptyReadonly });
    return html`<div class="welcome">
      <slot name="empty">${notice('empty', { icon: 'chat', ...text.empty })}</slot>
      ${this.conversation.suggestions(text.starters)}
    </div>`;
  }

  private get answering(): boolean {
    return this.source.items.some(({ status }) => status === 'streaming');
  }

  private readonly reload = (): void => this.source.chat?.reload();
}

function skeleton(): TemplateResult {
  return html`<div class="log ghost" aria-hidden="true">
      ${[1, 2, 3].map(() => html`<span class="skeleton"></span>`)}
    </div>
    <p class="visually-hidden" role="status">${text.loading}</p>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'nality-chat': NalityChat;
  }
}
