/** A stretch of the screen, in pixels from the upper edge of the page's window. */
export interface Band {
  readonly top: number;
  readonly bottom: number;
}

/** What scrolls an element: the nearest box that does, the element itself included, or the page. */
export class Scroller {
  /** Hears of every scrolling until `until` aborts. */
  constructor(
    private readonly element: Element,
    onScroll: () => void,
    until: AbortSignal,
  ) {
    const options = { passive: true, capture: true, signal: until };
    // What a box in another shadow tree does is not heard of outside of it.
    for (const target of [window, ...boxesAround(element)])
      target.addEventListener('scroll', onScroll, options);
  }

  /** What is seen of the scrolling box. */
  get band(): Band {
    const box = this.box?.getBoundingClientRect();
    return {
      top: Math.max(box?.top ?? 0, 0),
      bottom: Math.max(Math.min(box?.bottom ?? Infinity, window.innerHeight), 0),
    };
  }

  /** How far it is scrolled: tells whether somebody else has moved it. */
  get position(): number {
    return window.scrollY + (this.box?.scrollTop ?? 0);
  }

  /** Moves what is seen at once, whatever the page says of smoothness. */
  by(pixels: number): void {
    (this.box ?? window).scrollBy({ top: pixels, behavior: 'instant' });
  }

  /** As it is styled now, which may depend on the screen. A box whose content fits does not scroll it. */
  private get box(): Element | undefined {
    return boxesAround(this.element).find(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight);
  }
}

function boxesAround(element: Element): readonly Element[] {
  const boxes: Element[] = [];
  for (let at: Element | null = element; at && at !== document.body; at = parentOf(at)) {
    if (/auto|scroll/.test(getComputedStyle(at).overflowY)) boxes.push(at);
  }
  return boxes;
}

/** The parent in what is drawn: over the edge of a shadow tree, and through the slot that shows it. */
function parentOf(element: Element): Element | null {
  if (element.assignedSlot) return element.assignedSlot;
  const parent = element.parentNode;
  return parent instanceof ShadowRoot ? parent.host : element.parentElement;
}
