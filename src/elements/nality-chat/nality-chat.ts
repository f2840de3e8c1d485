import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { avatar } from '../shared/avatar.ts';
import { eventStyles } from '../shared/event.styles.ts';
import { fields } from '../shared/field.styles.ts';
import { icon } from '../shared/icons.ts';
import { LiveRegion } from '../shared/live-region.ts';
import { banner, errorNotice, notice } from '../shared/notices.ts';
import { OnUse } from '../shared/on-use.ts';
import { placeBelow } from '../shared/place-below.ts';
import { avatars, base, buttons, notices } from '../shared/styles.ts';
import { common } from '../shared/text.ts';
import { toastStyles } from '../shared/toast.styles.ts';
import { Toasts } from '../shared/toasts.ts';
import { tokens } from '../shared/tokens.ts';
import { unsaid } from '../shared/unsaid.ts';
import { act } from './act.ts';
import { Anchor } from './anchor.ts';
import { Announcements } from './announcements.ts';
import { composer } from './composer.ts';
import { Conversation } from './conversation.ts';
import type { Conversations } from './conversations.ts';
import { nameOf } from './message.ts';
import { chatStyles } from './nality-chat.styles.ts';
import { messageStyles } from './message.styles.ts';
import type { NoticeName, Screen } from './screen.ts';
import { ChatSource } from './source.ts';
import { text } from './text.ts';
import { Verbs } from './verbs.ts';

export type {
  NalityMessageBeforeSendEvent,
  NalityMessageSendEvent,
  NalityProposalAcceptEvent,
  NalityProposalBeforeAcceptEvent,
} from './events.ts';

/**
 * A conversation with the AI interviewer and with each other. Answers are seen as they are written; what the interviewer proposes
 * for the timeline is put there only by a yes.
 *
 * Keys: Enter sends, Shift+Enter begins a new line, Escape leaves the editing of a proposal.
 *
 * @summary A conversation with the interviewer and with each other.
 * @example <nality-chat session-id="…"></nality-chat>
 * @attr {string} aria-label - What assistive technology calls it, in the place of our own words.
 * @fires nality-message-before-send
 * @fires nality-message-send
 * @fires nality-proposal-before-accept
 * @fires nality-proposal-accept
 * @slot header - A heading above the conversation.
 * @slot empty - Stands where nothing was said yet, above the starters.
 * @slot composer-actions - More buttons beside the one that sends.
 * @slot sign-in - The page's own way to sign in, shown where signing in would help.
 * @csspart base - Everything.
 * @csspart header - Heading, who else is here, and the button for a new conversation.
 * @csspart live - Who is in the conversation, the link for others, and the way out.
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
 * @csspart conversations - The list of earlier conversations.
 * @csspart composer - Where one writes.
 * @csspart input - The field in it.
 * @csspart counter - Says how many characters are left.
 * @csspart send - The button that sends.
 * @csspart stop - The button that stops an answer.
 * @csspart toast - A short message.
 * @csspart notice - Says why there is nothing to see.
 * @csspart avatar - A person's picture, or their initials in its place.
 * @csspart error - Says what went wrong.
 * @cssproperty [--nality-chat-mine] - Colour behind what I say. Without it: the surface with a little of the accent.
 * @cssproperty [--nality-chat-theirs=var(--nality-surface)] - Colour behind what others say.
 * @cssproperty [--nality-chat-height=min(36em, 85dvh)] - Height of the whole.
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
    eventStyles,
    chatStyles,
    messageStyles,
  ];

  static {
    // A conversation that has just been drawn is measured, to stay where one reads.
    this.disableWarning?.('change-in-update');
  }

  /** Which conversation: its id. Empty: the one in the page's address, else my newest, or one that my first message begins. */
  @property({ attribute: 'session-id', converter: unsaid('') }) sessionId = '';

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
  private readonly tools = {
    host: this,
    source: this.source,
    anchor: this.anchor,
    toasts: this.toasts,
    region: this.region,
  };
  private readonly verbs = new Verbs(this.tools);
  private readonly parts = { ...this.tools, verbs: this.verbs };
  private readonly conversation = new Conversation(this.parts);

  private readonly live = new OnUse(
    this,
    async () => new (await import('./live/live-panel.ts')).LivePanel(this.parts),
  );
  /** Whether one looks who is in. */
  private together = false;

  private readonly earlier = new OnUse(this, async () => (await import('./conversations.ts')).Conversations);
  /** Made anew each time that somebody looks. */
  private conversations: Conversations | undefined;
  private choosing = false;

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
        aria-busy=${screen.name === 'loading'}
      >
        ${this.renderHeader(talks)} ${talks ? this.renderTogether() : nothing}
        ${banner('banner' in screen ? screen.banner : undefined, this.reload)} ${this.renderScreen(screen)}
        ${
          talks && !this.readonly
            ? composer({ draft: this.verbs.draft, answering: this.answering }, this.verbs)
            : nothing
        }
      </section>
      ${this.toasts.render()} ${this.region.render()}`;
  }

  protected override updated(): void {
    if (!this.choosing) return;
    const [panel, button] = ['#earlier', '[name="earlier"]'].map((one) =>
      this.renderRoot.querySelector<HTMLElement>(one),
    );
    if (panel && button) placeBelow(panel, button);
  }

  private renderHeader(talks: boolean): TemplateResult {
    const others = this.source.chat?.others.get() ?? [];
    const mayChoose = talks && this.sessionId === '' && this.source.hasBegun;
    const mayBegin = mayChoose && !this.readonly && this.source.items.length > 0;
    return html`<header class="header" part="header">
      <slot name="header"></slot>
      ${
        others.length > 0
          ? html`<ul class="others" aria-label=${text.here(others.length)}>
                ${others
                  .slice(0, 5)
                  .map((one) => html`<li title=${one.name || common.someone}>${avatar(one)}</li>`)}
              </ul>
              ${others.length > 5 ? html`<bdi dir="ltr">+${others.length - 5}</bdi>` : nothing}`
          : nothing
      }
      ${mayChoose ? this.renderEarlier() : nothing}
      ${
        talks && !this.readonly && this.source.chat?.session.get()
          ? html`<button
              type="button"
              class="quiet"
              name="live"
              aria-expanded=${!!this.together}
              @click=${this.onTogether}
            >
              ${icon('people')} ${text.together}
            </button>`
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

  private renderEarlier(): TemplateResult {
    return html`<button type="button" class="quiet" name="earlier" popovertarget="earlier">
        ${icon('chat')} ${text.conversations.label}
      </button>
      <div
        id="earlier"
        class="conversations"
        part="conversations"
        popover
        role="group"
        aria-label=${text.conversations.label}
        @toggle=${this.onEarlier}
      >
        ${this.choosing ? this.renderConversations() : nothing}
      </div>`;
  }

  private renderConversations(): unknown {
    const Conversations = this.earlier.get();
    if (Conversations) {
      const { source, turnTo } = this;
      this.conversations ??= new Conversations({ host: this, source, turnTo });
    }
    const { loading, failed } = text.conversations;
    return this.conversations?.render() ?? html`<p role="status">${this.earlier.busy ? loading : failed}</p>`;
  }

  /** Whoever is in a live session is seen by the others in it, whether they look at them or not. */
  private renderTogether(): unknown {
    const isLive = this.source.chat?.session.get()?.session_type === 'live';
    const panel = this.together || isLive ? this.live.get() : undefined;
    return this.together && !this.readonly ? (panel?.render() ?? nothing) : nothing;
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
    const { title, body, act: join, denied } = text.join;
    const action = act('join', join, 'primary', () => void this.verbs.join());
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

  private readonly onTogether = (): void => {
    this.together = !this.together;
    this.requestUpdate();
  };

  private readonly reload = (): void => this.source.chat?.reload();

  private readonly onEarlier = ({ newState }: ToggleEvent): void => {
    this.choosing = newState === 'open';
    this.conversations = undefined;
    this.requestUpdate();
  };

  private readonly turnTo = (id: string): void => {
    this.renderRoot.querySelector<HTMLElement>('#earlier')?.hidePopover();
    this.verbs.turnTo(id);
  };
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
