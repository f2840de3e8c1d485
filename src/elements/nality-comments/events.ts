import type { CommentDraft } from '../../core/features/comments.ts';
import type { Comment } from '../../core/features/threads.ts';

/** A comment is about to be sent, or changed. Cancel it and it stays in its field, unsent. */
export class NalityCommentBeforeSendEvent extends Event {
  static readonly type = 'nality-comment-before-send';

  /**
   * @param draft what will be written; people who are mentioned stand in it as `@[id]`
   * @param commentId the comment that changes; `undefined` for a new one
   */
  constructor(
    readonly draft: CommentDraft,
    readonly commentId: string | undefined,
  ) {
    super(NalityCommentBeforeSendEvent.type, { bubbles: true, composed: true, cancelable: true });
  }
}

/** A comment was written or changed here; it is visible, and on its way to the server. */
export class NalityCommentSendEvent extends Event {
  static readonly type = 'nality-comment-send';

  /** @param commentId its id @param draft what was written */
  constructor(
    readonly commentId: string,
    readonly draft: CommentDraft,
  ) {
    super(NalityCommentSendEvent.type, { bubbles: true, composed: true });
  }
}

/** A comment is about to be deleted. Cancel it and it stays. */
export class NalityCommentBeforeDeleteEvent extends Event {
  static readonly type = 'nality-comment-before-delete';

  /** @param comment the comment as it is shown */
  constructor(readonly comment: Comment) {
    super(NalityCommentBeforeDeleteEvent.type, { bubbles: true, composed: true, cancelable: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'nality-comment-before-send': NalityCommentBeforeSendEvent;
    'nality-comment-send': NalityCommentSendEvent;
    'nality-comment-before-delete': NalityCommentBeforeDeleteEvent;
  }
}
