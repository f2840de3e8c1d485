import { createContext } from '@lit/context';
import type { NalityError } from '../../core/errors.ts';
import type { Readable } from '../../core/lib/signal.ts';
import type { Nality } from '../../core/nality.ts';

/**
 * Version of everything that copies of this package share on one page: the context value below and the
 * registry of cores. A change that an older copy could not follow makes a new number.
 */
export const ABI = 1;

/** The key of what the copies share: of the context, and of the page's registry on `globalThis`. */
export const ABI_KEY: unique symbol = Symbol.for(`nality:${ABI}`);

/** How far a provider has come: no configuration yet, a core to use, or a mistake to show. */
export type ProviderState =
  | { readonly name: 'waiting' }
  | { readonly name: 'ready'; readonly core: Nality }
  | { readonly name: 'failed'; readonly error: NalityError };

/** What a provider hands to the elements below it: one stable object, whose state changes. */
export interface ProviderHandle {
  readonly state: Readable<ProviderState>;
  /** Language of the widgets as a BCP 47 tag; empty when the page's own language counts. */
  readonly lang: Readable<string>;
}

/** The state of an element that no provider has answered yet. */
export const WAITING: ProviderState = { name: 'waiting' };

/** The context through which elements reach their provider. */
export const providerContext = createContext<ProviderHandle>(ABI_KEY);
