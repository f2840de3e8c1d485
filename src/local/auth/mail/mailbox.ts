import { json } from '../../gateway/json.ts';

/** A mail to a person, who would read its text. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
  /** The code that the text tells. */
  token: string;
  /** What to follow in place of the code; absent where the code alone counts. */
  link?: string;
}

/** The mails of the project: they go nowhere, and can be read here. */
export interface Mailbox {
  deliver(mail: Mail): void;
  /** `GET` answers all mails, the newest first, or with `?to=` those to an address; `DELETE` forgets them. */
  handle(request: Request): Response;
}

const KEPT = 1000;

/** Makes an empty mailbox in memory; it keeps the last 1000 mails. */
export function createMailbox(): Mailbox {
  const mails: (Mail & { sent_at: string })[] = [];
  return {
    deliver(mail) {
      mails.unshift({ ...mail, sent_at: new Date().toISOString() });
      mails.splice(KEPT);
    },
    handle({ method, url }) {
      const to = new URL(url).searchParams.get('to')?.toLowerCase();
      if (method === 'GET') {
        return json(
          200,
          mails.filter((mail) => to === undefined || mail.to === to),
        );
      }
      if (method !== 'DELETE') return json(405, { message: 'Method not allowed' }, { allow: 'GET, DELETE' });
      mails.length = 0;
      return new Response(null, { status: 204 });
    },
  };
}
