import { RealtimeClient, type RealtimeChannel, type RealtimeChannelOptions } from '@supabase/realtime-js';
import type { Environment } from '../environment.ts';
import { within } from '../lib/sleep.ts';
import { functionsClient, type Functions } from './functions.ts';
import type { LineOptions } from './line-options.ts';
import { restClient } from './rest.ts';

/** What PostgREST answered, as the client library hands it over. */
export interface RestAnswer {
  data: unknown;
  error: { code?: string; message: string; details?: string | null; hint?: string | null } | null;
  status: number;
  /** So long the server asks to be left in peace, milliseconds; the whole client library does not tell. */
  retryAfterMs?: number | undefined;
}

/** A query that can be refined and then awaited. */
export interface RestQuery extends PromiseLike<RestAnswer> {
  in(column: string, values: readonly string[]): RestQuery;
  eq(column: string, value: string): RestQuery;
  is(column: string, value: null): RestQuery;
  order(column: string): RestQuery;
  gt(column: string, value: string): RestQuery;
  gte(column: string, value: string): RestQuery;
  limit(count: number): RestQuery;
  abortSignal(signal: AbortSignal): RestQuery;
}

/** The part of a Supabase client that the core speaks to. A `SupabaseClient` fits as it is. */
export interface SupabaseLike {
  from(table: string): {
    select(columns: string): unknown;
    upsert(row: object, options: { onConflict: string; ignoreDuplicates: boolean }): unknown;
  };
  rpc(name: string, args?: object): unknown;
  channel(topic: string, options?: RealtimeChannelOptions): RealtimeChannel;
  removeChannel(channel: RealtimeChannel): Promise<unknown>;
  readonly functions?: Functions;
  readonly realtime: Pick<
    RealtimeClient,
    | 'accessToken'
    | 'setAuth'
    | 'isConnected'
    | 'isConnecting'
    | 'isDisconnecting'
    | 'connect'
    | 'disconnect'
    | 'endpointURL'
    | 'sendHeartbeat'
    | 'pendingHeartbeatRef'
  >;
}

/** Where to, with which public key, and as whom. */
export interface ClientOptions {
  /** The address of the Supabase project, without a path. */
  url: string;
  /** The publishable (or anon) key. */
  key: string;
  /** The token of the person who is signed in; null for nobody. */
  accessToken: () => Promise<string | null>;
  line: LineOptions;
  environment: Environment;
  /** When it aborts, nothing of the client is left in the page. */
  until: AbortSignal;
}

/** The longest pause that a timer takes, milliseconds. */
const NEVER_MS = 2 ** 31 - 1;

/** Puts a client together from what the core needs, at a third of the whole client's weight. */
export function composeClient(options: ClientOptions): SupabaseLike {
  const { url, key, accessToken, line, environment, until } = options;
  const late = (): Error => new Error('The sign-in did not answer in time.');
  const token = async (): Promise<string> =>
    (await within(line.timeoutMs, accessToken(), environment.after, late)) ?? key;
  const authorized: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('apikey', key);
    headers.set('authorization', `Bearer ${await token()}`);
    return environment.fetch(input, { ...init, headers });
  };
  const makeRealtime = (): RealtimeClient =>
    new RealtimeClient(`${url.replace(/^http/i, 'ws')}/realtime/v1`, {
      params: { apikey: key },
      accessToken: token,
      fetch: authorized,
      heartbeatIntervalMs: line.heartbeatMs,
      timeout: line.timeoutMs,
      reconnectAfterMs: dropPlan,
    });
  /** Connecting is the core's alone: a second loop would close the other's sockets, and go on after the end. */
  const dropPlan = (): number => {
    queueMicrotask(() => realtime.reconnectTimer.reset());
    return NEVER_MS;
  };
  // Its socket listens to the page and never stops: each closed core would stay in memory.
  const realtime = environment.contained(makeRealtime, until);
  return {
    ...restClient(`${url}/rest/v1`, authorized, environment.now),
    functions: functionsClient(`${url}/functions/v1`, authorized),
    channel: (topic, options) => realtime.channel(topic, options),
    removeChannel: (channel) => realtime.removeChannel(channel),
    realtime,
  };
}
