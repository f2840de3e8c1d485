import { defineElement } from '../shared/define-element.ts';
import { NalityChat } from './nality-chat.ts';

defineElement('nality-chat', NalityChat);
