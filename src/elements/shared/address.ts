import type { LitElement, ReactiveController } from 'lit';
import { uuidIn } from '../../core/lib/uuid.ts';

/** What the address of a page can name. */
type Kind = 'event' | 'comment' | 'chat' | 'timeline';

/** The address, within a page, of something: the one that notifications carry. */
export function addressOf(kind: Kind, id: string): string {
  return `#nality-${kind}-${id}`;
}

/** The address of a comment, which names its event first. */
export function addressOfComment(event: string, id: string): string {
  return `${addressOf('event', event)}&nality-comment-${id}`;
}

/** The id that the page's address names, perhaps beside others; empty for none of this kind. */
export function idInAddress(kind: Kind): string {
  return new RegExp(`[#&]nality-${kind}-([^&]*)`).exec(location.hash)?.[1] ?? '';
}

/** What a widget does with the page's address. */
interface FollowOptions {
  readonly kind: 'chat' | 'timeline';
  /** The id of what the widget shows by now. */
  shown(): string | undefined;
  /** The address has led somewhere, before the next render; to an empty id when it names nothing at all. */
  onMove?(id: string): void;
}

/**
 * The conversation or timeline that the page's address names: what a widget shows that no attribute tells. A widget that
 * shows it comes to the screen. When the address goes on to something of another kind, all stays as it is.
 */
export class Followed implements ReactiveController {
  /** Its id; empty for none. */
  id = '';

  constructor(
    private readonly host: LitElement,
    private readonly options: FollowOptions,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.id = this.read();
    window.addEventListener('hashchange', this.follow);
  }

  hostDisconnected(): void {
    window.removeEventListener('hashchange', this.follow);
  }

  private read(): string {
    return uuidIn(idInAddress(this.options.kind)) ?? '';
  }

  private readonly follow = (): void => {
    const id = this.read();
    if (!id && location.hash) return;
    this.id = id;
    this.options.onMove?.(id);
    this.host.requestUpdate();
    void this.host.updateComplete.then(() => id && id === this.options.shown() && this.comeUp());
  };

  /** Keys and screen readers go on from there. */
  private comeUp(): void {
    const base = this.host.renderRoot.querySelector<HTMLElement>('.base');
    if (base) base.tabIndex = -1;
    base?.focus({ preventScroll: true });
    this.host.scrollIntoView({ block: 'nearest' });
  }
}
