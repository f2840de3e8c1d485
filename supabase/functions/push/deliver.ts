import { buildPushPayload } from 'npm:@block65/webcrypto-web-push@2.0.0';
import { pushAddress } from './endpoint.ts';
import type { Message } from './message.ts';
import { pauseBefore } from './pauses.ts';
import type { Subscription } from './rows.ts';
import type { Settings } from './settings.ts';

/**
 * What became of a message to one browser: `gone`, the push service knows it no longer; `refused`, it is nothing that a
 * message may be sent to; `failed`, not delivered this time.
 */
export type Outcome = 'sent' | 'gone' | 'refused' | 'failed';

/** A push service that does not answer within so many milliseconds is asked again. */
const PATIENCE = 10_000;

/** Encrypts a message for one browser (RFC 8291), signs it (RFC 8292) and hands it to the push service. Never throws. */
export async function deliver(
  { data, options }: Message,
  { endpoint, keys }: Subscription,
  { vapid, more }: Settings,
): Promise<Outcome> {
  const address = pushAddress(endpoint, more);
  if (!address) return 'refused';
  try {
    const target = { endpoint: address.href, expirationTime: null, keys };
    return await send(address, await buildPushPayload({ data, options }, target, vapid));
  } catch (error) {
    // An endpoint is a secret; keys that are none are no fault of ours.
    console.error(`A message for ${address.host} could not be encrypted: ${(error as Error).message}`);
    return 'refused';
  }
}

async function send(address: URL, payload: RequestInit): Promise<Outcome> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await ask(address, payload);
    if (response?.ok) return 'sent';
    if (response?.status === 404 || response?.status === 410) return 'gone';
    const retryAfter = response?.headers.get('retry-after') ?? null;
    const pause = pauseBefore(attempt, response?.status, retryAfter, Date.now());
    if (pause === undefined) {
      console.error(`${address.host} did not take a message: ${response?.status ?? 'no answer'}`);
      return 'failed';
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** A push service has no reason to send elsewhere: a redirect is an answer like another, and not followed. */
async function ask(address: URL, payload: RequestInit): Promise<Response | undefined> {
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await fetch(address, { ...payload, redirect: 'manual', signal });
    await response.body?.cancel();
    return response;
  } catch {
    return undefined;
  }
}
