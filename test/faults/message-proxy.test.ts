import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, test } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
import {
  startMessageProxy,
  type Delivery,
  type Frame,
  type MessageProxy,
  type Treatment,
} from '../support/message-proxy.ts';

describe('a message proxy', () => {
  const asked: string[] = [];
  let server: Server;
  let proxy: MessageProxy;
  let treatment: Treatment | undefined;
  let deliver: (frame: Frame) => readonly Delivery[] | undefined;

  before(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.on('end', () => (asked.push(body), response.end(`heard ${body}`)));
    });
    const sockets = new WebSocketServer({ server });
    sockets.on('connection', (socket) =>
      socket.on('message', (data: Buffer) => socket.send(`heard ${data.toString()}`)),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    proxy = await startMessageProxy({
      target: () => port,
      onRequest: () => treatment,
      onFrame: (frame, way) => (way === 'down' ? deliver(frame) : undefined),
    });
  });
  beforeEach(() => {
    asked.length = 0;
    treatment = undefined;
    deliver = () => undefined;
  });
  after(async () => {
    await proxy.close();
    server.close();
    server.closeAllConnections();
  });

  const ask = async (body: string): Promise<string> => {
    const response = await fetch(`http://127.0.0.1:${proxy.port}/`, { method: 'POST', body });
    return `${response.status} ${await response.text()}`;
  };
  const open = async (): Promise<WebSocket> => {
    const socket = new WebSocket(`ws://127.0.0.1:${proxy.port}/`);
    await once(socket, 'open');
    return socket;
  };
  const hear = (socket: WebSocket, times: number): Promise<string[]> =>
    new Promise((resolve) => {
      const heard: string[] = [];
      socket.on('message', (data: Buffer) => heard.push(data.toString()) === times && resolve(heard));
    });

  test('passes requests, answers and frames on', async () => {
    assert.equal(await ask('radium'), '200 heard radium');
    const socket = await open();
    const heard = hear(socket, 1);
    socket.send('polonium');
    assert.deepEqual(await heard, ['heard polonium']);
    socket.close();
  });

  test('drop: the server hears nothing', async () => {
    treatment = { name: 'drop' };
    await assert.rejects(ask('radium'), TypeError);
    assert.deepEqual(asked, []);
  });

  test('lose: the server does what it is asked, and nobody hears the answer', async () => {
    const lost: number[] = [];
    treatment = { name: 'lose', onLost: ({ status }) => void lost.push(status) };
    await assert.rejects(ask('radium'), TypeError);
    assert.deepEqual([asked, lost], [['radium'], [200]]);
  });

  test('break: the answer ends in its middle', async () => {
    treatment = { name: 'break' };
    await assert.rejects(ask('radium'), TypeError);
    assert.deepEqual(asked, ['radium']);
  });

  test('twice: the server is asked twice, one answer comes', async () => {
    treatment = { name: 'twice' };
    assert.equal(await ask('radium'), '200 heard radium');
    assert.deepEqual(asked, ['radium', 'radium']);
  });

  test('answer: the server is not asked', async () => {
    treatment = { name: 'answer', status: 503, body: { message: 'unwell' } };
    assert.equal(await ask('radium'), '503 {"message":"unwell"}');
    assert.deepEqual(asked, []);
  });

  test('frames are lost, doubled, overtaken and sent back as they are told to be', async () => {
    const socket = await open();
    deliver = (frame) => {
      if (frame === 'heard lost') return [];
      if (frame === 'heard twice') return [{ frame }, { frame }];
      return frame === 'heard late' ? [{ frame, after: 500 }] : undefined;
    };
    const heard = hear(socket, 4);
    for (const text of ['lost', 'late', 'twice', 'plain']) socket.send(text);
    assert.deepEqual(await heard, ['heard twice', 'heard twice', 'heard plain', 'heard late']);
    socket.close();
  });

  test('sockets are closed with a code or broken off, and can be spoken to', async () => {
    const socket = await open();
    const heard = hear(socket, 1);
    assert.equal(proxy.inject('strange'), 1);
    assert.deepEqual(await heard, ['strange']);
    const closed = once(socket, 'close');
    assert.equal(proxy.closeSockets(1011), 1);
    assert.equal((await closed)[0], 1011);
    const other = await open();
    const broken = once(other, 'close');
    proxy.closeSockets(1006);
    assert.equal((await broken)[0], 1006);
  });
});
