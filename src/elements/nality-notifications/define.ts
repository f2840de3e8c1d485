import { defineElement } from '../shared/define-element.ts';
import { NalityNotifications } from './nality-notifications.ts';

/** With it come the types of the tag and of its events. */
export type { NalityNotifications } from './nality-notifications.ts';

defineElement('nality-notifications', NalityNotifications);
