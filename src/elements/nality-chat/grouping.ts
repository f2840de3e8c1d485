import type { Chat } from '../../core/features/chat.ts';

/** A message as it is shown. */
export type ChatItem = ReturnType<Chat['items']['get']>[number];

/** What stands below each other in a conversation. */
export type Line =
  /** A new day begins; `at` in milliseconds. */
  | { readonly type: 'day'; readonly key: string; readonly at: number }
  /** From here on nothing was read. */
  | { readonly type: 'unread'; readonly key: 'unread' }
  /** `first`: whoever says it begins to speak with it. */
  | { readonly type: 'message'; readonly key: string; readonly item: ChatItem; readonly first: boolean };

/** Whoever goes on after so long begins anew, in milliseconds. */
const PAUSE_MS = 5 * 60_000;

/**
 * Orders messages by day, author and time. Each stands for itself, so that none is drawn anew when others come before it.
 *
 * @param items oldest first
 * @param readTo the last message that was read when the conversation was opened; what follows on it is unread
 * @param me whoever goes on by themselves has read all that was there
 */
export function linesOf(
  items: readonly ChatItem[],
  readTo: string | null | undefined,
  me: string | undefined,
): readonly Line[] {
  const lines: Line[] = [];
  for (const [index, item] of items.entries()) {
    const before = items[index - 1];
    const at = timeOf(item);
    const count = lines.length;
    if (!before || dayOf(timeOf(before)) !== dayOf(at))
      lines.push({ type: 'day', key: `day ${dayOf(at)}`, at });
    if (before && before.row.id === readTo && item.row.user_id !== me)
      lines.push({ type: 'unread', key: 'unread' });
    const first = lines.length > count || !before || !goesOn(before, item);
    lines.push({ type: 'message', key: item.row.id, item, first });
  }
  return lines;
}

/** When it was said, in milliseconds. */
export function timeOf({ row }: ChatItem): number {
  return Date.parse(row.created_at) || 0;
}

function goesOn(before: ChatItem, item: ChatItem): boolean {
  const { row } = item;
  const sameAuthor = row.user_id === before.row.user_id && row.message_type === before.row.message_type;
  return sameAuthor && timeOf(item) - timeOf(before) < PAUSE_MS;
}

/** The day of the person's calendar. */
function dayOf(at: number): string {
  return new Date(at).toDateString();
}
