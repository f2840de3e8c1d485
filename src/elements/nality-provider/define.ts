import { defineElement } from '../shared/define-element.ts';
import { NalityProvider } from './nality-provider.ts';

/** With it come the types of the tag and of its events. */
export type { NalityProvider } from './nality-provider.ts';

defineElement('nality-provider', NalityProvider);
