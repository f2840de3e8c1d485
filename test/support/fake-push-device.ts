import { randomUUID } from 'node:crypto';
import type { PushAddress, PushDevice, PushPermission, PushNews } from '../../src/core/environment.ts';
import type { NalityError } from '../../src/core/errors.ts';

/** The web push of a browser, and the person in front of it. */
export interface FakePushDevice extends PushDevice {
  support: PushDevice['support'];
  now: PushPermission;
  /** What the person answers; undefined: the question is closed. */
  answer: PushPermission | undefined;
  /** How often they were asked. */
  asked: number;
  /** How often a subscription was made. */
  made: number;
  current: PushAddress | undefined;
  /** What the next subscribing meets. */
  fault: NalityError | undefined;
  /** The service worker speaks; answers whether a page said `true`. */
  say(message: PushNews): boolean;
}

export function fakePushDevice(): FakePushDevice {
  const listeners = new Set<(message: PushNews) => true | void>();
  const device: FakePushDevice = {
    support: 'yes',
    now: 'default',
    answer: 'granted',
    asked: 0,
    made: 0,
    current: undefined,
    fault: undefined,
    permission: () => device.now,
    async ask() {
      device.asked += 1;
      await Promise.resolve();
      return (device.now = device.answer ?? 'default');
    },
    find: async () => device.current,
    async subscribe(vapidKey) {
      const { fault } = device;
      device.fault = undefined;
      if (fault) throw fault;
      device.made += 1;
      return (device.current = addressFor(vapidKey));
    },
    unsubscribe: async () => void (device.current = undefined),
    listen(onMessage, until) {
      listeners.add(onMessage);
      until.addEventListener('abort', () => listeners.delete(onMessage));
    },
    say: (message) => [...listeners].map((listener) => listener(message)).includes(true),
  };
  return device;
}

/** An address as a push service gives it. */
export function addressFor(vapidKey: string): PushAddress {
  const endpoint = `https://fcm.googleapis.com/fcm/send/${randomUUID()}`;
  return { endpoint, expirationTime: null, keys: { p256dh: 'p', auth: 'a' }, vapidKey };
}
