import type { LiveRegion } from '../shared/live-region.ts';
import type { ChatItem } from './grouping.ts';
import { text } from './text.ts';

/** Of a longer message only the beginning is said. */
const MAX = 500;

/** Tells screen readers what others say: an answer as a whole, once it is written. */
export class Announcements {
  private known: Map<string, ChatItem> | undefined;

  constructor(private readonly region: LiveRegion) {}

  /**
   * Follows the messages.
   *
   * @param items undefined while they are loaded: what is there then is no news
   * @param nameOf who said it; undefined for me
   */
  follow(items: readonly ChatItem[] | undefined, nameOf: (item: ChatItem) => string | undefined): void {
    const before = this.known;
    this.known = items && new Map(items.map((item) => [item.row.id, item]));
    if (!before || !items) return;
    const last = [...before.values()].at(-1)?.row.created_at ?? '';
    const news = items.filter((item) => {
      const was = before.get(item.row.id);
      const isNew = was ? was.status === 'streaming' : item.row.created_at > last;
      return was !== item && isNew && item.status !== 'streaming' && nameOf(item) !== undefined;
    });
    if (news.length > 0) this.region.say(news.map((item) => sayingOf(item, nameOf(item) ?? '')).join('\n'));
  }
}

function sayingOf(item: ChatItem, name: string): string {
  const words = item.text.replace(/[*_`#>~]+/g, '');
  const end = item.status === 'interrupted' ? ` ${text.interrupted}` : '';
  return text.said(name, words.length > MAX ? `${words.slice(0, MAX)} …` : words) + end;
}
