import type { AxeResults, RunOptions } from 'axe-core';
import 'axe-core/axe.min.js';

/** WCAG 2.2 AA with what was there before it, and the good habits; `target-size` has to be asked for. */
const RULES: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  rules: { 'target-size': { enabled: true } },
  resultTypes: ['violations'],
};

const AT_REST = new CSSStyleSheet();
AT_REST.replaceSync('*, ::before, ::after { transition: none !important; }');

/**
 * Expects that axe finds no barrier in an element. What fades in is looked at when it is there: half a
 * transition has colours that nobody is meant to read.
 */
export async function expectNoBarriers(element: Element): Promise<void> {
  const roots = shadowRootsIn(element);
  for (const root of roots) comeToRest(root);
  try {
    const found = await barriers(element);
    if (found.length > 0) throw new Error(['Barriers:', ...found].join('\n'));
  } finally {
    for (const root of roots)
      root.adoptedStyleSheets = root.adoptedStyleSheets.filter((sheet) => sheet !== AT_REST);
  }
}

/** What axe finds, one line each. */
async function barriers(element: Element): Promise<string[]> {
  const { axe } = window as unknown as { axe: { run(on: Element, how: RunOptions): Promise<AxeResults> } };
  const { violations } = await axe.run(element, RULES);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, html, failureSummary }) => `${id}: ${target.join(' ')} ${html} ${failureSummary}`),
  );
}

function shadowRootsIn(element: Element): ShadowRoot[] {
  const { shadowRoot } = element;
  const within = [...element.querySelectorAll('*'), ...(shadowRoot?.querySelectorAll('*') ?? [])];
  return [...(shadowRoot ? [shadowRoot] : []), ...within.flatMap((inner) => shadowRootsIn(inner))];
}

function comeToRest(root: ShadowRoot): void {
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, AT_REST];
  for (const moving of root.getAnimations())
    if (moving.effect?.getComputedTiming().iterations !== Infinity) moving.finish();
}
