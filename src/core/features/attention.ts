import { signal, type Readable } from '../lib/signal.ts';
import type { Feature } from './feature.ts';

/** Which event the person is at, by what they do on this page. */
export interface Attention {
  /** The event's id; null for none, also when nothing was done there for a while. */
  readonly subject: Readable<string | null>;
  /** Notes that the person does something at an event. */
  visit(id: string): void;
}

/** So many milliseconds after the last sign of them somebody is at an event no longer: people read slowly. */
const DWELL_MS = 60_000;
/** A sign that comes so soon after another is the same. */
const MOMENT_MS = 1_000;

/** There is one person at a page, who is in one place. */
export const attention: Feature<Attention> = {
  name: 'attention',
  open(_key, { environment: { now, after } }, until) {
    const subject = signal<string | null>(null);
    let noted = -Infinity;
    let cancel: (() => void) | undefined;
    until.addEventListener('abort', () => cancel?.(), { once: true });
    return {
      subject,
      visit(id) {
        if (until.aborted || (id === subject.get() && now() < noted + MOMENT_MS)) return;
        noted = now();
        cancel?.();
        cancel = after(DWELL_MS, () => subject.set(null));
        subject.set(id);
      },
    };
  },
};
