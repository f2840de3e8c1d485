import { defineElement } from '../shared/define-element.ts';
import { NalityNotifications } from './nality-notifications.ts';

defineElement('nality-notifications', NalityNotifications);
