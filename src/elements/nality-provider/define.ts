import { defineElement } from '../shared/define-element.ts';
import { NalityProvider } from './nality-provider.ts';

defineElement('nality-provider', NalityProvider);
