import { NalityError } from '../errors.ts';
import type { BackoffOptions } from '../lib/backoff.ts';

/** How the line to the server is kept. All times in milliseconds. */
export interface LineOptions {
  /**
   * The pause before attempt n is `min(baseMs · 2ⁿ, maxMs)`, its upper half drawn by chance. Also before a topic that
   * the server has closed is joined anew. Default: 1000 and 30000.
   */
  reconnect: Pick<BackoffOptions, 'baseMs' | 'maxMs'>;
  /** How often the server is asked for a sign of life: a lost link is noticed within twice this time. Not with the page's own client. Default: 15000. */
  heartbeatMs: number;
  /** How long a socket, a join or the page's sign-in may take. Default: 10000. */
  timeoutMs: number;
  /** Gives up connecting after so many attempts in a row. Default: never. */
  maxReconnectAttempts: number;
}

/** Supabase's own heartbeat is 25 s; its own patience with a join is the 10 s here. */
const DEFAULTS: LineOptions = {
  reconnect: {},
  heartbeatMs: 15_000,
  timeoutMs: 10_000,
  maxReconnectAttempts: Infinity,
};

/** What a page may say of it; undefined is the default. */
export type LineChoices = { readonly [Key in keyof LineOptions]?: LineOptions[Key] | undefined };

/**
 * The options of a page, made whole.
 *
 * @throws NalityError `config` for a number that is not above zero
 */
export function lineOptions(choices: LineChoices): LineOptions {
  const { reconnect, heartbeatMs, timeoutMs, maxReconnectAttempts } = choices;
  const numbers = { heartbeatMs, timeoutMs, maxReconnectAttempts, ...reconnect };
  for (const [name, value] of Object.entries(numbers)) {
    if (value !== undefined && !(value > 0))
      throw new NalityError('config', `${name} must be a number above zero; it is ${value}.`);
  }
  return {
    reconnect: reconnect ?? DEFAULTS.reconnect,
    heartbeatMs: heartbeatMs ?? DEFAULTS.heartbeatMs,
    timeoutMs: timeoutMs ?? DEFAULTS.timeoutMs,
    maxReconnectAttempts: maxReconnectAttempts ?? DEFAULTS.maxReconnectAttempts,
  };
}
