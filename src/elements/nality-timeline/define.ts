import { defineElement } from '../shared/define-element.ts';
import { NalityTimeline } from './nality-timeline.ts';

defineElement('nality-timeline', NalityTimeline);
