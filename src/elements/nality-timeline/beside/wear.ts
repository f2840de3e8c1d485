import type { CSSResult, LitElement } from 'lit';

/** Puts the styles of what was loaded later on an element that is shown already. */
export function wear(host: LitElement, { styleSheet }: CSSResult): void {
  const root = host.renderRoot as ShadowRoot;
  if (styleSheet && !root.adoptedStyleSheets.includes(styleSheet))
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, styleSheet];
}
