import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';

/** How long a status must stay the same before it is said, in milliseconds. */
const CALM_MS = 2_000;

/** Tells screen readers how things stand once they have settled: who reloads a page is no news twice over. */
export class CalmStatus implements ReactiveController {
  private said = '';
  private current = '';
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  /** The region that speaks, for the status as it is now. */
  render(status: string): TemplateResult {
    if (status !== this.current) this.follow(status);
    return html`<p class="visually-hidden" role="status">${this.said}</p>`;
  }

  hostDisconnected(): void {
    clearTimeout(this.timer);
    this.current = this.said;
  }

  private follow(status: string): void {
    this.current = status;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.said = status;
      this.host.requestUpdate();
    }, CALM_MS);
  }
}
