/** What a push message is made of: columns of `user_notifications`. */
export interface Notification {
  id: string;
  user_id: string;
  type: 'info' | 'warning' | 'error' | 'success';
  /** What it tells, and of whom and what, for words in the language of the browser. */
  kind: string | null;
  details: { actor?: string; title?: string };
  title: string;
  message: string;
  action_url: string | null;
  expires_at: string | null;
  read: boolean;
  deleted_at: string | null;
}

/** A push message and how it is to be delivered (RFC 8030, section 5). */
export interface Message {
  /** Text only; `push-worker.js` reads it. */
  data: { nality: 1; id: string; title: string; body: string; url?: string; kind?: string; who?: string; what?: string };
  /** `ttl`: seconds that a push service keeps it for a browser that is off. `topic`: a later one of it replaces it there. */
  options: { ttl: number; urgency: 'normal' | 'high'; topic: string };
}

const THREE_DAYS = 3 * 24 * 60 * 60;

/** In UTF-8; the longest message that every push service takes is 4096 bytes, encryption included. */
const LONGEST = { title: 300, body: 1200, url: 1000, who: 200 };

/** The message for a notification; undefined when it no longer matters. */
export function messageOf(notification: Notification, now: number): Message | undefined {
  const { id, kind, details, type, title, message, action_url: url, expires_at: expiry, read, deleted_at: deleted } = notification;
  const left = expiry === null ? THREE_DAYS : Math.ceil((Date.parse(expiry) - now) / 1000);
  if (read || deleted !== null || left <= 0) return undefined;
  return {
    data: {
      nality: 1,
      id,
      title: shortened(title, LONGEST.title),
      body: shortened(message, LONGEST.body),
      // Half an address leads elsewhere.
      ...(url !== null && bytes(url) <= LONGEST.url && { url }),
      ...(kind !== null && {
        kind,
        who: shortened(details.actor ?? '', LONGEST.who),
        what: shortened(details.title ?? '', LONGEST.title),
      }),
    },
    options: {
      ttl: Math.min(left, THREE_DAYS),
      urgency: type === 'warning' || type === 'error' ? 'high' : 'normal',
      topic: id.replaceAll('-', ''),
    },
  };
}

function bytes(text: string): number {
  return new TextEncoder().encode(JSON.stringify(text)).length;
}

function shortened(text: string, longest: number): string {
  if (bytes(text) <= longest) return text;
  let short = '';
  let size = bytes('…');
  for (const character of text) {
    size += bytes(character) - 2;
    if (size > longest) break;
    short += character;
  }
  return `${short}…`;
}
