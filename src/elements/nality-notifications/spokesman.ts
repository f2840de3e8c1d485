import type { Notifications } from '../../core/features/notifications.ts';

/** An element that shows an inbox. */
interface Speaker {
  readonly placement: string;
}

const speakers = new WeakMap<Notifications, Set<Speaker>>();

/** Notes that an element shows an inbox, until `until` aborts. */
export function join(inbox: Notifications, speaker: Speaker, until: AbortSignal): void {
  const all = speakers.get(inbox) ?? new Set();
  speakers.set(inbox, all.add(speaker));
  until.addEventListener('abort', () => all.delete(speaker), { once: true });
}

/** Whether an element is the one that tells of what comes to an inbox, however many show it: whoever shows toasts, else the first. */
export function isSpokesman(inbox: Notifications, speaker: Speaker): boolean {
  const all = [...(speakers.get(inbox) ?? [])];
  return speaker === (all.find(({ placement }) => placement === 'toast') ?? all[0]);
}
