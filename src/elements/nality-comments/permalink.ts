import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { idInAddress } from '../shared/address.ts';

/** Leads to the comment that the page's address names, as soon as it is there and whenever the address changes. */
export class Permalink implements ReactiveController {
  private wanted = false;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly card: (id: string) => HTMLElement | null,
  ) {
    host.addController(this);
  }

  /** The id of that comment; empty for none. */
  get id(): string {
    return idInAddress('comment');
  }

  hostConnected(): void {
    window.addEventListener('hashchange', this.onHash);
    this.onHash();
  }

  hostDisconnected(): void {
    window.removeEventListener('hashchange', this.onHash);
  }

  hostUpdated(): void {
    const card = this.wanted && this.id ? this.card(this.id) : null;
    if (!card) return;
    this.wanted = false;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: 'center' });
  }

  private readonly onHash = (): void => {
    this.wanted = true;
    this.host.requestUpdate();
  };
}
