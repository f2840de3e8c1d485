import type { PushStatus } from '../../core/features/push.ts';
import { words } from '../shared/language.ts';

/** What is said of push messages. Loaded with them. */
export const pushText = words('push', {
  label: 'Notify me when this page is closed',
  unsupported: 'This browser cannot notify you when this page is closed.',
  'needs-home-screen':
    'To be notified when this page is closed, tap Share, then “Add to Home Screen”, and open the page from there.',
  denied:
    'Notifications are blocked for this page. Allow them in your browser’s settings for this site, then come back.',
  failed: (title: string) => `This did not work: ${title}. Everything else works as before.`,
} satisfies Partial<Record<PushStatus['name'] | 'label', unknown>>);
