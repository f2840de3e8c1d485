import type { LitElement, ReactiveController } from 'lit';

/** Where cards are found. */
export interface RovingOptions {
  /** The attribute of a card that holds its id. */
  readonly attribute: string;
  /** What gets the focus when the last card goes. */
  readonly fallback: string;
}

/** Where the focus is inside the list: in a card, perhaps on a named control of it. */
interface Spot {
  readonly id: string;
  readonly control: string | undefined;
  readonly selection: readonly [number | null, number | null] | undefined;
}

const OF_EVENTS: RovingOptions = { attribute: 'data-event-id', fallback: '[part~="add"]' };

type Step = (at: number, last: number) => number;

const STEPS: ReadonlyMap<string, Step> = new Map<string, Step>([
  ['ArrowDown', (at) => at + 1],
  ['ArrowUp', (at) => at - 1],
  ['Home', () => 0],
  ['End', (_, last) => last],
]);

/** The card that a key leads to from the card at `current`; `undefined` where the key leads nowhere. */
export function cardAfter(
  order: readonly string[],
  current: string | undefined,
  key: string,
): string | undefined {
  const at = current === undefined ? -1 : order.indexOf(current);
  return order[STEPS.get(key)?.(at, order.length - 1) ?? -1];
}

/**
 * One tab stop for all cards, arrows between them, and a focus that is never lost: when the card that has it
 * moves, it follows; when the card goes, it passes to the neighbour.
 */
export class Roving implements ReactiveController {
  private current: string | undefined;
  private spot: Spot | undefined;
  private wish: (() => HTMLElement | null | undefined) | undefined;
  private shown: readonly string[] = [];

  /** `order`: ids of the cards from top to bottom, as they will be rendered. */
  constructor(
    private readonly host: LitElement,
    private readonly order: () => readonly string[],
    private readonly options: RovingOptions = OF_EVENTS,
  ) {
    host.addController(this);
  }

  /** The card that Tab reaches. */
  get active(): string | undefined {
    const order = this.order();
    return this.current !== undefined && order.includes(this.current) ? this.current : order[0];
  }

  /** Makes a card the tab stop, because the focus came to it. */
  enter(id: string): void {
    if (id === this.current) return;
    this.current = id;
    this.host.requestUpdate();
  }

  /** Moves to where a key leads. Returns whether it led anywhere. */
  move(key: string): boolean {
    const next = cardAfter(this.order(), this.active, key);
    if (next === undefined) return false;
    this.focusCard(next);
    return true;
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
    const at = this.shown.indexOf(id);
    const left = new Set(this.order());
    const candidates = [...this.shown.slice(at + 1), ...this.shown.slice(0, Math.max(at, 0)).reverse()];
    return candidates.find((candidate) => candidate !== id && left.has(candidate));
  }

  hostUpdate(): void {
    this.spot = this.host.hasUpdated ? spotOf(this.focused, this.options.attribute) : undefined;
  }

  hostUpdated(): void {
    const wished = this.wish?.();
    if (wished) wished.focus();
    else if (this.spot && !this.focused) this.restore(this.spot);
    this.wish = undefined;
    this.shown = this.order();
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
    (named ?? card ?? this.find(this.options.fallback))?.focus();
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
