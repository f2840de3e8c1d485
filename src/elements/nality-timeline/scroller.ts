/** A stretch of the screen, in pixels from the upper edge of the page's window. */
export interface Band {
  readonly top: number;
  readonly bottom: number;
}

/** What scrolls an element: the nearest box that does, the element itself included, or the page. */
export class Scroller {
  private readonly boxes: readonly Element[];

  /** Looks at the boxes around an element as they are styled now, and hears of every scrolling until `until` aborts. */
  constructor(element: Element, onScroll: () => void, until: AbortSignal) {
    this.boxes = boxesAround(element);
    const options = { passive: true, capture: true, signal: until };
    for (const target of [window, ...this.boxes]) target.addEventListener('scroll', onScroll, options);
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
    return this.boxes.reduce((sum, { scrollTop }) => sum + scrollTop, window.scrollY);
  }

  /** Moves what is seen at once, whatever the page says of smoothness. */
  by(pixels: number): void {
    (this.box ?? window).scrollBy({ top: pixels, behavior: 'instant' });
  }

  /** A box whose content fits does not scroll it, nor does one that does so on wider screens only. */
  private get box(): Element | undefined {
    return this.boxes.find((box) => box.scrollHeight > box.clientHeight && scrolls(box));
  }
}

function boxesAround(element: Element): readonly Element[] {
  const boxes: Element[] = [];
  for (let at: Element | null = element; at && at !== document.body; at = parentOf(at)) {
    if (scrolls(at)) boxes.push(at);
  }
  return boxes;
}

function scrolls(box: Element): boolean {
  return /auto|scroll/.test(getComputedStyle(box).overflowY);
}

/** The parent in what is drawn: over the edge of a shadow tree, and through the slot that shows it. */
function parentOf(element: Element): Element | null {
  if (element.assignedSlot) return element.assignedSlot;
  const parent = element.parentNode;
  return parent instanceof ShadowRoot ? parent.host : element.parentElement;
}
