import type { LitElement, ReactiveController } from 'lit';

/** Whether the upper end of a list is in sight, and when the lower one comes into sight. */
export class Ends implements ReactiveController {
  /** Whether the upper end is in sight, as far as is known. */
  atTop = true;
  private observer: IntersectionObserver | undefined;

  /**
   * @param top selects what stands at the upper end
   * @param bottom selects what stands at the lower end
   * @param onBottom called after every render that leaves the lower end in sight, and when it comes there
   */
  constructor(
    private readonly host: LitElement,
    private readonly top: string,
    private readonly bottom: string,
    private readonly onBottom: () => void,
  ) {
    host.addController(this);
  }

  hostUpdated(): void {
    this.observer ??= new IntersectionObserver((entries) => entries.forEach(this.onSight));
    this.observer.disconnect();
    for (const end of this.host.renderRoot.querySelectorAll(`${this.top}, ${this.bottom}`))
      this.observer.observe(end);
  }

  hostDisconnected(): void {
    this.observer?.disconnect();
    this.observer = undefined;
  }

  private readonly onSight = ({ target, isIntersecting }: IntersectionObserverEntry): void => {
    if (!target.matches(this.top)) return void (isIntersecting && this.onBottom());
    if (isIntersecting !== this.atTop) this.host.requestUpdate();
    this.atTop = isIntersecting;
  };
}
