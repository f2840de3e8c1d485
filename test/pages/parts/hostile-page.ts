import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { writingText } from '../../../src/elements/nality-comments/writing-text.ts';
import { text as presence } from '../../../src/elements/nality-presence/text.ts';
import { text } from '../../../src/elements/nality-timeline/text.ts';
import { eventually } from '../../support/pages-screen.ts';
import type { Stage } from '../../support/pages.ts';
import { openGuest, type Guest } from './guest.ts';
import { counted, extensions, looks, namesInDocument, ringOf } from './looks.ts';

const TAGS = ['chat', 'comments', 'notifications', 'presence', 'provider', 'timeline'].map(
  (name) => `nality-${name}`,
);

/** On a page that bears with nobody the widgets work, can be read, and change nothing. */
export function hostilePage(stage: Stage): void {
  describe('a hostile page', () => {
    let id: string;
    let page: Guest;
    before(async () => {
      ({ id } = await stage.addEvent('Among enemies', { start_date: '2026-03-01' }));
      page = await openGuest(stage, 'hostile.html');
    });
    after(() => stage.reset());

    test('has widgets in which edits, news and comments arrive, and nothing else changes', async () => {
      await page.shows('Among enemies');
      await stage.addEvent('News from a friend', { start_date: '2026-03-02' });
      await page.shows('News from a friend');
      await page.press(text.card.edit('Among enemies'));
      await page.type(text.edit.title, 'Among friends');
      await page.press(text.edit.save);
      await eventually(
        'the title to be saved',
        async () => (await stage.rowOf(id))['title'] === 'Among friends',
      );
      await page.type(writingText.field.new, 'Said among enemies');
      await page.part('.comments').press(writingText.send.new);
      await eventually('the comment to be saved', async () => {
        const { rows } = await stage.demo.backend.database.query(
          `select 1 from public.event_comments where content = 'Said among enemies'`,
        );
        return rows.length === 1;
      });

      assert.deepEqual(page.seen.sockets(), { opened: 1, open: 1 });
      page.behaves();
      const { tags, requests, extensions: given } = await page.page.evaluate(counted);
      assert.deepEqual(await page.page.evaluate(extensions), given);
      assert.deepEqual(tags.toSorted(), TAGS);
      assert.ok(requests > 5, `The page’s fetch was asked ${requests} times.`);
      const source = await (await fetch(page.page.url())).text();
      const names = [...source.matchAll(/\s(?:id|name)="([^"]+)"/g)].map(([, name]) => name);
      assert.deepEqual((await page.page.evaluate(namesInDocument)).sort(), names.sort());
      assert.match(await page.page.evaluate(() => window.name), /evil\.example/);
      assert.deepEqual((await page.seen.globals()).toSorted(), ['Symbol(nality:1)', 'counted']);
    });

    test('shows text that can be read and where the focus is', async () => {
      await page.shows('Thirteen. My back agrees with you.');
      await page.part('.around').press(presence.showAll(5));
      await page.finds('.bell');
      const { pieces, unreadable } = await page.page.evaluate(looks);
      assert.ok(pieces > 50, `Only ${pieces} pieces of text were there.`);
      assert.deepEqual(unreadable, []);

      await page.page.keyboard.press('Escape');
      await page.page.keyboard.press('Tab');
      for (const widget of ['presence', 'notifications', 'comments', 'timeline'])
        assert.deepEqual(await page.page.evaluate(ringOf, `nality-${widget}`), {
          style: 'solid',
          width: '2px',
        });
      page.behaves();
    });
  });
}
