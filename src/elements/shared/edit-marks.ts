import { watch, type Readable } from '../../core/lib/signal.ts';
import { editMark, type Editing, type EditMark } from './edit-mark.ts';

/** The class that marked elements carry besides the attributes. */
const CLASS = 'being-edited';

/** What an element had of its own before it was marked. */
interface Before {
  readonly attributes: ReadonlyMap<string, string | null>;
  readonly hadClass: boolean;
}

interface Marked extends Before {
  shown: EditMark;
}

/**
 * Marks the host page's own elements with `data-event-id` while others edit that event: those below `root`
 * for which `owns` says yes, also when they are added later. What the page had set itself comes back when a
 * mark ends; nothing is observed while nobody edits. Ends, and takes all marks away, when `until` aborts.
 */
export function markEdits(
  root: ParentNode & Node,
  owns: (element: Element) => boolean,
  editing: Readable<Editing>,
  until: AbortSignal,
): void {
  const marks = new EditMarks(root, owns);
  watch(editing, (claims) => marks.show(claims), until);
  until.addEventListener('abort', () => marks.show(new Map()), { once: true });
}

class EditMarks {
  private readonly marked = new Map<Element, Marked>();
  private readonly observer = new MutationObserver(() => this.apply());
  private claims: Editing = new Map();
  private observing = false;

  constructor(
    private readonly root: ParentNode & Node,
    private readonly owns: (element: Element) => boolean,
  ) {}

  show(claims: Editing): void {
    this.claims = claims;
    this.observe(claims.size > 0);
    this.apply();
  }

  private observe(wanted: boolean): void {
    if (wanted === this.observing) return;
    this.observing = wanted;
    if (!wanted) return this.observer.disconnect();
    this.observer.observe(this.root, { subtree: true, childList: true, attributeFilter: ['data-event-id'] });
  }

  private apply(): void {
    const wanted = this.wanted();
    for (const [element, before] of this.marked) {
      if (wanted.has(element)) continue;
      this.marked.delete(element);
      restore(element, before);
    }
    for (const [element, mark] of wanted) this.mark(element, mark);
  }

  private wanted(): Map<Element, EditMark> {
    const wanted = new Map<Element, EditMark>();
    for (const [id, editors] of this.claims) {
      const mark = editMark(editors);
      if (!mark) continue;
      for (const element of this.root.querySelectorAll(`[data-event-id="${CSS.escape(id)}"]`)) {
        if (this.owns(element)) wanted.set(element, mark);
      }
    }
    return wanted;
  }

  private mark(element: Element, mark: EditMark): void {
    const marked = this.marked.get(element);
    if (marked && sameMark(marked.shown, mark)) return;
    this.marked.set(element, { ...(marked ?? takeBefore(element, mark)), shown: mark });
    for (const [name, value] of Object.entries(mark)) element.setAttribute(name, value);
    element.classList.add(CLASS);
  }
}

function sameMark(a: EditMark, b: EditMark): boolean {
  return a['data-editor'] === b['data-editor'] && a['data-editor-name'] === b['data-editor-name'];
}

function takeBefore(element: Element, mark: EditMark): Before {
  const attributes = new Map(Object.keys(mark).map((name) => [name, element.getAttribute(name)] as const));
  return { attributes, hadClass: element.classList.contains(CLASS) };
}

/** Gives an element back what it had; what the page has changed meanwhile stays as the page wants it. */
function restore(element: Element, { attributes, hadClass, shown }: Marked): void {
  for (const [name, value] of Object.entries(shown)) {
    if (element.getAttribute(name) !== value) continue;
    const own = attributes.get(name) ?? null;
    if (own === null) element.removeAttribute(name);
    else element.setAttribute(name, own);
  }
  if (hadClass) return;
  element.classList.remove(CLASS);
  if (element.classList.length === 0 && element.getAttribute('class') === '')
    element.removeAttribute('class');
}
