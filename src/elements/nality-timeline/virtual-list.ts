import type { LitElement, ReactiveController } from 'lit';
import { anchorsIn, type Anchor } from './anchors.ts';
import { startGlide } from './glide.ts';
import { dateAt, placeOf, type Arrangement, type Group } from './grouping.ts';
import { giveRoom, Layout } from './layout.ts';
import { planOf, widened, type Plan, type Range } from './plan.ts';
import { Scroller } from './scroller.ts';

/** Elements that are drawn, whatever the length of the list; below the 500 that are promised, since rows differ. */
const NODES = 440;
/** Rows that are printed at most. */
export const MOST_PRINTED = 500;

/** What a `VirtualList` is a window on. */
export interface VirtualListOptions {
  arrangement(): Arrangement;
  /** Events that are drawn wherever they are: the one that Tab reaches, the one that is edited. */
  alone(): readonly (string | undefined)[];
}

/**
 * A window on a long list, in the page's own scrolling. Rows have whatever height they have; the rows that are seen keep their
 * places on the screen when anything above them changes.
 *
 * After each render the room for what is not drawn is given to what is, heights are measured and the anchor is put back, all
 * before the browser paints. The browser's own anchoring stays on: it knows what the page does above the list.
 */
export class VirtualList implements ReactiveController {
  /** The date at the upper edge of what is seen, or the group that has no dates; not to be set. */
  here: Group | undefined;
  private readonly layout = new Layout();
  private plan: Plan | undefined;
  private range: Range = { first: 0, last: -1 };
  /** What was seen when a person last scrolled: the first of them that is still there is the anchor. */
  private anchors: readonly Anchor[] = [];
  private scroller: Scroller | undefined;
  private end: AbortController | undefined;
  private glide: AbortController | undefined;
  private list: HTMLElement | undefined;
  private width = 0;
  /** What sticks to the upper edge takes so many pixels there. */
  private room = 0;
  private position = 0;
  private direction = 0;
  private printing = false;
  private readonly resized = new ResizeObserver(() => this.onResize());

  constructor(
    private readonly host: LitElement,
    private readonly options: VirtualListOptions,
  ) {
    host.addController(this);
  }

  /** Whether rows are left out of what is being printed. */
  get printsPart(): boolean {
    return this.printing && this.options.arrangement().items.length > MOST_PRINTED;
  }

  /** What to draw now. */
  planNow(): Plan {
    const arrangement = this.options.arrangement();
    this.layout.follow(arrangement);
    const alone = this.options.alone().map((id) => placeOf(arrangement, id));
    this.range = this.drawn(arrangement.items.length, alone.length);
    return (this.plan = planOf(...this.layout.now, this.range, alone));
  }

  /** Brings an event to the upper edge, by a short glide unless the person wants less motion. */
  reveal(id: string): void {
    const arrangement = this.options.arrangement();
    const index = placeOf(arrangement, id);
    if (index < 0 || !this.scroller) return;
    this.glide?.abort();
    this.layout.follow(arrangement);
    const { top, bottom } = this.scroller.band;
    const goal = top + this.room;
    const away = this.start() + this.layout.topOf(index) - goal;
    const most = bottom - top;
    this.direction = Math.sign(away);
    const move = (to: number): void => {
      this.anchors = [{ id, top: to }];
      this.hold();
      this.look();
    };
    this.glide = startGlide(goal + Math.max(-most, Math.min(away, most)), goal, move, () => this.drop());
  }

  /** Brings the first event of a group or a date to the upper edge. */
  revealFirst({ start }: Group): void {
    const first = this.options.arrangement().items[start];
    if (first) this.reveal(first.row.id);
  }

  /** The event about a screen above (−1) or below (1) another one. */
  pageFrom(id: string | undefined, direction: number): string | undefined {
    const [arrangement] = this.layout.now;
    const { top = 0, bottom = 0 } = this.scroller?.band ?? {};
    const index = Math.max(placeOf(arrangement, id), 0);
    const offset = this.layout.topOf(index) + direction * 0.8 * (bottom - top);
    const { first } = this.layout.between(offset, offset);
    const next = direction > 0 ? Math.max(first, index + 1) : Math.min(first, index - 1);
    return arrangement.items[next]?.row.id;
  }

  hostConnected(): void {
    this.end = new AbortController();
    const { signal } = this.end;
    this.scroller = new Scroller(this.host, () => this.onScroll(), signal);
    window.addEventListener('resize', () => this.look(), { signal });
    window.addEventListener('beforeprint', () => this.print(true), { signal });
    window.addEventListener('afterprint', () => this.print(false), { signal });
    for (const type of ['wheel', 'touchstart', 'keydown', 'pointerdown'])
      window.addEventListener(type, () => this.glide?.abort(), { signal, passive: true, capture: true });
  }

  hostDisconnected(): void {
    this.end?.abort();
    this.glide?.abort();
    this.observe(undefined);
  }

  /** Whoever has scrolled since (the focus does, before anybody hears of it) has chosen what to look at. */
  hostUpdate(): void {
    if (this.scroller && this.scroller.position !== this.position) this.drop();
  }

  hostUpdated(): void {
    this.observe(this.host.renderRoot.querySelector<HTMLElement>('.life') ?? undefined);
    const { list, plan } = this;
    if (!list || !plan) return;
    giveRoom(list, plan);
    if (list.clientWidth === 0) return;
    const first = !this.layout.isMeasured;
    this.measure(list, plan);
    if (first) this.measuredAnew();
    if (this.anchors.length === 0) this.drop();
    this.look();
  }

  private observe(list: HTMLElement | undefined): void {
    if (list === this.list) return;
    this.resized.disconnect();
    this.list = list;
    this.width = list?.clientWidth ?? 0;
    if (list) this.resized.observe(list);
    else this.anchors = [];
    list?.addEventListener('focusin', () => this.drop());
  }

  private measure(list: HTMLElement, plan: Plan): void {
    this.layout.measure(list, plan);
    const card = list.querySelector('.card');
    this.room = card ? Number.parseFloat(getComputedStyle(card).scrollMarginBlockStart) : 0;
    this.hold();
  }

  /** Lays out again by what is usual now. */
  private measuredAnew(): void {
    this.layout.follow(this.options.arrangement(), true);
    this.host.requestUpdate();
  }

  private drawn(count: number, alone: number): Range {
    if (this.printing) return { first: 0, last: Math.min(count, MOST_PRINTED) - 1 };
    const seen = this.seen();
    const spare = Math.floor(NODES / this.layout.nodesPerRow) - alone - (seen.last - seen.first + 1);
    return widened(seen, count, Math.max(spare, 2), this.direction);
  }

  /** What is on the screen, or will be as soon as the anchor is put back; `below` so many pixels under its upper edge. */
  private seen(below = 0): Range {
    const { top, bottom } = this.scroller?.band ?? { top: 0, bottom: 0 };
    const start = this.start();
    return this.layout.between(top + below - start, bottom - start);
  }

  /** Where the list begins on the screen. */
  private start(): number {
    const { anchor } = this;
    if (!anchor) return (this.list ?? this.host).getBoundingClientRect().top;
    return anchor.top - this.layout.topOf(placeOf(this.layout.now[0], anchor.id));
  }

  private get anchor(): Anchor | undefined {
    return this.anchors.find(({ id }) => placeOf(this.layout.now[0], id) >= 0);
  }

  /** Puts the anchor back to its place. Where the page ends before that, its place is where it is. */
  private hold(): void {
    const { anchor } = this;
    const card = anchor && `[data-event-id="${CSS.escape(anchor.id)}"]`;
    const row = card && this.list?.querySelector(card)?.closest('li');
    if (!row) return;
    const off = (): number => row.getBoundingClientRect().top - anchor.top;
    if (Math.abs(off()) >= 0.5) this.scroller?.by(off());
    this.position = this.scroller?.position ?? 0;
    const missed = off();
    if (Math.abs(missed) > 1 && !this.isGliding)
      this.anchors = this.anchors.map(({ id, top }) => ({ id, top: top + missed }));
  }

  private get isGliding(): boolean {
    return this.glide?.signal.aborted === false;
  }

  private onScroll(): void {
    if (this.scroller?.position !== this.position) this.drop();
    this.look();
  }

  /** Where the list has another width by now, nobody has scrolled: the rows are about to be put back. */
  private drop(): void {
    const { list, scroller } = this;
    if (!list?.clientWidth || list.clientWidth !== this.width || !scroller || this.isGliding) return;
    const { band, position } = scroller;
    this.direction = Math.sign(position - this.position) || this.direction;
    this.position = position;
    this.anchors = anchorsIn(list, band);
  }

  /** Draws again when something is about to be seen that is not drawn, or another date is at the upper edge. */
  private look(): void {
    const [{ groups, items }] = this.layout.now;
    if (this.printing || !this.list?.clientWidth) return;
    const { first, last } = this.seen();
    const here = dateAt(groups, this.seen(this.room + 1).first);
    const covered =
      Math.max(first - 1, 0) >= this.range.first && Math.min(last + 1, items.length - 1) <= this.range.last;
    if (covered && here === this.here) return;
    this.here = here;
    this.host.requestUpdate();
  }

  /** Nothing may change its size here: the browser would call it a loop. What is missing is drawn in the next frame. */
  private onResize(): void {
    const { list, plan } = this;
    if (!list || !plan || list.clientWidth === 0) return;
    const wider = list.clientWidth !== this.width;
    this.width = list.clientWidth;
    if (wider) this.layout.forget();
    this.measure(list, plan);
    requestAnimationFrame(() => (wider ? this.measuredAnew() : this.look()));
  }

  private print(printing: boolean): void {
    this.printing = printing;
    this.host.requestUpdate();
  }
}
