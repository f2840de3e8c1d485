import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { common } from '../../../src/elements/shared/text.ts';
import { text } from '../../../src/elements/nality-timeline/text.ts';
import { eventually, openScreen, type Screen, type View } from '../../support/pages-screen.ts';
import { IRENE_ID, type Stage } from '../../support/pages.ts';
import { isKept } from './kept.ts';
import { outboxOf } from './outbox-of.ts';

/** Two people change the same field, one of them without a connection: nothing of either is lost. */
export function conflict(stage: Stage): void {
  describe('two changes of one title, side by side in the demo', () => {
    afterEach(() => stage.reset());

    const switchIrene = (screen: Screen): Promise<void> => screen.clicks('#irene [name=cut]');
    const retitle = async (view: View, from: string, to: string): Promise<void> => {
      await view.press(text.card.edit(from));
      await view.type(text.edit.title, to);
      await view.press(text.edit.save);
      await view.shows(to);
    };

    test('the later one is offered after a reload without a connection; one click decides, and another brings back', async () => {
      const { id } = await stage.addEvent('The same title');
      const screen = await openScreen(await stage.profile(0), stage.demo.url);
      const { page } = screen;
      const [marie, irene] = [screen.part('#marie'), screen.part('#irene')];
      await screen.finds('.line[data-state="connected"]', 3);
      await irene.shows('Everything is saved');
      await eventually('the rows to be kept', () => page.evaluate(isKept, IRENE_ID, 'The same title'));

      await switchIrene(screen);
      await irene.shows(common.banner.reconnecting);
      await retitle(irene, 'The same title', 'Irène’s title');
      await irene.shows('1 change to send, kept on this device');
      await retitle(marie, 'The same title', 'Marie’s title');
      await marie.shows('Everything is saved');

      await screen.reload();
      await irene.shows('Irène’s title');
      await irene.shows(common.banner.reconnecting);
      await irene.shows('1 change to send, kept on this device');
      await marie.shows('Marie’s title');

      await switchIrene(screen);
      await irene.shows(`${common.rowState.conflict}.`);
      await irene.shows('1 for you to decide');
      await irene.shows('Marie’s title');
      await irene.press(common.rowState.keepMine);
      for (const view of [irene, marie]) await view.shows('Irène’s title');
      await irene.shows('Everything is saved');
      await irene.hides(`${common.rowState.conflict}.`);
      assert.equal((await stage.rowOf(id))['title'], 'Irène’s title');

      const outbox = await outboxOf(page, '#irene');
      const [kept, ...others] = await outbox.evaluate(({ conflicts }) => [...conflicts.get()]);
      assert.deepEqual([kept?.mine, kept?.theirs], [{ title: 'Irène’s title' }, { title: 'Marie’s title' }]);
      assert.deepEqual([kept?.outcome, kept?.open, others], ['mine', false, []]);
      await outbox.evaluate(({ resolve }, id) => resolve(id, 'theirs'), kept!.id);
      for (const view of [irene, marie]) await view.shows('Marie’s title');
      assert.equal((await stage.rowOf(id))['title'], 'Marie’s title');
      assert.deepEqual(screen.troubles, []);
    });
  });
}
