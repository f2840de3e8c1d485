import type { ContextEvent } from '@lit/context';
import { providerContext, type ProviderHandle } from './context.ts';
import { nearestProvider } from './nearest-provider.ts';

type ProviderRequest = ContextEvent<typeof providerContext>;

/** Lit's own `ContextProviderEvent` is not exported; a `ContextRoot` looks at these two fields alone. */
class ProviderReadyEvent extends Event {
  readonly context = providerContext;

  constructor(readonly contextTarget: Element) {
    super('context-provider', { bubbles: true, composed: true });
  }
}

/**
 * Answers the requests of those elements below `root` whose nearest provider is `owner` (`undefined`: of
 * those below none). The others' requests pass: an element under a provider that is not defined yet waits
 * for that one, since an outer one could be another person's.
 */
export function provideContext(root: Element, owner: Element | undefined, handle: ProviderHandle): void {
  root.addEventListener('context-request', (event) => {
    const request = event as ProviderRequest;
    if (request.context !== providerContext || request.contextTarget === root) return;
    if (nearestProvider(request.contextTarget) !== owner) return;
    request.stopPropagation();
    request.callback(handle, () => {});
  });
}

/** Has the requests repeated that came before this provider. */
export function announceProvider(root: Element): void {
  root.dispatchEvent(new ProviderReadyEvent(root));
}
