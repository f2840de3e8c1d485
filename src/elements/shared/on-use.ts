import type { CSSResult, LitElement } from 'lit';

/** Code that is loaded when there is something to draw with it, with its styles. */
export class OnUse<T extends { readonly styles: CSSResult }> {
  private loaded: T | undefined;
  private loading = false;
  private failed = false;

  constructor(
    private readonly host: LitElement,
    private readonly load: () => Promise<T>,
  ) {}

  /** Whether it is worth waiting for: it is on its way, and has never failed to come. */
  get busy(): boolean {
    return this.loading && !this.failed;
  }

  /** The code; undefined until it is there. The element is drawn again then. What could not be loaded is tried again. */
  get(): T | undefined {
    if (!this.loaded && !this.loading) void this.fetch();
    return this.loaded;
  }

  private async fetch(): Promise<void> {
    this.loading = true;
    this.loaded = await this.load().catch(() => undefined);
    this.loading = false;
    const before = this.failed;
    this.failed = !this.loaded;
    // Once: what is drawn then asks for it again.
    if (this.failed && !before) this.host.requestUpdate();
    const { renderRoot: root } = this.host;
    const sheet = this.loaded?.styles.styleSheet;
    if (!sheet || !(root instanceof ShadowRoot)) return;
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    this.host.requestUpdate();
  }
}
