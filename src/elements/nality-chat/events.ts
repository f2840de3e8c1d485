import type { Chat } from '../../core/features/chat.ts';
import type { LifeEventDraft } from '../../core/features/life-event.ts';

/** An event that the assistant proposes. */
export type Proposal = ReturnType<Chat['proposals']['get']>[number]['row'];

/** Somebody is about to say something. Cancel it and it stays in the composer, unsent. */
export class NalityMessageBeforeSendEvent extends Event {
  static readonly type = 'nality-message-before-send';

  /** @param text what will be said */
  constructor(readonly text: string) {
    super(NalityMessageBeforeSendEvent.type, { bubbles: true, composed: true, cancelable: true });
  }
}

/** Somebody has said something. It is kept, and sent as soon as there is a connection. */
export class NalityMessageSendEvent extends Event {
  static readonly type = 'nality-message-send';

  /**
   * @param text what was said
   * @param sessionId the conversation
   */
  constructor(
    readonly text: string,
    readonly sessionId: string,
  ) {
    super(NalityMessageSendEvent.type, { bubbles: true, composed: true });
  }
}

/** A proposed event is about to be put onto the timeline. Cancel it and it stays a proposal. */
export class NalityProposalBeforeAcceptEvent extends Event {
  static readonly type = 'nality-proposal-before-accept';

  /**
   * @param proposal what was proposed
   * @param draft the event as it will be
   */
  constructor(
    readonly proposal: Proposal,
    readonly draft: LifeEventDraft,
  ) {
    super(NalityProposalBeforeAcceptEvent.type, { bubbles: true, composed: true, cancelable: true });
  }
}

/** A proposed event is on the timeline. */
export class NalityProposalAcceptEvent extends Event {
  static readonly type = 'nality-proposal-accept';

  /**
   * @param proposal what was proposed
   * @param eventId the event that it became
   */
  constructor(
    readonly proposal: Proposal,
    readonly eventId: string,
  ) {
    super(NalityProposalAcceptEvent.type, { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'nality-message-before-send': NalityMessageBeforeSendEvent;
    'nality-message-send': NalityMessageSendEvent;
    'nality-proposal-before-accept': NalityProposalBeforeAcceptEvent;
    'nality-proposal-accept': NalityProposalAcceptEvent;
  }
}
