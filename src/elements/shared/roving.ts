import type { LitElement, ReactiveController } from 'lit';

/** The cards from top to bottom, as they will be rendered: many of them need not be drawn. */
export interface CardOrder {
  readonly size: number;
  idAt(place: number): string | undefined;
  /** −1 if it is not there. */
  placeOf(id: string): number;
}

/** What the focus moves in. */
export interface RovingOptions {
  /** The attribute of a card that holds its id. */
  readonly attribute: string;
  /** What gets the focus when the last card goes. */
  readonly fallback: string;
  order(): CardOrder;
  /** The card a screen down (1) or up (−1); without it these keys lead nowhere. */
  pageFrom?(id: string | undefined, direction: number): string | undefined;
}

/** The order of a short list. */
export function orderOf(ids: readonly string[]): CardOrder {
  return { size: ids.length, idAt: (place) => ids[place], placeOf: (id) => ids.indexOf(id) };
}

/** Where the focus is inside the list: in a card, perhaps on a named control of it. */
interface Spot {
  readonly id: string;
  readonly control: string | undefined;
  readonly selection: readonly [number | null, number | null] | undefined;
}

type Step = (at: number, last: number) => number;

const STEPS: ReadonlyMap<string, Step> = new Map<string, Step>([
  ['ArrowDown', (at) => at + 1],
  ['ArrowUp', (at) => at - 1],
  ['Home', () => 0],
  ['End', (_, last) => last],
]);

/** The place that a key leads to from the place `at` in a list of `size`; −1 where it leads nowhere. */
export function placeAfter(size: number, at: number, key: string): number {
  const to = STEPS.get(key)?.(at, size - 1) ?? -1;
  return to < size ? to : -1;
}

/**
 * One tab stop for all cards, arrows between them, and a focus that is never lost: when the card that has it
 * moves, it follows; when the card goes, it passes to the neighbour.
 */
export class Roving implements ReactiveController {
  private current: string | undefined;
  private spot: Spot | undefined;
  private wish: (() => HTMLElement | null | undefined) | undefined;
  private shown: CardOrder | undefined;

  constructor(
    private readonly host: LitElement,
    private readonly options: RovingOptions,
  ) {
    host.addController(this);
  }

  /** The card that Tab reaches. */
  get active(): string | undefined {
    const order = this.options.order();
    const isThere = this.current !== undefined && order.placeOf(this.current) >= 0;
    return isThere ? this.current : order.idAt(0);
  }

  /** Makes a card the tab stop, because the focus came to it. */
  enter(id: string): void {
    if (id === this.current) return;
    this.current = id;
    this.host.requestUpdate();
  }

  /** Moves to where a key leads. Returns whether it led anywhere. */
  move(key: string): boolean {
    const next = this.after(key);
    if (next === undefined) return false;
    this.focusCard(next);
    return true;
  }

  private after(key: string): string | undefined {
    const { active, options } = this;
    if (key === 'PageDown' || key === 'PageUp')
      return options.pageFrom?.(active, key === 'PageDown' ? 1 : -1);
    const order = options.order();
    return order.idAt(placeAfter(order.size, active === undefined ? -1 : order.placeOf(active), key));
  }

  /** Puts the focus on a card after the next render. */
  focusCard(id: string): void {
    this.current = id;
    this.focus(() => this.card(id));
  }

  /** Puts the focus on something that the next render shows. */
  focus(find: () => HTMLElement | null | undefined): void {
    this.wish = find;
    this.host.requestUpdate();
  }

  /** The card of an id. */
  card(id: string): HTMLElement | null {
    return this.find(`[${this.options.attribute}="${CSS.escape(id)}"]`);
  }

  /** The card nearest to one that goes: the next, else the one before. */
  neighbour(id: string): string | undefined {
    const { shown } = this;
    if (!shown) return undefined;
    const now = this.options.order();
    const at = shown.placeOf(id);
    const seek = (from: number, step: number): string | undefined => {
      for (let place = from; place >= 0 && place < shown.size; place += step) {
        const other = shown.idAt(place);
        if (other !== undefined && other !== id && now.placeOf(other) >= 0) return other;
      }
      return undefined;
    };
    return seek(at + 1, 1) ?? seek(at - 1, -1);
  }

  hostUpdate(): void {
    this.spot = this.host.hasUpdated ? spotOf(this.focused, this.options.attribute) : undefined;
  }

  hostUpdated(): void {
    const wished = this.wish?.();
    if (wished) wished.focus();
    else if (this.spot && !this.focused) this.restore(this.spot);
    this.wish = undefined;
    this.shown = this.options.order();
  }

  private find(selector: string): HTMLElement | null {
    return this.host.renderRoot.querySelector<HTMLElement>(selector);
  }

  private get focused(): Element | null {
    const root = this.host.renderRoot;
    return root instanceof ShadowRoot ? root.activeElement : null;
  }

  private restore({ id, control, selection }: Spot): void {
    const card = this.card(id) ?? this.card(this.neighbour(id) ?? '');
    const named = control ? card?.querySelector<HTMLElement>(`[name="${CSS.escape(control)}"]`) : undefined;
    (named ?? card ?? this.find(this.options.fallback))?.focus({ preventScroll: true });
    if (selection && isTextField(named)) named.setSelectionRange(selection[0], selection[1]);
  }
}

function spotOf(focused: Element | null, attribute: string): Spot | undefined {
  const id = focused?.closest(`[${attribute}]`)?.getAttribute(attribute);
  if (!focused || !id) return undefined;
  const selection = isTextField(focused)
    ? ([focused.selectionStart, focused.selectionEnd] as const)
    : undefined;
  return { id, control: focused.getAttribute('name') ?? undefined, selection };
}

function isTextField(element: Element | null | undefined): element is HTMLInputElement | HTMLTextAreaElement {
  return (
    element instanceof HTMLTextAreaElement || (element instanceof HTMLInputElement && element.type === 'text')
  );
}
