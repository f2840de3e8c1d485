/**
 * Sends a new notification to the browsers of its person. Called by the database with the body of a database webhook,
 * `{type: 'INSERT', table: 'user_notifications', record: {id, …}}`, and the project's secret key. Of the body only the id
 * counts; everything else is read anew. Answers how many browsers were reached, and never where they are.
 */
import { Buffer } from 'node:buffer';
import { createHash, timingSafeEqual } from 'node:crypto';
import { deliver, type Outcome } from './deliver.ts';
import { messageOf } from './message.ts';
import { openRows } from './rows.ts';
import { readSettings, type Settings } from './settings.ts';

declare const EdgeRuntime: { waitUntil(work: Promise<unknown>): void };

Deno.serve(async (request: Request): Promise<Response> => {
  try {
    const settings = readSettings(Deno.env.toObject());
    if (!isProject(request.headers, settings)) return refusal(401, 'Only the project itself may call this.');
    if (request.method !== 'POST') return refusal(405, 'POST the body of a database webhook.');
    const id = idOf(await request.json().catch(() => null));
    if (id === undefined) return refusal(400, 'The body is not that of a webhook for a new row of user_notifications.');
    const work = push(id, settings);
    // It goes on when the caller, who has other things to do, has hung up.
    EdgeRuntime.waitUntil(work.catch(() => undefined));
    return Response.json(await work);
  } catch (error) {
    console.error(error);
    return refusal(500, (error as Error).message);
  }
});

function refusal(status: number, message: string): Response {
  return Response.json({ message }, { status });
}

/** A secret key, the older `service_role` JWT included, as `apikey` or as bearer. */
function isProject(headers: Headers, { callers }: Settings): boolean {
  const bearer = /^Bearer (.+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  const given = [bearer, headers.get('apikey')].filter((key) => typeof key === 'string');
  return given.some((key) => callers.some((known) => isSame(key, known)));
}

function isSame(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

interface Webhook {
  type?: unknown;
  table?: unknown;
  record?: { id?: unknown } | null;
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

function idOf(body: Webhook | null): string | undefined {
  const id = body?.record?.id;
  const isNew = body?.type === 'INSERT' && body.table === 'user_notifications';
  return isNew && typeof id === 'string' && UUID.test(id) ? id : undefined;
}

async function push(id: string, settings: Settings): Promise<Record<Outcome, number>> {
  const counts = { sent: 0, gone: 0, refused: 0, failed: 0 };
  const rows = openRows(settings);
  const notification = await rows.notification(id);
  const message = notification && messageOf(notification, Date.now());
  if (!message) return counts;
  const browsers = await rows.subscriptions(notification.user_id);
  const deliveries = browsers.map(async (browser) => {
    const outcome = await deliver(message, browser, settings);
    if (outcome === 'gone') await rows.forget(browser);
    counts[outcome] += 1;
  });
  await Promise.all(deliveries);
  return counts;
}
