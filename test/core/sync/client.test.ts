import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@supabase/supabase-js';
import { WebSocketServer, type WebSocket as ServerSocket } from 'ws';
import { composeClient, type SupabaseLike } from '../../../src/core/sync/client.ts';
import { lineOptions } from '../../../src/core/sync/line-options.ts';
import { answers, openSocket } from '../../../src/core/sync/socket.ts';
import { eventually } from '../../support/eventually.ts';
import { nodeEnvironment } from '../../support/node-environment.ts';

const http = createServer();
const server = new WebSocketServer({ server: http });
before(async () => void (await once(http.listen(0, '127.0.0.1'), 'listening')));
after(() => {
  for (const socket of server.clients) socket.terminate();
  http.close();
});

/** A client whose socket stands, and the server's end of it. */
async function connect() {
  const environment = nodeEnvironment();
  const end = new AbortController();
  const { realtime } = composeClient({
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    key: 'key',
    accessToken: async () => null,
    line: lineOptions({ reconnect: { baseMs: 1, maxMs: 1 } }),
    environment,
  });
  const accepted = once(server, 'connection') as Promise<[ServerSocket]>;
  const hangUp = (): void => void realtime.disconnect();
  const dial = (): Promise<boolean> => openSocket(realtime, { ms: 10_000, ...patience });
  const patience = { after: environment.after, until: end.signal };
  assert.ok(await dial());
  return { realtime, theirs: (await accepted)[0], hangUp, dial, patience };
}

async function opensAnother(): Promise<boolean> {
  const another = once(server, 'connection').then(() => true);
  return Promise.race([another, sleep(300, false)]);
}

test('a client of the library fits as it is', () => {
  const auth = { persistSession: false, autoRefreshToken: false };
  const client: SupabaseLike = createClient('http://127.0.0.1', 'key', { auth });
  assert.equal(client.realtime.pendingHeartbeatRef, null);
});

test('a socket that was lost is not brought back by the client: that is the core’s', async () => {
  const { theirs, hangUp } = await connect();
  theirs.terminate();
  assert.equal(await opensAnother(), false);
  hangUp();
});

test('whoever ends while the server is closing gets no socket any more', async () => {
  const { realtime, theirs, hangUp } = await connect();
  theirs.close(1001);
  // It does not hear the answer, and so goes on closing.
  theirs.pause();
  await eventually('the server is closing', realtime.isDisconnecting);
  hangUp();
  assert.equal(await opensAnother(), false);
});

test('a socket that was found dead is followed by the next one at the first attempt', async () => {
  const { realtime, hangUp, dial, patience } = await connect();
  assert.equal(await answers(realtime, { ...patience, ms: 50 }), false);
  hangUp();
  assert.equal(await dial(), true);
  hangUp();
});
