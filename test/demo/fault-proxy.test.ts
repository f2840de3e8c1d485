import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { WebSocketServer } from 'ws';
import { startFaultProxy, type FaultProxy } from '../../demo/server/fault-proxy.ts';

/** A server that says what it is asked, over HTTP and over a WebSocket. */
async function startEcho(): Promise<{ port: number; close(): void }> {
  const server: Server = createServer((request, response) => request.pipe(response));
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => socket.on('message', (data) => socket.send(String(data))));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = (): void => {
    sockets.clients.forEach((client) => client.terminate());
    server.close();
    server.closeAllConnections();
  };
  return { port: (server.address() as AddressInfo).port, close };
}

async function openSocket(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url.replace('http', 'ws'));
  await once(socket, 'open');
  return socket;
}

function say(socket: WebSocket, text: string): Promise<unknown> {
  const answer = once(socket, 'message').then(([event]) => (event as MessageEvent<unknown>).data);
  socket.send(text);
  return answer;
}

function ask(url: string, body: string): Promise<string> {
  return fetch(url, { method: 'POST', body }).then((response) => response.text());
}

describe('a fault proxy', () => {
  let echo: Awaited<ReturnType<typeof startEcho>>;
  let proxy: FaultProxy;

  before(async () => {
    echo = await startEcho();
    proxy = await startFaultProxy({ target: echo.port });
  });

  after(async () => {
    await proxy.close();
    echo.close();
  });

  test('passes requests, answers and WebSocket messages on', async () => {
    assert.equal(await ask(proxy.url, 'radium'), 'radium');
    const socket = await openSocket(proxy.url);
    assert.equal(await say(socket, 'polonium'), 'polonium');
    socket.close();
  });

  test('passes a large body on whole', async () => {
    const body = 'pitchblende '.repeat(200_000);
    assert.equal(await ask(proxy.url, body), body);
  });

  test('cut: breaks what is open and refuses what is new, until it is mended', async () => {
    const socket = await openSocket(proxy.url);
    const closed = once(socket, 'close');
    proxy.set({ cut: true });
    await closed;
    await assert.rejects(ask(proxy.url, 'radium'), TypeError);
    const refused = new WebSocket(proxy.url.replace('http', 'ws'));
    await once(refused, 'error');

    proxy.set({ cut: false });
    assert.equal(await ask(proxy.url, 'radium'), 'radium');
  });

  test('slow: an answer comes later by the latency, a burst as a whole and in order', async () => {
    const socket = await openSocket(proxy.url);
    proxy.set({ latency: 300 });
    const heard: unknown[] = [];
    const all = new Promise<void>((resolve) => {
      socket.addEventListener('message', ({ data }) => heard.push(data) === 20 && resolve());
    });
    const start = performance.now();
    for (let i = 0; i < 20; i++) socket.send(String(i));
    await all;
    proxy.set({ latency: 0 });
    assert.ok(performance.now() - start >= 290, 'nothing comes before its time');
    assert.deepEqual(
      heard,
      Array.from({ length: 20 }, (_, i) => String(i)),
    );
    socket.close();
  });

  test('stalled: nothing passes that way while connections stay open, and everything does afterwards', async () => {
    const socket = await openSocket(proxy.url);
    const before = proxy.suffered();
    for (const stalled of ['up', 'down', 'both'] as const) {
      proxy.set({ stalled });
      const held = proxy.suffered();
      let answered = false;
      const answer = say(socket, stalled).then((text) => ((answered = true), text));
      while (proxy.suffered() === held) await new Promise(setImmediate);
      assert.equal(answered, false);
      proxy.set({ stalled: 'none' });
      assert.equal(await answer, stalled);
    }
    assert.ok(proxy.suffered() > before);
    socket.close();
  });

  test('rate: a body takes as long as its bits', async () => {
    proxy.set({ rate: 800 });
    const start = performance.now();
    const body = 'radium '.repeat(3_000);
    assert.equal(await ask(proxy.url, body), body);
    proxy.set({ rate: 0 });
    assert.ok(performance.now() - start >= 200, '21 kB are 168 kbit');
  });

  test('drop: breaks the WebSockets alone, once', async () => {
    const socket = await openSocket(proxy.url);
    const closed = once(socket, 'close');
    await ask(proxy.url, 'keeps an HTTP connection open');
    assert.equal(proxy.dropSockets(), 1);
    await closed;
    assert.equal(proxy.dropSockets(), 0);
    assert.equal(await say(await openSocket(proxy.url), 'again'), 'again');
  });

  test('breaks the connection when the server behind it is gone', async () => {
    const lonely = await startEcho();
    const toLonely = await startFaultProxy({ target: lonely.port });
    const socket = await openSocket(toLonely.url);
    const closed = once(socket, 'close');
    lonely.close();
    await closed;
    await assert.rejects(ask(toLonely.url, 'radium'), TypeError);
    await toLonely.close();
  });

  test('takes the next free port when its own is busy', async () => {
    const port = Number(new URL(proxy.url).port);
    const neighbour = await startFaultProxy({ target: echo.port, port });
    assert.notEqual(neighbour.url, proxy.url);
    assert.equal(await ask(neighbour.url, 'radium'), 'radium');
    await neighbour.close();
  });
});
