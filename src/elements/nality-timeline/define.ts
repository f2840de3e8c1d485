import { defineElement } from '../shared/define-element.ts';
import { NalityTimeline } from './nality-timeline.ts';

/** With it come the types of the tag and of its events. */
export type { NalityTimeline } from './nality-timeline.ts';

defineElement('nality-timeline', NalityTimeline);
