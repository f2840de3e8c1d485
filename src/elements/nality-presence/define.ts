import { defineElement } from '../shared/define-element.ts';
import { NalityPresence } from './nality-presence.ts';

defineElement('nality-presence', NalityPresence);
