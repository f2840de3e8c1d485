import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createClient } from '@supabase/supabase-js';
import type { SupabaseClient } from '@supabase/supabase-js';
import { SignJWT } from 'jose';
import { disconnect } from '../../support/disconnect.ts';
import type { Database } from '../../../src/local/database/database.ts';
import { createKeys } from '../../../src/local/keys.ts';
import type { Keys } from '../../../src/local/keys.ts';
import { createRealtime } from '../../../src/local/realtime/realtime.ts';
import type { Realtime, RealtimeOptions } from '../../../src/local/realtime/realtime.ts';
import { PLATFORM_ONLY, openTestDatabase } from '../../support/test-database.ts';

export const ALICE = '11111111-1111-4111-8111-111111111111';
export const BOB = '22222222-2222-4222-8222-222222222222';

/** Pauses that only cost time here; the real ones have tests of their own. */
const NO_PAUSES = { connectError: 0, channelError: 0, resubscribe: 0, resubscribeSpread: 0, retry: 50 };

export interface TestServer {
  url: string;
  database: Database;
  keys: Keys;
  realtime: Realtime;
  /** What the server logged. */
  log: string[];
  /** Runs SQL as the project's owner, as a migration would. */
  migrate(sql: string): Promise<void>;
  /** A signed token of a person. */
  token(person: string, claims?: Record<string, unknown>, lifetime?: number): Promise<string>;
  /** supabase-js, signed in as a person, or as nobody. */
  client(person?: string): Promise<SupabaseClient>;
  close(): Promise<void>;
}

/** Starts a Realtime server on a database of its own. */
export async function startServer(options: Partial<RealtimeOptions> = {}): Promise<TestServer> {
  const { database, close } = await openTestDatabase(PLATFORM_ONLY);
  const keys = await createKeys();
  const log: string[] = [];
  const realtime = await createRealtime({
    database,
    keys,
    log: (line) => log.push(line),
    ...options,
    pauses: { ...NO_PAUSES, ...options.pauses },
  });
  const http = serve(realtime);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const clients: SupabaseClient[] = [];
  const token: TestServer['token'] = (person, claims, lifetime) => signToken(keys, person, claims, lifetime);
  return {
    url,
    database,
    keys,
    realtime,
    log,
    migrate: (sql) => migrate(database, sql),
    token,
    async client(person) {
      const client = await connect(url, keys, person ? await token(person) : undefined);
      clients.push(client);
      return client;
    },
    async close() {
      clients.forEach(disconnect);
      await realtime.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await close();
    },
  };
}

function serve(realtime: Realtime): Server {
  const http = createServer((request, response) => void answer(realtime, request, response));
  http.on('upgrade', (request, socket, head) => realtime.handleUpgrade(request, socket, head));
  return http;
}

async function answer(
  realtime: Realtime,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const headers = new Headers(incoming.headers as Record<string, string>);
  const body = incoming.method === 'POST' ? await text(incoming.setEncoding('latin1')) : undefined;
  const request = new Request(`http://localhost${incoming.url}`, {
    method: incoming.method,
    headers,
    body: body === undefined ? undefined : Buffer.from(body, 'latin1'),
  });
  const response = await realtime.handleRequest(request);
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}

async function migrate(database: Database, sql: string): Promise<void> {
  await database.exec(`begin; set local role postgres; ${sql}; commit`);
}

function signToken(
  keys: Keys,
  person: string,
  claims: Record<string, unknown> = {},
  lifetime = 3600,
): Promise<string> {
  return new SignJWT({ role: 'authenticated', ...claims })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(person)
    .setExpirationTime(Math.floor(Date.now() / 1000) + lifetime)
    .sign(new TextEncoder().encode(keys.jwtSecret));
}

async function connect(url: string, keys: Keys, token: string | undefined): Promise<SupabaseClient> {
  const client = createClient(url, keys.publishable, token ? { accessToken: async () => token } : {});
  if (token) await client.realtime.setAuth();
  return client;
}
