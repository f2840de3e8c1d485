/** What loads and registers an element, by its tag. */
export type ElementLoaders = Readonly<Record<string, () => Promise<unknown>>>;

/** How far outside of the window an element's code is already worth loading. */
const AHEAD = '800px';

/**
 * Loads each element's code when the first element of that tag comes near the window; as soon as there is one anywhere
 * that matches the selector `eager`, since others wait for it, or since it works without being seen. Elements that the page
 * adds later are seen, also in open shadow roots that are there when their host is added, and what they are told later that makes
 * them eager; once all code is loaded, nothing is watched any more.
 *
 * @returns how to load elements at once, by tag or by what follows `nality-` in it; `all` stands for each
 */
export function loadElements(loaders: ElementLoaders, eager: string): (...names: string[]) => void {
  const tags = Object.keys(loaders);
  const open = new Set(tags);

  const load = (tag: string): void => {
    if (!open.delete(tag)) return;
    loaders[tag]?.().catch((cause: unknown) => {
      warnOfFailure(`<${tag}>`, cause);
      // Perhaps the network was away: the code is asked for again when it is back.
      window.addEventListener('online', () => (open.add(tag), watch(document)), { once: true });
    });
    if (open.size === 0) added.disconnect();
  };
  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (isIntersecting) load(target.localName);
        if (!open.has(target.localName)) near.unobserve(target);
      }
    },
    { rootMargin: AHEAD },
  );
  const look = (elements: Iterable<Element>): void => {
    for (const element of elements) {
      const { localName, shadowRoot } = element;
      if (open.has(localName)) {
        near.observe(element);
        if (element.matches(eager)) load(localName);
      }
      // In those of ours there is nothing of ours.
      else if (shadowRoot && !tags.includes(localName)) watch(shadowRoot);
    }
  };
  const added = new MutationObserver((records) => {
    const seen = new Set<Node>();
    for (const node of records.flatMap(({ addedNodes, attributeName, target }) =>
      attributeName ? target : [...addedNodes],
    )) {
      if (!(node instanceof Element) || seen.has(node)) continue;
      // A form may hold a field that has the name of a method.
      const all = [node, ...Element.prototype.querySelectorAll.call(node, '*')];
      for (const one of all) seen.add(one);
      look(all);
    }
  });
  const watch = (root: Document | ShadowRoot): void => {
    added.observe(root, { childList: true, subtree: true, attributeFilter: ['placement', 'vapid-key'] });
    look(root.querySelectorAll('*'));
  };

  watch(document);
  return (...names) => {
    for (const name of names) {
      const found = tags.filter((tag) => ['all', tag, tag.slice(7)].includes(name));
      if (found.length === 0) warn(`there is no “${name}” to load, only all, ${tags.join(', ')}.`);
      found.forEach(load);
    }
  };
}

/** Says that code of ours could not be loaded or may not run here, and leaves the page alone. */
export function warnOfFailure(what: string, cause: unknown): void {
  warn(`the code of ${what} could not be loaded.`, cause);
}

function warn(...said: unknown[]): void {
  // eslint-disable-next-line no-console -- the way to the console that the other code has is not loaded yet
  console.warn('nality:', ...said);
}
