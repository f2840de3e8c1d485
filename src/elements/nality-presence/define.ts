import { defineElement } from '../shared/define-element.ts';
import { NalityPresence } from './nality-presence.ts';

/** With it come the types of the tag and of its events. */
export type { NalityPresence } from './nality-presence.ts';

defineElement('nality-presence', NalityPresence);
