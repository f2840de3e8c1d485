import { ContextProvider } from '@lit/context';
import { aTimeout, fixture, html } from '@open-wc/testing';
import { render, type LitElement, type TemplateResult } from 'lit';
import { signal, type Signal } from '../../src/core/lib/signal.ts';
import { providerContext, type ProviderState } from '../../src/elements/shared/context.ts';
import type { FakeCore } from './fake-core.ts';

/** What is to be seen in an element. */
export interface ElementView {
  /** Waits until the element shows what it knows. */
  shown(): Promise<void>;
  /** The first that is found. Throws where nothing is. */
  $<E extends HTMLElement = HTMLElement>(selector: string): E;
  find(selector: string): HTMLElement | null;
  all(selector: string): HTMLElement[];
  count(selector: string): number;
  /** The words on the screen, in one line. */
  words(): string;
}

/** An element below a provider that a test moves. */
export interface ElementStage<E extends LitElement> extends ElementView {
  readonly host: HTMLElement;
  readonly element: E;
  readonly root: ShadowRoot;
  readonly state: Signal<ProviderState>;
}

/** Draws a template below a provider of this core; the element is the first one with this name in it. */
export async function stageElement<E extends LitElement>(
  name: string,
  core: FakeCore,
  template: TemplateResult,
  { lang = 'en', width }: { lang?: string; width?: number | undefined } = {},
): Promise<ElementStage<E>> {
  const state = signal<ProviderState>({ name: 'ready', core });
  const host = await fixture<HTMLElement>(html`<div></div>`);
  if (width) host.style.width = `${width}px`;
  new ContextProvider(host, { context: providerContext, initialValue: { state, lang: signal(lang) } });
  render(template, host);
  const element = host.querySelector<E>(name);
  if (!element?.shadowRoot) throw new Error(`Not defined: ${name}`);
  const { shadowRoot: root } = element;
  return { host, element, root, state, ...viewOf(element, root) };
}

function viewOf(element: LitElement, root: ShadowRoot): ElementView {
  const find = <E extends HTMLElement>(selector: string): E | null => root.querySelector<E>(selector);
  return {
    async shown() {
      await aTimeout(0);
      await element.updateComplete;
    },
    $<E extends HTMLElement>(selector: string): E {
      const found = find<E>(selector);
      if (!found) throw new Error(`Not shown: ${selector}`);
      return found;
    },
    find,
    all: (selector) => [...root.querySelectorAll<HTMLElement>(selector)],
    count: (selector) => root.querySelectorAll(selector).length,
    words: () => (root.textContent ?? '').replace(/\s+/g, ' ').trim(),
  };
}

/** Types into a field as a person does. */
export function type(field: HTMLElement, value: string): void {
  (field as HTMLInputElement).value = value;
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}

/** Presses a key. Returns whether the browser would still do its own. */
export function press(target: HTMLElement, key: string, init: KeyboardEventInit = {}): boolean {
  return target.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...init }),
  );
}

/** Puts away what earlier tests typed. */
export function forgetDrafts(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith('nality:')) localStorage.removeItem(key);
}
