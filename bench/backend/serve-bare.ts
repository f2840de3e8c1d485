/**
 * As little as a server can do: it agrees to whatever comes over a socket, and hands each line of a POST to every socket
 * as a frame.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { WebSocketServer } from 'ws';
import type { Frame } from './peer.ts';
import { endWithParent, reportToParent } from './parent.ts';

endWithParent();

const http = createServer(async (request, response) => {
  const lines = (await text(request)).split('\n');
  for (const line of lines) for (const socket of sockets.clients) socket.send(line);
  response.writeHead(201).end();
});

const sockets = new WebSocketServer({ server: http });
sockets.on('connection', (socket) => {
  socket.on('message', (data: Buffer) => {
    const [joinRef, ref, topic, event] = JSON.parse(data.toString()) as Frame;
    socket.send(JSON.stringify([joinRef, ref, topic, 'phx_reply', { status: 'ok', response: {} }]));
    if (event !== 'phx_join') return;
    socket.send(JSON.stringify([joinRef, null, topic, 'system', { status: 'ok' }]));
  });
});

http.listen(0, '127.0.0.1', () => reportToParent(`http://127.0.0.1:${(http.address() as AddressInfo).port}`));
