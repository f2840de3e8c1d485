/** What the address of a page names a conversation by. */
const HASH = '#nality-chat-';

/** The address of a conversation: this page, at the conversation. */
export function addressOf(session: string): string {
  return location.href.split('#', 1)[0] + HASH + session;
}

/** The id of the conversation that the page's address names; empty for none. */
export function sessionInAddress(): string {
  return location.hash.startsWith(HASH) ? location.hash.slice(HASH.length) : '';
}
