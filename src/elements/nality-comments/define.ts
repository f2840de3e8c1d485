import { defineElement } from '../shared/define-element.ts';
import { NalityComments } from './nality-comments.ts';

/** With it come the types of the tag and of its events. */
export type { NalityComments } from './nality-comments.ts';

defineElement('nality-comments', NalityComments);
