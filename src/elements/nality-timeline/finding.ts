import { nothing, type LitElement, type ReactiveController, type TemplateResult } from 'lit';
import { LiveRegion } from '../shared/live-region.ts';
import { memoize } from '../shared/memoize.ts';
import { ALL, isNarrow, keepCriteria, keptCriteria, type Criteria } from './criteria.ts';
import type { FilterBarActions, FilterBarView } from './filter-bar.ts';
import type { Item } from './grouping.ts';
import type { KnownMedia } from './matching.ts';

type Finder = typeof import('./finder.ts').finder;

/** What the search needs from its element. */
export interface FindingOptions {
  items(): readonly Item[];
  locale(): string;
  /** Under which name the criteria are kept while the tab is open; `undefined` while that is not known. */
  place(): string | undefined;
  /** An event that is shown whatever it says: the one that is edited. */
  always(): string | undefined;
  failed(): void;
  /** What is known of media; the same object for as long as it is the same. None are offered without it. */
  media(): KnownMedia | undefined;
}

/** Search and filters: what was asked for, kept while the tab is open, and the code for it, loaded when it is needed. */
export class Finding implements ReactiveController, FilterBarActions {
  /** Whether the bar is shown. */
  isOpen = false;
  private criteria = ALL;
  private finder: Finder | undefined;
  private place: string | undefined;
  private readonly region: LiveRegion;
  private readonly filter = memoize(
    (
      items: readonly Item[],
      finder: Finder,
      criteria: Criteria,
      always: string | undefined,
      locale: string,
      media: KnownMedia | undefined,
    ) => finder.matching(items, criteria, { locale, always, hasMedia: media?.has }),
  );
  private readonly tags = memoize((finder: Finder, items: readonly Item[]) => finder.tagsOf(items));
  private readonly wordsOf = memoize((finder: Finder, query: string) => finder.wordsOf(query));

  constructor(
    private readonly host: LitElement,
    private readonly options: FindingOptions,
  ) {
    this.region = new LiveRegion(host);
    host.addController(this);
  }

  /** The events that match, in their order. */
  get items(): readonly Item[] {
    const { finder, criteria } = this;
    const { options } = this;
    const items = options.items();
    if (!finder || !isNarrow(criteria)) return items;
    return this.filter(items, finder, criteria, options.always(), options.locale(), options.media());
  }

  /** What is searched for; the same value for as long as it is the same. */
  get query(): string {
    return this.finder && this.isOpen ? this.criteria.query : '';
  }

  /** A text of a card, what is searched for marked in it. */
  readonly marked = (text: string): unknown => {
    const { finder, query } = this;
    return finder && query ? finder.marked(text, this.wordsOf(finder, query)) : text;
  };

  /** Opens the bar and puts the focus into it. */
  async open(): Promise<void> {
    if (!(await this.load())) return this.options.failed();
    this.isOpen = true;
    this.host.requestUpdate();
    await this.host.updateComplete;
    this.field?.focus();
    this.field?.select();
  }

  narrow(change: Partial<Criteria>): void {
    this.set({ ...this.criteria, ...change });
    this.region.saySoon(() => this.finder?.told(this.view(this.finder)) ?? '');
  }

  clear(): void {
    this.narrow(ALL);
    this.field?.focus();
  }

  close(): void {
    this.isOpen = false;
    this.region.hush();
    this.set(ALL);
    void this.host.updateComplete.then(() =>
      this.host.renderRoot.querySelector<HTMLElement>('[name="search"]')?.focus(),
    );
  }

  /** Shows everything again if an event is not among what is shown. */
  letSee(id: string): void {
    if (this.items.every(({ row }) => row.id !== id)) this.set(ALL);
  }

  renderBar(): TemplateResult | typeof nothing {
    const { finder } = this;
    return finder && this.isOpen ? finder.filterBar(this.view(finder), this) : nothing;
  }

  renderNothingFound(): TemplateResult | typeof nothing {
    return this.finder?.nothingFound(this) ?? nothing;
  }

  /** The region that tells how many events match. */
  renderRegion(): TemplateResult {
    return this.region.render();
  }

  hostUpdate(): void {
    const place = this.options.place();
    if (place === undefined || place === this.place) return;
    this.place = place;
    this.criteria = keptCriteria(place);
    this.isOpen = isNarrow(this.criteria);
    if (this.isOpen) void this.load();
  }

  private view(finder: Finder): FilterBarView {
    const { options } = this;
    const all = options.items();
    return {
      criteria: this.criteria,
      locale: options.locale(),
      tags: this.tags(finder, all),
      media: options.media()?.kinds ?? [],
      found: [this.items.length, all.length],
    };
  }

  private get field(): HTMLInputElement | null {
    return this.host.renderRoot.querySelector<HTMLInputElement>('[name="query"]');
  }

  private set(criteria: Criteria): void {
    this.criteria = criteria;
    if (this.place !== undefined) keepCriteria(this.place, criteria);
    this.host.requestUpdate();
  }

  /** Resolves to whether the code is there; a failed fetch may be tried again. */
  private async load(): Promise<boolean> {
    try {
      const { finder } = await import('./finder.ts');
      if (this.finder) return true;
      this.finder = finder;
      const { styleSheet } = finder.styles;
      const root = this.host.renderRoot;
      if (styleSheet && root instanceof ShadowRoot)
        root.adoptedStyleSheets = [...root.adoptedStyleSheets, styleSheet];
      this.host.requestUpdate();
      return true;
    } catch {
      return false;
    }
  }
}
