import assert from 'node:assert/strict';
import type { Page } from 'puppeteer-core';

/** The WebSockets of a page, and what it has joined over them. */
export interface Sockets {
  /** How many were ever opened. */
  opened(): number;
  /** How many are open. */
  open(): number;
  /** The topics that are joined; one that is joined twice stands there twice. */
  joined(): readonly string[];
}

/** Watches all sockets that the page opens from now on. */
export async function watchSockets(page: Page): Promise<Sockets> {
  const all = new Set<string>();
  const open = new Set<string>();
  const joined: string[] = [];
  const session = await page.createCDPSession();
  session.on('Network.webSocketCreated', ({ requestId }) => {
    all.add(requestId);
    open.add(requestId);
  });
  session.on('Network.webSocketClosed', ({ requestId }) => void open.delete(requestId));
  session.on('Network.webSocketFrameSent', ({ response: { opcode, payloadData } }) => {
    if (opcode !== 1) return;
    const [, , topic, event] = JSON.parse(payloadData) as [string, string, string, string];
    const name = topic.replace(/^realtime:/, '');
    if (event === 'phx_join') joined.push(name);
    if (event !== 'phx_leave') return;
    assert.ok(joined.includes(name), `${name} is left, but was not joined`);
    joined.splice(joined.indexOf(name), 1);
  });
  await session.send('Network.enable');
  return { opened: () => all.size, open: () => open.size, joined: () => joined };
}
