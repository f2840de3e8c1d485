import { defineElement } from '../shared/define-element.ts';
import { NalityChat } from './nality-chat.ts';

/** With it come the types of the tag and of its events. */
export type { NalityChat } from './nality-chat.ts';

defineElement('nality-chat', NalityChat);
