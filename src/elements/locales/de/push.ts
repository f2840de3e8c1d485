import type { pushText } from '../../nality-notifications/push-text.ts';

/** What is said of push messages, in German. */
export const push: typeof pushText = {
  label: 'Benachrichtige mich, wenn diese Seite geschlossen ist',
  unsupported: 'Dieser Browser kann dich nicht benachrichtigen, wenn diese Seite geschlossen ist.',
  'needs-home-screen':
    'Um benachrichtigt zu werden, wenn diese Seite geschlossen ist, tippe auf „Teilen“, dann auf „Zum Home-Bildschirm“, und öffne die Seite von dort.',
  denied:
    'Mitteilungen sind für diese Seite gesperrt. Erlaube sie in den Einstellungen deines Browsers für diese Seite und komm dann zurück.',
  failed: (title: string) => `Das hat nicht geklappt: ${title}. Alles andere geht wie bisher.`,
};
