import type { Environment } from '../environment.ts';
import { within } from '../lib/sleep.ts';
import { functionsClient, type Functions } from './functions.ts';
import type { LineOptions } from './line-options.ts';
import { restClient } from './rest.ts';
import type { Values } from './rows.ts';
import { realtimeClient } from './transport/realtime.ts';

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

/** What a topic is joined with. */
export interface TopicConfig {
  readonly private: boolean;
  readonly broadcast: { readonly replication_ready?: boolean };
  readonly presence: { readonly key?: string; readonly enabled: boolean };
}

/** Rows to hear of, in Realtime's words. */
export interface RowFilter {
  readonly event: '*';
  readonly schema: string;
  readonly table: string;
  readonly filter: string;
}

/** A changed row: `new` and `old` are empty where they were not sent. */
export interface RowChange {
  readonly table: string;
  readonly new: object;
  readonly old: object;
  readonly errors: unknown;
}

/** A topic of a client. */
export interface ClientChannel {
  on(type: 'postgres_changes', filter: RowFilter, listener: (change: RowChange) => void): unknown;
  on(
    type: 'broadcast',
    filter: { event: '*' },
    listener: (message: { event: string; payload?: Values }) => void,
  ): unknown;
  on(type: 'presence', filter: { event: 'sync' }, listener: () => void): unknown;
  on(type: 'system', filter: object, listener: (message: Values) => void): unknown;
  /**
   * Joins. `onStatus` hears `SUBSCRIBED`, or why not and why not any more: `TIMED_OUT`, `CLOSED` by the server,
   * `CHANNEL_ERROR` with an error whose `cause.reason` is the server's; a lost socket gives none.
   */
  subscribe(onStatus: (status: string, error?: Error) => void, timeoutMs: number): unknown;
  send(message: { type: 'broadcast'; event: string; payload: Values }): Promise<unknown>;
  /** Answers `ok` once the server has taken it. */
  track(meta: { [name: string]: unknown }): Promise<string>;
  presenceState(): Readonly<Record<string, readonly object[]>>;
}

/** The socket of a client, and who speaks through it. */
export interface ClientSocket {
  /** Asks for the token that is really used; null where nobody can be asked. */
  readonly accessToken: (() => Promise<string | null>) | null;
  /** Gives it to every topic. Without one it is asked for. */
  setAuth(token?: string | null): Promise<void>;
  isConnected(): boolean;
  isConnecting(): boolean;
  isDisconnecting(): boolean;
  /** Opens the socket, where none is open or being opened. Throws where none can be made. */
  connect(): void;
  disconnect(): Promise<unknown>;
  endpointURL(): string;
  /** Asks for a sign of life. To do so while one is awaited gives the socket up. */
  sendHeartbeat(): Promise<void>;
  /** The sign of life that is awaited. */
  readonly pendingHeartbeatRef: string | null;
}

/** The part of a Supabase client that the core speaks to. A `SupabaseClient` fits as it is. */
export interface SupabaseLike {
  from(table: string): {
    select(columns: string): unknown;
    upsert(row: object, options: { onConflict: string; ignoreDuplicates: boolean }): unknown;
  };
  rpc(name: string, args?: object): unknown;
  channel(topic: string, options: { config: TopicConfig }): ClientChannel;
  removeChannel(channel: ClientChannel): Promise<unknown>;
  readonly functions?: Functions;
  readonly realtime: ClientSocket;
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
}

/** Puts a client together from what the core needs, at a tenth of the whole client's weight. */
export function composeClient({ url, key, accessToken, line, environment }: ClientOptions): SupabaseLike {
  const late = (): Error => new Error('The sign-in did not answer in time.');
  const token = async (): Promise<string> =>
    (await within(line.timeoutMs, accessToken(), environment.after, late)) ?? key;
  const authorized: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('apikey', key);
    headers.set('authorization', `Bearer ${await token()}`);
    return environment.fetch(input, { ...init, headers });
  };
  return {
    ...restClient(`${url}/rest/v1`, authorized, environment.now),
    functions: functionsClient(`${url}/functions/v1`, authorized),
    ...realtimeClient({ url, key, accessToken: token, heartbeatMs: line.heartbeatMs, environment }),
  };
}
