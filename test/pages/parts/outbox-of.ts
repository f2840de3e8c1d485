import type { JSHandle, Page } from 'puppeteer-core';
import type { HostOutbox } from '../../../src/core/nality.ts';
import type { ProviderHandle } from '../../../src/elements/shared/context.ts';

/** The outbox of the core that the widgets inside an element use. */
export function outboxOf(page: Page, within: string): Promise<JSHandle<HostOutbox>> {
  return page.evaluateHandle(askProvider, `${within} nality-timeline`);
}

/** Runs in the page: asks as a widget asks, by the context protocol. */
function askProvider(widget: string): HostOutbox {
  const contextTarget = document.querySelector(widget)!;
  let found: HostOutbox | undefined;
  const callback = (handle: ProviderHandle): void => {
    const state = handle.state.get();
    if (state.name === 'ready') found = state.core.outbox;
  };
  const request = new Event('context-request', { bubbles: true, composed: true });
  contextTarget.dispatchEvent(
    Object.assign(request, { context: Symbol.for('nality:1'), contextTarget, callback }),
  );
  if (!found) throw new Error(`No provider has answered ${widget}.`);
  return found;
}
