import type { LifeEvent, LifeEventDraft } from '../../core/features/life-event.ts';

/** Somebody opened an event of the timeline. */
export class NalityEventSelectEvent extends Event {
  static readonly type = 'nality-event-select';

  /** @param lifeEvent the event as it is shown */
  constructor(readonly lifeEvent: LifeEvent) {
    super(NalityEventSelectEvent.type, { bubbles: true, composed: true });
  }
}

/** What somebody wrote is about to be saved. Cancel it and it stays in the editor, unsaved. */
export class NalityEventBeforeSaveEvent extends Event {
  static readonly type = 'nality-event-before-save';

  /**
   * @param eventId the event that changes; `undefined` for a new one
   * @param draft the fields that will be written
   */
  constructor(
    readonly eventId: string | undefined,
    readonly draft: LifeEventDraft,
  ) {
    super(NalityEventBeforeSaveEvent.type, { bubbles: true, composed: true, cancelable: true });
  }
}

/** An event is about to be deleted. Cancel it and it stays. */
export class NalityEventBeforeDeleteEvent extends Event {
  static readonly type = 'nality-event-before-delete';

  /** @param lifeEvent the event as it is shown */
  constructor(readonly lifeEvent: LifeEvent) {
    super(NalityEventBeforeDeleteEvent.type, { bubbles: true, composed: true, cancelable: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'nality-event-select': NalityEventSelectEvent;
    'nality-event-before-save': NalityEventBeforeSaveEvent;
    'nality-event-before-delete': NalityEventBeforeDeleteEvent;
  }
}
