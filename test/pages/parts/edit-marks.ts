import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { common } from '../../../src/elements/shared/text.ts';
import { text } from '../../../src/elements/nality-timeline/text.ts';
import type { Screen } from '../../support/pages-screen.ts';
import { IRENE_ID, type Stage } from '../../support/pages.ts';

const IRENE = { id: IRENE_ID, name: 'Irène Joliot-Curie' };

/** While one person edits an event, whatever shows it elsewhere says so; and no longer than that. */
export function editMarks(stage: Stage): void {
  describe('while somebody edits', () => {
    afterEach(() => stage.reset());

    /** Marie looks at an event, in the widget and in her page's own markup, that Irène starts to edit. */
    async function ireneEdits(title: string): Promise<{ marie: Screen; irene: Screen }> {
      const { id } = await stage.addEvent(title);
      const marie = await stage.visit({ as: 'marie', mark: [id] });
      const irene = await stage.visit({ as: 'irene' });
      await marie.shows(title);
      await marie.finds('[being-edited]', 0);
      await irene.press(text.card.edit(title));
      await marie.finds('[being-edited]', 2);
      return { marie, irene };
    }

    const marksAreGone = async (screen: Screen): Promise<void> => {
      await screen.finds('[being-edited]', 0);
      await screen.finds('[data-editor], [data-editor-name], [aria-description], .being-edited', 0);
    };

    test('the card and the host’s own markup carry attributes and the name, until it is saved', async () => {
      const { marie, irene } = await ireneEdits('Irène edits and saves');
      const [inMarkup] = await marie.finds('article[being-edited].being-edited:not(nality-timeline *)', 1);
      for (const element of await marie.finds('[being-edited]', 2)) {
        const attributes = await element.evaluate((node) => {
          const names = ['data-editor', 'data-editor-name', 'aria-description'];
          return names.map((name) => node.getAttribute(name));
        });
        assert.deepEqual(attributes, [IRENE.id, IRENE.name, common.editing(IRENE.name)]);
      }
      assert.equal(await inMarkup!.evaluate((node) => node.getRootNode() === document), true);
      await irene.finds('[being-edited]', 0);

      await irene.type(text.edit.title, 'Irène has saved');
      await irene.press(text.edit.save);
      await marie.shows('Irène has saved');
      await marksAreGone(marie);
      assert.deepEqual([...marie.troubles, ...irene.troubles], []);
    });

    test('all of it goes when the editor cancels', async () => {
      const { marie, irene } = await ireneEdits('Irène edits and cancels');
      await irene.press(text.edit.cancel);
      await marksAreGone(marie);
    });

    test('all of it goes when the editor closes the tab', async () => {
      const { marie, irene } = await ireneEdits('Irène edits and leaves');
      await irene.close();
      await marksAreGone(marie);
    });

    test('all of it goes when the editor loses the connection, and comes back with it', async () => {
      const { marie } = await ireneEdits('Irène edits and is cut off');
      stage.demo.proxies['irene']!.set({ cut: true });
      await marksAreGone(marie);
      stage.demo.proxies['irene']!.set({ cut: false });
      await marie.finds('[being-edited]', 2);
    });

    test('all of it goes for somebody who loses the connection', async () => {
      const { marie } = await ireneEdits('Irène edits and Marie is cut off');
      stage.demo.proxies['marie']!.set({ cut: true });
      await marksAreGone(marie);
    });

    test('markup that the host adds later is marked, too', async () => {
      const { marie } = await ireneEdits('Irène edits for a while');
      await marie.page.evaluate(() => {
        const own = document.querySelector('article')!;
        own.after(own.cloneNode(true));
        const bare = document.createElement('p');
        bare.dataset['eventId'] = own.dataset['eventId'];
        own.after(bare);
      });
      await marie.finds('p[being-edited]');
    });
  });
}
