import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { UserNotification } from '../../core/features/notification.ts';
import type { Notifications } from '../../core/features/notifications.ts';
import { icon } from '../shared/icons.ts';
import { LiveRegion } from '../shared/live-region.ts';
import { Minute } from '../shared/minute.ts';
import { banner } from '../shared/notices.ts';
import { placeBelow } from '../shared/place-below.ts';
import { report } from '../shared/report.ts';
import { OnUse } from '../shared/on-use.ts';
import { orderOf, Roving } from '../shared/roving.ts';
import { avatars, base, buttons, notices } from '../shared/styles.ts';
import { common } from '../shared/text.ts';
import { toastStyles } from '../shared/toast.styles.ts';
import { Toasts } from '../shared/toasts.ts';
import { tokens } from '../shared/tokens.ts';
import { warnOnce } from '../shared/warn.ts';
import { unsaid } from '../shared/unsaid.ts';
import { Ends } from './ends.ts';
import { NalityNotificationBeforeOpenEvent, NalityNotificationOpenEvent } from './events.ts';
import { follow, linkOf } from './link.ts';
import { list, type ListActions } from './list.ts';
import { notificationsStyles } from './nality-notifications.styles.ts';
import { Newcomers, type Item } from './newcomers.ts';
import { News } from './news.ts';
import { placeholder, settings, type Screen } from './screen.ts';
import { InboxSource } from './source.ts';
import { text } from './text.ts';

/** Where notifications are shown. */
export type Placement = 'inline' | 'popover' | 'toast';

export type { NalityNotificationBeforeOpenEvent, NalityNotificationOpenEvent } from './events.ts';

/**
 * The notifications of whoever is signed in: as a list, behind a bell, or as short messages when they come. All elements
 * of a page show one and the same state.
 *
 * Keys: arrows, Home and End go from one to the next; Enter opens, U marks as read or unread, Delete deletes, Ctrl+Z undoes
 * that.
 *
 * @summary Inbox, badge and toasts.
 * @example <nality-notifications placement="popover"></nality-notifications>
 * @attr {string} aria-label - What assistive technology calls it, in the place of our own words.
 * @fires nality-notification-before-open
 * @fires nality-notification-open
 * @slot header - A heading in the place of the word “Notifications”.
 * @slot empty - What is said when there are none.
 * @slot bell - A picture in the place of the bell.
 * @slot sign-in - The page's own way to sign in.
 * @csspart base - The inbox.
 * @csspart header - Heading and what can be done with all.
 * @csspart read-all - The button that marks all as read.
 * @csspart allow - The button that allows browser notifications.
 * @csspart push - The switch for notifications while no page is open, and why it cannot be turned on.
 * @csspart bell - The button with the bell.
 * @csspart badge - The number on it.
 * @csspart panel - What opens from it.
 * @csspart day - The heading of a day.
 * @csspart notification - One notification.
 * @csspart unread - One that is unread.
 * @csspart read - One that is read.
 * @csspart picture - Who did it, or what kind it is.
 * @csspart title - What happened.
 * @csspart message - What there is to tell.
 * @csspart type - Says that it is a warning, a problem, or done.
 * @csspart time - When it was.
 * @csspart action - Its link.
 * @csspart controls - Its buttons.
 * @csspart row-state - Says where a change stands on its way to the server.
 * @csspart pill - The button that says how many are new.
 * @csspart more - The button for older ones.
 * @csspart toast - A short message.
 * @csspart banner - The line that says that one is offline.
 * @csspart notice - Says why there is nothing to see.
 * @csspart avatar - A person's picture, or their initials in its place.
 * @csspart error - Says what went wrong.
 * @cssproperty [--nality-notifications-badge=var(--nality-danger)] - Colour of the badge on the bell.
 * @cssproperty [--nality-notifications-layer=1000] - `z-index` of toasts that stand alone.
 * @cssproperty [--nality-notifications-height=36em] - How high the list of a bell may become; 80 % of the window at most.
 */
export class NalityNotifications extends LitElement {
  static override readonly styles = [
    tokens,
    base,
    buttons,
    notices,
    avatars,
    toastStyles,
    notificationsStyles,
  ];

  static {
    // A list that has just been drawn takes the focus, which is told.
    this.disableWarning?.('change-in-update');
  }

  /** As a list, behind a bell that opens it, or as short messages for what comes. */
  @property({ reflect: true, converter: unsaid('inline') }) placement: Placement = 'inline';

  /** The public key for web push: with it, one can be notified while no page is open. Empty: there is none. */
  @property({ attribute: 'vapid-key', converter: unsaid('') }) vapidKey = '';

  /** Path of the page's own service worker for web push. Empty: the one that the page has registered. */
  @property({ attribute: 'push-worker', converter: unsaid('') }) pushWorker = '';

  /** Path of the page's own server that keeps push subscriptions in place of the project. Empty: the project does. */
  @property({ attribute: 'push-endpoint', converter: unsaid('') }) pushEndpoint = '';

  /**
   * How many are unread.
   * @readonly
   */
  @property({ type: Number, reflect: true }) unread = 0;

  private readonly source = new InboxSource(this, (inbox, until) => this.news.follow(inbox, until));
  private readonly roving = new Roving(this, {
    order: () => orderOf(this.items.map((item) => item.row.id)),
    attribute: 'data-notification-id',
    fallback: '.base',
  });
  private readonly toasts = new Toasts(this);
  private readonly region = new LiveRegion(this);
  private readonly newcomers = new Newcomers();
  private readonly actions = this.createActions();
  private readonly news = new News(this, this.toasts, this.region, this.actions);
  private readonly push = new OnUse(this, async () => {
    const { PushSwitch } = await import('./push-switch.ts');
    return new PushSwitch(this, () => this.source.inbox);
  });
  private readonly ends = new Ends(this, '.top', '[name="more"]', () => this.onBottom());
  private items: readonly Item[] = [];

  constructor() {
    super();
    new Minute(this);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('placement') && !['inline', 'popover', 'toast'].includes(this.placement)) {
      warnOnce(`<nality-notifications placement="${this.placement}">: it is inline, popover or toast.`);
      this.placement = 'inline';
    }
  }

  protected override update(changed: PropertyValues<this>): void {
    const { unread, items } = this.source.view;
    this.unread = unread;
    this.items = this.newcomers.shown(items, () => this.isReading());
    if (this.vapidKey) this.push.get();
    super.update(changed);
  }

  protected override render(): TemplateResult {
    if (this.placement === 'toast') return this.toasts.render();
    const inbox = html`${this.renderInbox()} ${this.toasts.render()}`;
    return html`${this.placement === 'popover' ? this.renderBell(inbox) : inbox} ${this.region.render()}`;
  }

  protected override updated(): void {
    this.news.withdraw(this.source.view.items);
    const bell = this.renderRoot.querySelector('.bell');
    if (bell && this.panel && this.isOpen) placeBelow(this.panel, bell);
  }

  private renderBell(inbox: TemplateResult): TemplateResult {
    const { unread } = this;
    return html`<button
        type="button"
        class="bell quiet"
        part="bell"
        popovertarget="panel"
        aria-haspopup="dialog"
        aria-label=${unread > 0 ? text.unreadCount(unread) : text.label}
      >
        <slot name="bell">${icon('bell')}</slot>
        ${
          unread > 0
            ? html`<bdi class="badge" part="badge" dir="ltr">${unread > 99 ? '99+' : unread}</bdi>`
            : nothing
        }
      </button>
      <div
        id="panel"
        class="panel"
        part="panel"
        popover
        role="dialog"
        aria-label=${text.label}
        @toggle=${this.onToggle}
      >
        ${inbox}
      </div>`;
  }

  private renderInbox(): TemplateResult {
    const { screen, inbox, view } = this.source;
    return html`<section
      class="base"
      part="base"
      tabindex="-1"
      aria-label=${this.ariaLabel ?? text.label}
      aria-busy=${screen.name === 'loading'}
      @keydown=${this.onKey}
      @click=${this.onClick}
      @focusout=${this.onFocusOut}
    >
      <header class="header" part="header">
        <slot name="header"><h2>${text.label}</h2></slot>
        ${
          this.unread > 0
            ? html`<button type="button" name="read-all" class="link" part="read-all" @click=${this.readAll}>
                ${text.readAll}
              </button>`
            : nothing
        }
        ${settings(
          view.permission,
          () => void inbox?.askPermission(),
          inbox && this.vapidKey ? this.push.get() : undefined,
        )}
      </header>
      ${banner(screen.name === 'items' ? screen.banner : undefined, this.reload)} ${this.renderScreen(screen)}
    </section>`;
  }

  private renderScreen(screen: Screen): unknown {
    if (screen.name !== 'items') return placeholder(screen, this.reload);
    const { locale, view } = this.source;
    const { items, newcomers, roving } = this;
    return list({ ...view, items, locale, held: newcomers.count, active: roving.active }, this.actions);
  }

  private createActions(): ListActions {
    const inbox = (): Notifications | undefined => this.source.inbox;
    return {
      enter: (id) => this.roving.enter(id),
      open: (row, event) => this.open(row, event),
      toggle: ({ id, read }) => inbox()?.markRead(id, !read),
      remove: (row) => {
        const from = inbox();
        const { id } = row;
        const said = text.removed(this.news.titleOf(row));
        from?.remove(id);
        this.toasts.show(said, { label: common.toast.undo, act: () => from?.restore(id) });
      },
      settle: (id, choice) => inbox()?.settle(id, choice),
      loadMore: () => inbox()?.loadMore(),
      showNew: () => {
        this.newcomers.release();
        const [first] = this.source.view.items;
        if (first) this.roving.focusCard(first.row.id);
      },
    };
  }

  /** `event`: a click on the link itself, which the browser follows. */
  private open(row: UserNotification, event?: Event): void {
    const link = linkOf(row);
    if (!report(this, new NalityNotificationBeforeOpenEvent(row, link?.url))) return event?.preventDefault();
    this.source.inbox?.markRead(row.id);
    if (link && !event) follow(link);
    if (link) this.panel?.hidePopover();
    report(this, new NalityNotificationOpenEvent(row, link?.url));
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const { key, altKey, ctrlKey, metaKey, isComposing } = event;
    if (altKey || isComposing) return;
    if (ctrlKey || metaKey ? key === 'z' && this.toasts.undoNewest() : this.act(key, event.target as Element))
      event.preventDefault();
  };

  /** Does what a key asks for. Returns whether it asked for anything. */
  private act(key: string, target: Element): boolean {
    const found = this.rowOf(target);
    if (!found) return false;
    if (this.roving.move(key)) return true;
    if (key === 'Delete') this.actions.remove(found);
    else if (key.toLowerCase() === 'u') this.actions.toggle(found);
    else if (key === 'Enter' && target.matches('article')) this.open(found);
    else return false;
    return true;
  }

  /** A click on what does nothing by itself is meant for the whole. */
  private readonly onClick = ({ target }: Event): void => {
    const found = (target as Element).closest('button, a') ? undefined : this.rowOf(target as Element);
    if (found) this.open(found);
  };

  private rowOf(target: Element): UserNotification | undefined {
    const id = target.closest('[data-notification-id]')?.getAttribute('data-notification-id');
    return this.items.find((item) => item.row.id === id)?.row;
  }

  private get panel(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('#panel');
  }

  private get isOpen(): boolean {
    return this.placement === 'inline' || this.panel?.matches(':popover-open') === true;
  }

  /** Whether somebody is further down in the list, by sight or by keyboard. */
  private isReading(): boolean {
    return (
      this.isOpen && (!this.ends.atTop || this.renderRoot.querySelector('article:focus-within') !== null)
    );
  }

  private readonly onToggle = ({ newState }: ToggleEvent): void => {
    if (newState !== 'open') return this.onClosed();
    this.newcomers.release();
    this.roving.focus(
      () => this.roving.card(this.roving.active ?? '') ?? this.renderRoot.querySelector('.base'),
    );
  };

  /** A focus that went with the list goes back to where it came from. */
  private onClosed(): void {
    const { activeElement } = document;
    if (activeElement === document.body || activeElement === this)
      this.renderRoot.querySelector<HTMLElement>('.bell')?.focus({ preventScroll: true });
  }

  private readonly onFocusOut = (): void => {
    if (this.newcomers.count > 0) this.requestUpdate();
  };

  private onBottom(): void {
    if (this.source.view.more === 'some') this.actions.loadMore();
  }

  private readonly readAll = (): void => this.source.inbox?.markAllRead();
  private readonly reload = (): void => this.source.inbox?.reload();
}

declare global {
  interface HTMLElementTagNameMap {
    'nality-notifications': NalityNotifications;
  }
}
