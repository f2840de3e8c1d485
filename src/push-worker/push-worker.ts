import type { NoticeLine, PushClaim, PushWorkerMessage } from '../core/environment.ts';
import { shownOf, type Shown } from './message.ts';
import type { PushWorkerSettings } from './settings.ts';
import { clickTarget, isSamePage } from './urls.ts';

export type { PushWorkerSettings } from './settings.ts';

declare const self: ServiceWorkerGlobalScope & { readonly nalityPush?: PushWorkerSettings };

/** A page that shows the notification by itself says so within so many milliseconds. */
const ANSWER_MS = 2_000;
/** A page that has let the system show it, since this message was late, says so within so many. */
const LATE_MS = 300;
/** A page that goes where a click leads says so within so many: Firefox opens no window later than a second after the click. */
const GO_MS = 500;

// A site's service worker has listeners of its own: what is not ours is left to them.
if (typeof ServiceWorkerGlobalScope === 'function' && self instanceof ServiceWorkerGlobalScope) {
  const settings = (): PushWorkerSettings => (Object.hasOwn(self, 'nalityPush') && self.nalityPush) || {};
  const base = self.registration.scope;

  self.addEventListener('push', (event) => {
    const { lang = navigator.language } = settings();
    const shown = shownOf(event.data?.text(), settings(), base, lang);
    if (shown) event.waitUntil(show(shown));
  });
  self.addEventListener('notificationclick', (event) => {
    const data = event.notification.data as { nality?: true; url?: unknown } | null;
    if (data?.nality !== true) return;
    event.notification.close();
    event.waitUntil(open(clickTarget(data.url, settings(), base)));
  });
  self.addEventListener('pushsubscriptionchange', (event) => {
    event.waitUntil(subscribeAgain(event as PushSubscriptionChangeEvent));
  });
}

/** One notification, in the page or by the system. */
async function show({ title, options }: Shown): Promise<void> {
  const inPage = options.tag !== undefined && (await isShownInPage(options.tag));
  if (inPage && !mustShow()) return;
  await self.registration.showNotification(title, { ...options, silent: inPage || null });
  if (!inPage) return;
  for (const shown of await self.registration.getNotifications({ tag: options.tag })) shown.close();
}

/** Safari takes the subscription away after three messages without a notification, whatever the page shows. */
function mustShow(): boolean {
  return /AppleWebKit\//.test(navigator.userAgent) && !/Chrome\//.test(navigator.userAgent);
}

/** Whether a page shows it by itself, or has let the system show it. From now on none does. */
async function isShownInPage(id: string): Promise<boolean> {
  const all = await pages();
  const visible = all.filter(({ visibilityState }) => visibilityState === 'visible');
  if (await isAnswered(visible, { type: 'nality:push-shows', id }, ANSWER_MS)) return true;
  return all.length > 0 && isShownBefore(id);
}

async function isShownBefore(id: string): Promise<boolean> {
  const line = new BroadcastChannel('nality:notices' satisfies NoticeLine);
  const answer = new Promise<boolean>((resolve) => {
    setTimeout(() => resolve(false), LATE_MS);
    line.onmessage = ({ data }) => data === id && resolve(true);
  });
  line.postMessage(`push ${id}` satisfies PushClaim);
  return answer.finally(() => line.close());
}

/** Whether one of the pages says yes within so many milliseconds. */
async function isAnswered(
  asked: readonly WindowClient[],
  message: PushWorkerMessage,
  within: number,
): Promise<boolean> {
  if (asked.length === 0) return false;
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), within);
    for (const page of asked) {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => data === true && resolve(true);
      page.postMessage(message, [port2]);
    }
  });
}

/** A page with unsaved work is never led elsewhere: the target is a place in one that is open, or it opens beside. */
async function open(target: string): Promise<void> {
  const all = await pages();
  const there = all.find(({ url }) => url === target) ?? all.find(({ url }) => isSamePage(url, target));
  const goes = there && (await isAnswered([there], { type: 'nality:push-open', url: target }, GO_MS));
  await (goes || there?.url === target ? there.focus() : self.clients.openWindow(target));
}

/** What the browser took away is asked for again; the next page stores it. */
async function subscribeAgain(event: PushSubscriptionChangeEvent): Promise<void> {
  const { oldSubscription, newSubscription } = event;
  const key = oldSubscription?.options.applicationServerKey;
  if (!newSubscription && key) {
    const options = { userVisibleOnly: true, applicationServerKey: key };
    await self.registration.pushManager.subscribe(options).catch(() => undefined);
  }
  for (const page of await pages())
    page.postMessage({ type: 'nality:push-changed' } satisfies PushWorkerMessage);
}

function pages(): Promise<readonly WindowClient[]> {
  return self.clients.matchAll({ type: 'window', includeUncontrolled: true });
}
