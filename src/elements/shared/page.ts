import { ContextRoot } from '@lit/context';
import { ABI, ABI_KEY, type ProviderHandle } from './context.ts';
import type { CoreRegistry } from './core-registry.ts';
import { warnOnce } from './warn.ts';

/** What all copies of this package on a page have in common. The first copy makes it, the others use it. */
export interface Page {
  /** The cores of the page, made by the first provider. */
  cores?: CoreRegistry;
  /** The provider without an element, for everything that is below no `<nality-provider>`. */
  provider?: PageProvider;
}

/** The page-wide provider, and the settings that it was made with, as text. */
export interface PageProvider {
  readonly handle: ProviderHandle;
  readonly settings: string;
}

type Shared = Record<symbol, Page | undefined>;

/**
 * The page's common part, made on the first call. From then on, requests that come before their provider
 * are kept until it is there.
 */
export function page(): Page {
  const shared = globalThis as unknown as Shared;
  return (shared[ABI_KEY] ??= createPage());
}

function createPage(): Page {
  warnOfOtherVersions();
  // Above `<html>`, where the page-wide provider answers. The root needs no more than the two listener methods.
  new ContextRoot().attach(document as unknown as HTMLElement);
  return {};
}

/** Copies of different ABI cannot share anything: widgets of one wait for a provider of the other for ever. */
function warnOfOtherVersions(): void {
  const names = Object.getOwnPropertySymbols(globalThis).map((symbol) => Symbol.keyFor(symbol) ?? '');
  const others = names
    .filter((name) => /^nality:\d+$/.test(name))
    .map((name) => name.slice('nality:'.length));
  if (others.length === 0) return;
  warnOnce(
    `this page loads copies that cannot work together (interface ${ABI} beside ${others.join(', ')}). ` +
      'Load the same version everywhere: widgets of one copy cannot use a provider of the other.',
  );
}
