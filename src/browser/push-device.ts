import type { PushAddress, PushDevice, PushWorkerMessage } from '../core/environment.ts';
import { NalityError } from '../core/errors.ts';

/** Web push of this browser; see `Environment.pushDevice`. Touches no service worker before it is asked to. */
export function openPushDevice(path?: string): PushDevice {
  const find = (): Promise<ServiceWorkerRegistration | undefined> =>
    path === undefined ? navigator.serviceWorker.getRegistration() : findByScript(scriptUrl(path));
  const register = (): Promise<ServiceWorkerRegistration> => {
    if (path === undefined) throw noWorker();
    // What a policy of Trusted Types makes is a string to TypeScript.
    return navigator.serviceWorker.register(trusted(scriptUrl(path)) as string);
  };
  return {
    support: supportHere(),
    permission: () => Notification.permission,
    ask: () => Notification.requestPermission(),
    async find() {
      const subscription = await (await find())?.pushManager.getSubscription();
      return subscription ? addressOf(subscription) : undefined;
    },
    async subscribe(applicationServerKey) {
      try {
        const { pushManager } = await activated((await find()) ?? (await register()));
        await (await pushManager.getSubscription())?.unsubscribe();
        return addressOf(await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey }));
      } catch (error) {
        throw errorOf(error);
      }
    },
    async unsubscribe() {
      await (await (await find())?.pushManager.getSubscription())?.unsubscribe();
    },
    listen(onMessage, until) {
      const hear = ({ data, ports: [answer] }: MessageEvent<unknown>): void => {
        if (!isOurs(data)) return;
        if (data.type === 'nality:push-open' ? goTo(data.url) : onMessage(data)) answer?.postMessage(true);
      };
      navigator.serviceWorker.addEventListener('message', hear, { signal: until });
    },
  };
}

function supportHere(): PushDevice['support'] {
  if ('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window) return 'yes';
  // Only the browsers of iPhone and iPad tell whether a page was started from the home screen.
  return (navigator as { standalone?: boolean }).standalone === false ? 'home-screen' : 'no';
}

async function findByScript(url: string): Promise<ServiceWorkerRegistration | undefined> {
  const all = await navigator.serviceWorker.getRegistrations();
  return all.find(({ active, waiting, installing }) =>
    [active, waiting, installing].some((worker) => worker?.scriptURL === url),
  );
}

/** A subscription needs a worker that is active: `navigator.serviceWorker.ready` waits for this page's only. */
async function activated(registration: ServiceWorkerRegistration): Promise<ServiceWorkerRegistration> {
  const worker = registration.installing ?? registration.waiting;
  if (registration.active || !worker) return registration;
  await new Promise<void>((resolve, reject) =>
    worker.addEventListener('statechange', () => {
      if (worker.state === 'activated') resolve();
      if (worker.state === 'redundant') reject(new Error('The service worker could not be installed.'));
    }),
  );
  return registration;
}

/** The address of a script of the page's own origin; nothing else is ever registered. */
function scriptUrl(path: string): string {
  const url = new URL(path, location.href);
  if (url.origin === location.origin) return url.href;
  throw new NalityError('config', 'The service worker has to be a path on the page’s own server.');
}

interface Policy {
  createScriptURL(url: string): object;
}
interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): Policy;
}

let policy: Policy | undefined;

/** Under Trusted Types a script's address has to come from a policy; ours is `nality-push`. */
function trusted(url: string): string | object {
  const { trustedTypes } = window as { trustedTypes?: PolicyFactory };
  policy ??= trustedTypes?.createPolicy('nality-push', { createScriptURL: scriptUrl });
  return policy?.createScriptURL(url) ?? url;
}

function addressOf(subscription: PushSubscription): PushAddress {
  const { p256dh = '', auth = '' } = subscription.toJSON().keys ?? {};
  const key = subscription.options.applicationServerKey;
  return {
    endpoint: subscription.endpoint,
    expirationTime: subscription.expirationTime,
    keys: { p256dh, auth },
    vapidKey: key ? base64url(key) : undefined,
  };
}

function base64url(bytes: ArrayBuffer): string {
  const text = btoa(String.fromCharCode(...new Uint8Array(bytes)));
  return text.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** Goes to an address within this page, which loses nothing by it; returns whether it is one. */
function goTo(url: string): boolean {
  const { origin, pathname, search, hash } = new URL(url);
  if (origin + pathname + search !== location.origin + location.pathname + location.search) return false;
  if (hash) location.hash = hash;
  return true;
}

function isOurs(data: unknown): data is PushWorkerMessage {
  return /^nality:push-/.test(String((data as { type?: unknown } | null)?.type));
}

const noWorker = (): NalityError =>
  new NalityError(
    'config',
    'The page has no service worker. Serve one that imports push-worker.js, and name its path.',
  );

/** By the names of the browser's errors, as the Push API and the Service Worker specifications give them. */
function errorOf(cause: unknown): NalityError {
  if (cause instanceof NalityError) return cause;
  const { name, message } = cause as Error;
  if (name === 'NotAllowedError')
    return new NalityError('denied', 'Notifications are not allowed for this page.', { cause });
  if (name === 'AbortError')
    return new NalityError('server', 'The browser’s push service does not answer. Try again later.', {
      cause,
    });
  return new NalityError('config', `The browser could not subscribe to push messages. (${message})`, {
    cause,
  });
}
