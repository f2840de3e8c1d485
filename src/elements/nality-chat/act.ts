import { html, type TemplateResult } from 'lit';

/** A button that says what it does. */
export function act(name: string, label: string, look: string, run: () => void): TemplateResult {
  return html`<button type="button" name=${name} class=${look} @click=${run}>${label}</button>`;
}
