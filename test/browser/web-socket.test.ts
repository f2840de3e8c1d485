import { expect } from '@open-wc/testing';
import { openWebSocket } from '../../src/browser/web-socket.ts';
import { pageBackend } from '../support/page-backend.ts';
import { waitUntil } from '../support/wait-until.ts';

const HEARTBEAT = '[null,"1","phoenix","heartbeat",{}]';

/** A socket to the server, and what it tells. */
async function connect() {
  const { url, key } = await pageBackend();
  const heard: unknown[] = [];
  const end = new AbortController();
  const socket = openWebSocket(
    `${url.replace('http', 'ws')}/realtime/v1/websocket?apikey=${key}&vsn=2.0.0`,
    { onMessage: (data) => heard.push(data), onClose: () => heard.push('closed') },
    end.signal,
  );
  await waitUntil(() => socket.readyState === 1, 'not open');
  return { socket, heard, end };
}

describe('a WebSocket of the page', () => {
  before(() => pageBackend());

  it('carries messages both ways', async () => {
    const { socket, heard, end } = await connect();
    socket.send(HEARTBEAT);
    await waitUntil(() => heard.length === 1, 'no answer');
    expect(heard[0]).to.contain('"status":"ok"');
    end.abort();
  });

  it('tells nothing any more after its end, and closes', async () => {
    const { socket, heard, end } = await connect();
    socket.send(HEARTBEAT);
    end.abort();
    await waitUntil(() => socket.readyState === 3, 'still open');
    expect(heard).to.deep.equal([]);
  });

  it('closes as the page goes, which is kept for the way back without it alone', async () => {
    const [kept, ended] = [await connect(), await connect()];
    ended.end.abort();
    window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    await waitUntil(() => kept.heard.includes('closed'), 'still open');
    expect(ended.heard).to.deep.equal([]);
  });

  it('says so when it cannot be opened', async () => {
    const heard: string[] = [];
    const events = { onMessage: () => undefined, onClose: () => void heard.push('closed') };
    openWebSocket('ws://127.0.0.1:9', events, new AbortController().signal);
    await waitUntil(() => heard.length === 1, 'no word');
  });
});
