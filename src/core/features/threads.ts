import type { SyncedRow, Tracked } from '../sync/rows.ts';

/** A comment on an event. Times are ISO timestamps by the server's clock. */
export interface Comment extends SyncedRow {
  readonly event_id: string;
  /** Who wrote it; null until it is known who is signed in. */
  readonly user_id: string | null;
  /** What it answers. */
  readonly parent_id: string | null;
  /** A person who is mentioned stands in it as `@[id]`. */
  readonly content: string;
  /** The ids of the people who are mentioned. */
  readonly mentions: readonly string[];
  readonly created_at: string;
  readonly updated_at: string;
  /** When its author last changed the words; null for never. */
  readonly edited_at: string | null;
}

/** A comment with its answers. */
export interface Thread {
  /** The id of the comment. */
  readonly id: string;
  /** The comment itself; undefined when it was deleted. */
  readonly root: Tracked<Comment> | undefined;
  /** Oldest first. */
  readonly replies: readonly Tracked<Comment>[];
}

/** Oldest first, and last what the server has not seen yet: the local clock may be wrong. */
export function oldestFirst(a: Comment, b: Comment): number {
  const [left, right] = [placeOf(a), placeOf(b)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function placeOf({ rev, created_at: created, id }: Comment): string {
  return `${rev === 0 ? 1 : 0} ${created} ${id}`;
}

/**
 * Puts answers under what they answer, one level deep; threads with the oldest first. A deleted comment keeps its place for as
 * long as there are answers to it.
 *
 * @param comments in the order of `oldestFirst`
 * @param begun when a deleted comment was written, by its id, where that is known
 */
export function threadsOf(
  comments: readonly Tracked<Comment>[],
  begun: ReadonlyMap<string, string>,
): readonly Thread[] {
  const byId = new Map(comments.map((item) => [item.row.id, item]));
  const threads = new Map<string, { root: Thread['root']; replies: Tracked<Comment>[] }>();
  for (const item of comments) {
    const id = rootOf(item.row, byId);
    const thread = threads.get(id) ?? { root: byId.get(id), replies: [] };
    threads.set(id, thread);
    if (item.row.id !== id) thread.replies.push(item);
  }
  const placed = [...threads].map(([id, thread]) => {
    const first = (thread.root ?? thread.replies[0])?.row as Comment;
    const start = thread.root ? first.created_at : (begun.get(id) ?? first.created_at);
    return { place: placeOf({ ...first, created_at: start, id }), thread: { id, ...thread } };
  });
  return placed.sort((a, b) => (a.place < b.place ? -1 : 1)).map(({ thread }) => thread);
}

/** What begins the thread of a comment, whatever the rows are: of those that answer each other in a ring, each begins one. */
function rootOf(comment: Comment, byId: ReadonlyMap<string, Tracked<Comment>>): string {
  const passed = new Set<string>();
  let { id, parent_id: parent } = comment;
  while (parent !== null && !passed.has(id)) {
    passed.add(id);
    id = parent;
    parent = byId.get(id)?.row.parent_id ?? null;
  }
  return id;
}
