import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { common } from '../../../src/elements/shared/text.ts';
import { text } from '../../../src/elements/nality-timeline/text.ts';
import { eventually } from '../../support/pages-screen.ts';
import { IRENE_ID, type Stage } from '../../support/pages.ts';
import { isKept } from './kept.ts';

/** Without a connection one goes on; nothing that was written is lost. */
export function lostConnection(stage: Stage): void {
  describe('when the connection is lost', () => {
    afterEach(() => stage.reset());

    test('it is said, an edit waits visibly, and arrives once the connection is back', async () => {
      await stage.addEvent('Written on the train');
      const marie = await stage.visit({ as: 'marie' });
      const irene = await stage.visit({ as: 'irene' });
      await marie.shows('Written on the train');
      await irene.shows('Written on the train');

      stage.demo.proxies['irene']!.set({ cut: true });
      await irene.shows(common.banner.reconnecting);
      await irene.press(text.card.edit('Written on the train'));
      await irene.type(text.edit.title, 'Written in a tunnel');
      await irene.press(text.edit.save);
      await irene.shows('Written in a tunnel');
      await irene.shows(common.rowState.queued);
      await marie.shows('Written on the train');

      stage.demo.proxies['irene']!.set({ cut: false });
      await marie.shows('Written in a tunnel');
      await irene.hides(common.rowState.queued);
      await irene.hides(common.banner.reconnecting);
      assert.deepEqual([...marie.troubles, ...irene.troubles], []);
    });

    test('what others wrote meanwhile is there after the reconnection', async () => {
      const irene = await stage.visit({ as: 'irene' });
      await irene.shows(text.timeline.add);
      stage.demo.proxies['irene']!.set({ cut: true });
      await irene.shows(common.banner.reconnecting);
      await stage.addEvent('Missed by Irène');
      stage.demo.proxies['irene']!.set({ cut: false });
      await irene.shows('Missed by Irène');
    });

    test('a dropped socket is opened again, and changes go on', async () => {
      const irene = await stage.visit({ as: 'irene' });
      await stage.addEvent('Before the drop');
      await irene.shows('Before the drop');
      assert.ok(stage.demo.proxies['irene']!.dropSockets() > 0);
      await stage.addEvent('After the drop');
      await irene.shows('After the drop');
    });

    test('a slow connection shows the edit at once and says that it is being saved', async () => {
      await stage.addEvent('Written slowly');
      const irene = await stage.visit({ as: 'irene' });
      await irene.shows('Written slowly');
      stage.demo.proxies['irene']!.set({ latency: 4_000 });
      await irene.press(text.card.edit('Written slowly'));
      await irene.type(text.edit.title, 'Written patiently');
      await irene.press(text.edit.save);
      await irene.shows('Written patiently');
      await irene.shows(common.rowState.sending);
      await irene.hides(common.rowState.sending);
    });

    test('a reload in the middle of typing gives back what was typed', async () => {
      await stage.addEvent('Typed halfway');
      const irene = await stage.visit({ as: 'irene' });
      await irene.press(text.card.edit('Typed halfway'));
      await irene.type(text.edit.title, 'Typed halfway and a bit');
      await irene.reload();
      await irene.shows(text.card.draft);
      await irene.press(text.card.edit('Typed halfway'));
      await irene.holds(text.edit.title, 'Typed halfway and a bit');
      await irene.press(text.edit.save);
      await irene.shows('Typed halfway and a bit');
    });

    test('an edit that waits survives a reload without a connection', async () => {
      await stage.addEvent('Written before the reload');
      const marie = await stage.visit({ as: 'marie' });
      const irene = await stage.visit({ as: 'irene' });
      await irene.shows('Written before the reload');
      stage.demo.proxies['irene']!.set({ cut: true });
      await irene.shows(common.banner.reconnecting);
      await irene.press(text.card.edit('Written before the reload'));
      await irene.type(text.edit.title, 'Kept over the reload');
      await irene.press(text.edit.save);
      await irene.shows(common.rowState.queued);
      await irene.reload();
      stage.demo.proxies['irene']!.set({ cut: false });
      await marie.shows('Kept over the reload');
    });

    test('what was read is there after a reload without a connection, and can be edited', async () => {
      await stage.addEvent('Read before the tunnel');
      const marie = await stage.visit({ as: 'marie' });
      const irene = await stage.visit({ as: 'irene' });
      await irene.shows('Read before the tunnel');
      await eventually('the rows to be kept', () =>
        irene.page.evaluate(isKept, IRENE_ID, 'Read before the tunnel'),
      );
      stage.demo.proxies['irene']!.set({ cut: true });
      await irene.reload();
      await irene.shows('Read before the tunnel');
      await irene.shows(common.banner.reconnecting);
      await irene.press(text.card.edit('Read before the tunnel'));
      await irene.type(text.edit.title, 'Edited in the tunnel');
      await irene.press(text.edit.save);
      await irene.shows(common.rowState.queued);
      stage.demo.proxies['irene']!.set({ cut: false });
      await marie.shows('Edited in the tunnel');
      await irene.hides(common.banner.reconnecting);
    });
  });
}
