import type { LitElement, ReactiveController } from 'lit';
import { placeOf, type Arrangement, type Item } from './grouping.ts';

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

/** What the focus moves in. */
export interface RovingOptions {
  /** What will be rendered. */
  arrangement(): Arrangement;
  /** The event a screen up or down. */
  pageFrom(id: string | undefined, direction: number): string | undefined;
}

/**
 * One tab stop for all cards, arrows between them, and a focus that is never lost: when the card that has it
 * moves, it follows; when the card goes, it passes to the neighbour.
 */
export class Roving implements ReactiveController {
  private current: string | undefined;
  private spot: Spot | undefined;
  private wish: (() => HTMLElement | null | undefined) | undefined;
  private shown: Arrangement | undefined;

  constructor(
    private readonly host: LitElement,
    private readonly options: RovingOptions,
  ) {
    host.addController(this);
  }

  /** The card that Tab reaches. */
  get active(): string | undefined {
    const now = this.options.arrangement();
    return placeOf(now, this.current) >= 0 ? this.current : now.items[0]?.row.id;
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
    if (key === 'PageDown' || key === 'PageUp')
      return this.options.pageFrom(this.active, key === 'PageDown' ? 1 : -1);
    const now = this.options.arrangement();
    return now.items[placeAfter(now.items.length, placeOf(now, this.active), key)]?.row.id;
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

  /** The card of an event. */
  card(id: string): HTMLElement | null {
    return this.host.renderRoot.querySelector<HTMLElement>(`[data-event-id="${CSS.escape(id)}"]`);
  }

  /** The card nearest to one that goes: the next, else the one before. */
  neighbour(id: string): string | undefined {
    const { shown } = this;
    if (!shown) return undefined;
    const now = this.options.arrangement();
    const at = placeOf(shown, id);
    const stays = ({ row }: Item): boolean => row.id !== id && placeOf(now, row.id) >= 0;
    const next =
      shown.items.slice(at + 1).find(stays) ?? shown.items.slice(0, Math.max(at, 0)).findLast(stays);
    return next?.row.id;
  }

  hostUpdate(): void {
    this.spot = this.host.hasUpdated ? spotOf(this.focused) : undefined;
  }

  hostUpdated(): void {
    const wished = this.wish?.();
    if (wished) wished.focus();
    else if (this.spot && !this.focused) this.restore(this.spot);
    this.wish = undefined;
    this.shown = this.options.arrangement();
  }

  private get focused(): Element | null {
    const root = this.host.renderRoot;
    return root instanceof ShadowRoot ? root.activeElement : null;
  }

  private restore({ id, control, selection }: Spot): void {
    const card = this.card(id) ?? this.card(this.neighbour(id) ?? '');
    const named = control ? card?.querySelector<HTMLElement>(`[name="${CSS.escape(control)}"]`) : undefined;
    (named ?? card ?? this.host.renderRoot.querySelector<HTMLElement>('[part~="add"]'))?.focus({
      preventScroll: true,
    });
    if (selection && isTextField(named)) named.setSelectionRange(selection[0], selection[1]);
  }
}

function spotOf(focused: Element | null): Spot | undefined {
  const id = focused?.closest('[data-event-id]')?.getAttribute('data-event-id');
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
