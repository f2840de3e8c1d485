import type { Nality } from '../../core/nality.ts';

/** How the queue of unsent changes is. */
export type QueueStatus = ReturnType<Nality['outbox']['status']['get']>;

/** The queue of unsent changes is another: something was written, sent, refused or stored. */
export class NalityQueueChangeEvent extends Event {
  static readonly type = 'nality-queue-change';

  /** @param status how many wait, whether they are being sent, and whether they survive the page */
  constructor(readonly status: QueueStatus) {
    super(NalityQueueChangeEvent.type, { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'nality-queue-change': NalityQueueChangeEvent;
  }
  interface WindowEventMap {
    'nality-queue-change': NalityQueueChangeEvent;
  }
}
