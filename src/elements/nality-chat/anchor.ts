import type { LitElement, ReactiveController } from 'lit';

/** So near to the end counts as being there, in pixels. */
const SLACK = 40;
/** Older messages are asked for when the start comes this near, in pixels. */
const AHEAD = 600;

/** What an anchor holds on to, and tells. */
export interface AnchorOptions {
  /** The box that scrolls, and what in it may be held on to, from top to bottom. */
  log(): HTMLElement | null;
  marks(log: HTMLElement): ArrayLike<HTMLElement>;
  /** The start is near: it is time for older messages. */
  onStart(): void;
  /** Whether one is at the end has changed. */
  onEnd(): void;
}

interface Held {
  readonly mark: HTMLElement;
  readonly top: number;
}

/**
 * Keeps what a person reads where it is, whatever is added above or below; whoever is at the end stays there.
 */
export class Anchor implements ReactiveController {
  /** Whether the newest message is in sight. */
  atEnd = true;
  private held: Held | undefined;
  private followed: HTMLElement | null = null;
  private readonly sizes = new ResizeObserver(() => this.restore());

  constructor(
    host: LitElement,
    private readonly options: AnchorOptions,
  ) {
    host.addController(this);
  }

  hostUpdate(): void {
    this.hold();
  }

  hostUpdated(): void {
    this.follow(this.options.log());
    this.restore();
    this.look();
  }

  hostDisconnected(): void {
    this.follow(null);
  }

  /** To be called when the box was scrolled. */
  readonly onScroll = (): void => {
    this.hold();
    this.look();
  };

  /** Goes to the newest message, and stays there. */
  toEnd(): void {
    this.atEnd = true;
    this.restore();
    this.options.onEnd();
  }

  /** Goes to a mark, without a movement. */
  to(mark: HTMLElement): void {
    const log = this.options.log();
    if (!log) return;
    log.scrollTop += mark.getBoundingClientRect().top - log.getBoundingClientRect().top - SLACK;
    this.hold();
    this.look();
  }

  private hold(): void {
    const log = this.options.log();
    const mark = log && this.firstVisible(log);
    this.held = mark
      ? { mark, top: mark.getBoundingClientRect().top - log.getBoundingClientRect().top }
      : undefined;
  }

  private restore(): void {
    const log = this.options.log();
    if (!log) return;
    if (this.atEnd) log.scrollTop = log.scrollHeight;
    else if (this.held?.mark.isConnected) {
      const top = this.held.mark.getBoundingClientRect().top - log.getBoundingClientRect().top;
      if (Math.abs(top - this.held.top) >= 1) log.scrollTop += top - this.held.top;
    }
  }

  private look(): void {
    const log = this.options.log();
    if (!log) return;
    const atEnd = this.isAtEnd(log);
    if (log.scrollTop < AHEAD) this.options.onStart();
    if (atEnd === this.atEnd) return;
    this.atEnd = atEnd;
    this.options.onEnd();
  }

  private isAtEnd(log: HTMLElement): boolean {
    return log.scrollHeight - log.scrollTop - log.clientHeight <= SLACK;
  }

  /**
   * The first mark whose beginning is in sight, else the one that fills the box: what is above may become shorter or longer.
   * They are in order, so that few have to be measured.
   */
  private firstVisible(log: HTMLElement): HTMLElement | undefined {
    const marks = this.options.marks(log);
    const { top, bottom } = log.getBoundingClientRect();
    let [low, high] = [0, marks.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((marks[middle]?.getBoundingClientRect().top ?? 0) >= top) high = middle;
      else low = middle + 1;
    }
    const first = marks[low];
    return first && first.getBoundingClientRect().top < bottom ? first : marks[low - 1];
  }

  private follow(log: HTMLElement | null): void {
    if (log === this.followed) return;
    this.sizes.disconnect();
    this.followed = log;
    if (!log) return;
    this.sizes.observe(log);
    if (log.firstElementChild) this.sizes.observe(log.firstElementChild);
  }
}
