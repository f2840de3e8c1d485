import type { LitElement, ReactiveController } from 'lit';
import { idInAddress } from '../shared/address.ts';

/** What a link does to the timeline. */
export interface DeepLinkOptions {
  /** Brings an event to the screen, over any filter. Returns whether it is there. */
  show(id: string): boolean;
  card(id: string): Element | null;
  focus(id: string): void;
}

/** Follows `#nality-event-<id>` in the page's address: at the start, as soon as the event is loaded, and whenever it changes. */
export class DeepLink implements ReactiveController {
  private wanted = '';
  /** Whether the focus goes there, too: whoever follows a link wants that, whoever opens a page may be typing. */
  private goes = false;
  private shown: string | undefined;
  private end: AbortController | undefined;

  constructor(
    private readonly host: LitElement,
    private readonly options: DeepLinkOptions,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.end = new AbortController();
    this.wanted = eventInAddress();
    window.addEventListener('hashchange', () => this.follow(), { signal: this.end.signal });
  }

  hostDisconnected(): void {
    this.end?.abort();
  }

  hostUpdated(): void {
    if (this.shown !== undefined) this.highlight(this.shown);
    if (!this.wanted || !this.options.show(this.wanted)) return;
    if (this.goes) this.options.focus(this.wanted);
    this.shown = this.wanted;
    this.wanted = '';
    this.host.requestUpdate();
  }

  private follow(): void {
    this.wanted = eventInAddress();
    this.goes = true;
    this.host.requestUpdate();
  }

  private highlight(id: string): void {
    const card = this.options.card(id);
    if (!card) return;
    this.shown = undefined;
    const lit = { outline: '3px solid var(--_focus)', outlineOffset: '3px' };
    card.animate([lit, lit, { ...lit, outlineColor: 'transparent' }], 2500);
  }
}

/** The event to go to: none where the address goes on to a comment on it, and the page has a place for comments. */
function eventInAddress(): string {
  return idInAddress('comment') && document.querySelector('nality-comments') ? '' : idInAddress('event');
}
