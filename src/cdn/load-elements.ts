/** What loads and registers an element, by its tag. */
export type ElementLoaders = Readonly<Record<string, () => Promise<unknown>>>;

/** How far outside of the window an element's code is already worth loading. */
const AHEAD = '800px';

/**
 * Loads each element's code when the first element of that tag comes near the window; those in `eager` as soon
 * as there is one anywhere, since others wait for them. Elements that the page adds later are seen; once all
 * code is loaded, nothing is watched any more.
 */
export function loadElements(loaders: ElementLoaders, eager: readonly string[]): void {
  new ElementLoading(loaders, eager).start();
}

class ElementLoading {
  private readonly open: Set<string>;
  private readonly near = new IntersectionObserver((entries) => this.onNear(entries), { rootMargin: AHEAD });
  private readonly added = new MutationObserver(() => this.scan());

  constructor(
    private readonly loaders: ElementLoaders,
    private readonly eager: readonly string[],
  ) {
    this.open = new Set(Object.keys(loaders));
  }

  start(): void {
    this.added.observe(document.documentElement, { childList: true, subtree: true });
    this.scan();
  }

  private scan(): void {
    for (const tag of this.open) {
      const elements = document.getElementsByTagName(tag);
      if (elements.length === 0) continue;
      if (this.eager.includes(tag)) this.load(tag);
      else for (const element of elements) this.near.observe(element);
    }
  }

  private onNear(entries: readonly IntersectionObserverEntry[]): void {
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting) this.load(target.localName);
      if (!this.open.has(target.localName)) this.near.unobserve(target);
    }
  }

  private load(tag: string): void {
    if (!this.open.delete(tag)) return;
    this.loaders[tag]?.().catch((cause: unknown) => this.onFailure(tag, cause));
    if (this.open.size === 0) this.added.disconnect();
  }

  /** Perhaps the network was away: the code is asked for again when it is back. */
  private onFailure(tag: string, cause: unknown): void {
    warnOfFailure(`<${tag}>`, cause);
    window.addEventListener('online', () => this.retry(tag), { once: true });
  }

  private retry(tag: string): void {
    this.open.add(tag);
    this.start();
  }
}

/** Says that code of ours could not be loaded or may not run here, and leaves the page alone. */
export function warnOfFailure(what: string, cause: unknown): void {
  // eslint-disable-next-line no-console -- the way to the console that the other code has is not loaded yet
  console.warn(`nality: the code of ${what} could not be loaded.`, cause);
}
