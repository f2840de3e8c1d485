import { noChange, type ChildPart } from 'lit';
import { directive, Directive, type PartInfo, PartType } from 'lit/directive.js';
import { insertPart, removePart, setChildPartValue } from 'lit/directive-helpers.js';

type Template<T> = (item: T) => unknown;

/**
 * Renders items by key and moves no node that need not be moved: what goes is taken out first, so that what stays is in its place
 * already. lit's `repeat` moves the one row that stays when all others around it go, and a node that is moved loses the focus, and
 * what is being composed in it.
 */
class InOrder extends Directive {
  private parts = new Map<unknown, ChildPart>();

  constructor(info: PartInfo) {
    super(info);
    if (info.type !== PartType.CHILD) throw new TypeError('inOrder renders children.');
  }

  render<T>(items: readonly T[], _keyOf: (item: T) => unknown, template: Template<T>): unknown {
    return items.map(template);
  }

  override update<T>(
    container: ChildPart,
    [items, keyOf, template]: [readonly T[], Template<T>, Template<T>],
  ): unknown {
    const keys = new Set(items.map(keyOf));
    for (const [key, part] of this.parts) if (!keys.has(key)) takeOut(part);
    const parts: [unknown, ChildPart][] = [];
    let next: ChildPart | undefined;
    for (const item of items.toReversed()) {
      const key = keyOf(item);
      const part = insertPart(container, next, this.parts.get(key));
      setChildPartValue(part, template(item));
      parts.push([key, part]);
      next = part;
    }
    this.parts = new Map(parts);
    return noChange;
  }
}

/** lit leaves the end of a part behind, which in a long list would become thousands. */
function takeOut(part: ChildPart): void {
  const end = part.endNode as ChildNode | null;
  removePart(part);
  end?.remove();
}

/** Renders items, each under a key of its own, and leaves in place what stays. */
export const inOrder = directive(InOrder) as <T>(
  items: readonly T[],
  keyOf: (item: T) => unknown,
  template: Template<T>,
) => unknown;
