import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { CDPSession } from 'puppeteer-core';
import { claimsOf } from '../../../src/core/lib/jwt.ts';
import { startBackend, type Backend } from '../../../src/local/backend.ts';
import { common } from '../../../src/elements/shared/text.ts';
import { eventually } from '../../support/pages-screen.ts';
import type { Stage } from '../../support/pages.ts';

/** How long a token lives, in seconds. */
const TOKEN_LIFE = 5;
/** How long it takes to renew one, in milliseconds: a join that did not wait for it would be first. */
const RENEWAL_MS = 1_000;
/** It has renewed its token a moment ago, and falls asleep before it does so again, for the last quarter of the life. */
const CALM_MS = (TOKEN_LIFE * 1_000) / 2;
const SEEDED = 'A doodle for her 144th birthday';

/** A page that the browser has frozen wakes up with a token that has ended and a socket that is gone. */
export function sleep(stage: Stage): void {
  describe('a pane asleep for longer than its token lives', () => {
    let backend: Backend;
    before(async () => {
      backend = await startBackend({ auth: { jwtExpiry: TOKEN_LIFE } });
    });
    after(() => backend.close());
    afterEach(() => stage.reset());

    const retitle = (from: string, to: string): Promise<unknown> =>
      backend.database.query('update public.life_events set title = $2 where title = $1', [from, to]);

    test('renews the token before it joins, is refused nothing, and shows what was written meanwhile', async () => {
      const irene = await stage.visit({ as: 'irene', url: backend.url });
      const { page } = irene;
      await irene.shows(SEEDED);
      await retitle(SEEDED, 'Written while she watched');
      await irene.shows('Written while she watched');
      await page.evaluate(() => document.addEventListener('freeze', () => console.log('It is frozen.')));

      const session = await page.createCDPSession();
      let endsAt = 0;
      await eventually('a while without a renewal', async () => {
        endsAt = await page.evaluate(endOfSession);
        return endsAt - Date.now() > CALM_MS;
      });
      await session.send('Page.setWebLifecycleState', { state: 'frozen' });
      await eventually('the token to end', async () => Date.now() > endsAt);
      await retitle('Written while she watched', 'Written while she slept');
      const line = await watchLine(session);
      await session.send('Page.setWebLifecycleState', { state: 'active' });

      await irene.shows('Written while she slept');
      await irene.hides(common.banner.reconnecting);
      await retitle('Written while she slept', 'Written after she woke');
      await irene.shows('Written after she woke');
      assert.ok(irene.console.includes('log: It is frozen.'));
      assert.deepEqual(line.refusals, []);
      assert.deepEqual(new Set(line.acts), new Set(['renew', 'join']), 'no join with a token that has ended');
      assert.equal(line.acts[0], 'renew');
      assert.deepEqual(irene.troubles, []);
    });
  });
}

/** Runs in the page: when the token that it has ends, in milliseconds since the epoch. */
function endOfSession(): number {
  const key = Object.keys(localStorage).find((name) => name.startsWith('nality-demo:session:'))!;
  return (JSON.parse(localStorage.getItem(key)!) as { endsAt: number }).endsAt;
}

/** What a page does about its token, in order, and what the server refuses. */
interface WatchedLine {
  readonly acts: string[];
  readonly refusals: string[];
}

async function watchLine(session: CDPSession): Promise<WatchedLine> {
  const line: WatchedLine = { acts: [], refusals: [] };
  session.on('Network.requestWillBeSent', ({ request }) => {
    if (request.method === 'POST' && request.url.includes('/auth/v1/token')) line.acts.push('renew');
  });
  session.on('Network.responseReceived', ({ response }) => {
    if (response.status === 401) line.refusals.push(response.url);
  });
  session.on('Network.webSocketFrameSent', ({ response }) => {
    const token = /"phx_join",.*"access_token":"([^"]*)"/.exec(response.payloadData)?.[1];
    if (token !== undefined) line.acts.push(hasEnded(token) ? 'join with what has ended' : 'join');
  });
  session.on('Network.webSocketFrameReceived', ({ response }) => {
    if (/"phx_reply",\{"status":"error"/.test(response.payloadData)) line.refusals.push(response.payloadData);
  });
  session.on('Fetch.requestPaused', ({ requestId }) => {
    setTimeout(() => void session.send('Fetch.continueRequest', { requestId }).catch(() => {}), RENEWAL_MS);
  });
  await session.send('Network.enable');
  await session.send('Fetch.enable', { patterns: [{ urlPattern: '*/auth/v1/token*' }] });
  return line;
}

function hasEnded(token: string): boolean {
  return Number(claimsOf(token)?.['exp']) * 1_000 <= Date.now();
}
