import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { freePort } from '../../../demo/server/listen.ts';
import { common } from '../../../src/elements/shared/text.ts';
import { text } from '../../../src/elements/nality-timeline/text.ts';
import { spawnBackend, type BackendProcess } from '../../support/backend-process.ts';
import type { Screen } from '../../support/pages-screen.ts';
import type { Stage } from '../../support/pages.ts';

const SEEDED = 'A doodle for her 144th birthday';

/** The server is killed in the middle of it, and started again. */
export function restart(stage: Stage): void {
  describe('when the backend is killed and started again', () => {
    let data: string;
    let args: string[];
    let backend: BackendProcess;
    before(async () => {
      data = await mkdtemp(join(tmpdir(), 'nality-restart-'));
      args = ['--port', String(await freePort(0)), '--data', data];
      backend = spawnBackend(args);
      await backend.ready;
    });
    after(async () => {
      await backend.end('SIGTERM');
      await rm(data, { recursive: true });
    });
    afterEach(() => stage.reset());

    const retitle = async (screen: Screen, from: string, to: string): Promise<void> => {
      await screen.press(text.card.edit(from));
      await screen.type(text.edit.title, to);
      await screen.press(text.edit.save);
    };

    test('open pages heal by themselves: what was written meanwhile arrives, and changes flow again', async () => {
      const url = await backend.ready;
      const marie = await stage.visit({ as: 'marie', url });
      const irene = await stage.visit({ as: 'irene', url });
      for (const { page } of [marie, irene]) await page.evaluate(() => (document.title = 'Never reloaded'));
      await retitle(marie, SEEDED, 'Before it was killed');
      await irene.shows('Before it was killed');

      await backend.end('SIGKILL');
      await irene.shows(common.banner.reconnecting);
      await retitle(irene, 'Before it was killed', 'While it was down');
      await irene.shows(common.rowState.queued);
      backend = spawnBackend(args);
      assert.equal(await backend.ready, url);

      await marie.shows('While it was down');
      await irene.hides(common.rowState.queued);
      for (const screen of [marie, irene]) await screen.hides(common.banner.reconnecting);
      await retitle(marie, 'While it was down', 'After it was back');
      await irene.shows('After it was back');
      for (const { page } of [marie, irene]) assert.equal(await page.title(), 'Never reloaded');
      assert.deepEqual([...marie.troubles, ...irene.troubles], []);
    });
  });
}
