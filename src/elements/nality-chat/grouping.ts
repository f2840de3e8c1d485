import type { Chat } from '../../core/features/chat.ts';

/** A message as it is shown. */
export type ChatItem = ReturnType<Chat['items']['get']>[number];

/** What stands below each other in a conversation. */
export type Line =
  /** A new day begins; `at` in milliseconds. */
  | { readonly type: 'day'; readonly key: string; readonly at: number }
  /** From here on nothing was read. */
  | { readonly type: 'unread'; readonly key: 'unread' }
  /** What one author said in one go. */
  | { readonly type: 'group'; readonly key: string; readonly items: readonly ChatItem[] };

/** Whoever goes on after so long begins anew, in milliseconds. */
const PAUSE_MS = 5 * 60_000;

/**
 * Orders messages by day, author and time.
 *
 * @param items oldest first
 * @param readTo the last message that was read when the conversation was opened; what follows on it is unread
 */
export function linesOf(items: readonly ChatItem[], readTo: string | undefined): readonly Line[] {
  const lines: Line[] = [];
  let group: ChatItem[] = [];
  for (const [index, item] of items.entries()) {
    const before = items[index - 1];
    const at = timeOf(item);
    if (!before || dayOf(timeOf(before)) !== dayOf(at))
      lines.push({ type: 'day', key: `day ${dayOf(at)}`, at });
    if (before && before.row.id === readTo) lines.push({ type: 'unread', key: 'unread' });
    if (before && lines.at(-1)?.type === 'group' && goesOn(before, item)) {
      group.push(item);
      continue;
    }
    group = [item];
    lines.push({ type: 'group', key: item.row.id, items: group });
  }
  return lines;
}

/** When it was said, in milliseconds. */
export function timeOf({ row }: ChatItem): number {
  return Date.parse(row.created_at) || 0;
}

function goesOn({ row: before, ...rest }: ChatItem, item: ChatItem): boolean {
  const { row } = item;
  const sameAuthor = row.user_id === before.user_id && row.message_type === before.message_type;
  return sameAuthor && timeOf(item) - timeOf({ row: before, ...rest }) < PAUSE_MS;
}

/** The day of the person's calendar. */
function dayOf(at: number): string {
  return new Date(at).toDateString();
}
