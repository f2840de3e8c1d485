import { defineElement } from '../shared/define-element.ts';
import { NalityComments } from './nality-comments.ts';

defineElement('nality-comments', NalityComments);
