import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { common } from '../../../src/elements/shared/text.ts';
import { text } from '../../../src/elements/nality-timeline/text.ts';
import type { Stage } from '../../support/pages.ts';

/** A change that one person makes in one browser is in the other's. */
export function sharing(stage: Stage): void {
  describe('between two browsers', () => {
    afterEach(() => stage.reset());

    test('an event that one person adds, changes, deletes and brings back is so for the other', async () => {
      const marie = await stage.visit({ as: 'marie' });
      const irene = await stage.visit({ as: 'irene' });
      await irene.shows(text.timeline.add);

      await marie.press(text.timeline.add);
      await marie.type(text.edit.title, 'A walk in Sceaux');
      await marie.type(text.edit.when, '14 July 2012');
      await marie.press(text.edit.save);
      await irene.shows('A walk in Sceaux');

      await irene.press(text.card.edit('A walk in Sceaux'));
      await irene.type(text.edit.title, 'A ride to Sceaux');
      await irene.press(text.edit.save);
      await marie.shows('A ride to Sceaux');
      await marie.hides('A walk in Sceaux');

      await marie.press(text.card.remove('A ride to Sceaux'));
      await irene.finds(`[aria-label="${text.card.edit('A ride to Sceaux')}"]`, 0);

      await marie.press(common.toast.undo);
      await irene.shows('A ride to Sceaux');
      assert.deepEqual([...marie.troubles, ...irene.troubles], []);
    });

    test('both see that the other is here, and no longer after the tab is closed', async () => {
      const marie = await stage.visit({ as: 'marie' });
      const irene = await stage.visit({ as: 'irene' });
      await marie.finds('nality-timeline[collaborators="1"]');
      await irene.finds('nality-timeline[collaborators="1"]');
      await irene.close();
      await marie.finds('nality-timeline[collaborators="0"]');
    });

    test('what both change in different fields is kept from both', async () => {
      const { id } = await stage.addEvent('A prize is announced', { location: 'Paris' });
      const marie = await stage.visit({ as: 'marie' });
      const irene = await stage.visit({ as: 'irene' });
      await marie.press(text.card.edit('A prize is announced'));
      await irene.press(text.card.edit('A prize is announced'));
      await marie.type(text.edit.title, 'A prize is shared');
      await irene.type(text.edit.place, 'Jumkil');
      await Promise.all([marie, irene].map(({ page }) => page.keyboard.press('Enter')));
      for (const screen of [marie, irene]) {
        await screen.shows('A prize is shared');
        await screen.shows('Jumkil');
      }
      const { title, location } = await stage.rowOf(id);
      assert.deepEqual({ title, location }, { title: 'A prize is shared', location: 'Jumkil' });
    });
  });
}
