import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { text as chat } from '../../../src/elements/nality-chat/text.ts';
import { writingText } from '../../../src/elements/nality-comments/writing-text.ts';
import { text as inbox } from '../../../src/elements/nality-notifications/text.ts';
import { text as presence } from '../../../src/elements/nality-presence/text.ts';
import { common } from '../../../src/elements/shared/text.ts';
import { text } from '../../../src/elements/nality-timeline/text.ts';
import { FIRST_EVENT, MARIE_ID } from '../../../demo/page/cast.ts';
import { openScreen } from '../../support/pages-screen.ts';
import type { Stage } from '../../support/pages.ts';

const TOLD = 'In spring 1895 we married in Sceaux and bought two bicycles.';
const TITLE = 'We married in Sceaux and bought two bicycles';

/** One story through all widgets, in the demo. */
export function family(stage: Stage): void {
  describe('a family', () => {
    afterEach(() => stage.reset());

    test('tells, keeps, discusses and changes an event together, also over a lost connection', async () => {
      const screen = await openScreen(await stage.profile(0), stage.demo.url);
      const { page } = screen;
      await page.setViewport({ width: 1600, height: 3_000 });
      const [marie, irene] = [screen.part('#marie'), screen.part('#irene')];
      const lives = ['#marie', '#irene'].map((pane) => screen.part(`${pane} .life`));
      await screen.finds('.line[data-state="connected"]', 3);

      const answering = page.waitForSelector('#irene >>> [name="stop"]');
      await marie.type(chat.composer.label, TOLD);
      await marie.press(chat.composer.send);
      await answering;
      await irene.shows(TITLE);
      await screen.clicks(`#marie >>> [data-proposal][aria-label*="${TITLE}"] [name="accept"]`);
      for (const life of lives) await life.shows(TITLE);

      const bell = await page.waitForSelector('#marie [placement="popover"] >>> .bell[aria-label~="unread"]');
      const unread = (await bell!.evaluate((button) => Number(/\d+/.exec(button.ariaLabel!)))) + 1;
      await screen.clicks(`#irene .life >>> h4::-p-text(${TITLE})`);
      await irene.type(writingText.field.new, 'They are in the shed.');
      await irene.press(writingText.send.new);
      await page.waitForSelector(`#marie nality-presence >>> a::-p-text(${presence.at(TITLE)})`);
      await marie.shows(`Irène Joliot-Curie commented on “${TITLE}”`);
      await screen.finds(`#marie >>> .bell[aria-label="${inbox.unreadCount(unread)}"]`);
      await screen.clicks(`#marie [placement="toast"] >>> a::-p-text(${inbox.open})`);
      await screen.part('#marie .remarks').shows('They are in the shed.');

      await screen.clicks('#irene [name=cut]');
      await irene.shows(common.banner.reconnecting);
      await irene.type(writingText.field.new, 'I oiled the chains.');
      await irene.press(writingText.send.new);
      await irene.press(text.card.edit(TITLE));
      await irene.holds(text.edit.place, 'Sceaux');
      await irene.type(text.edit.place, 'Sceaux, near Paris');
      await irene.press(text.edit.save);
      await marie.press(text.card.edit(TITLE));
      await marie.type(text.edit.title, 'Married, on two bicycles');
      await marie.press(text.edit.save);
      await marie.shows('Everything is saved');
      await irene.shows('2 changes to send, kept on this device');

      await screen.clicks('#irene [name=cut]');
      await irene.shows('Everything is saved');
      await screen.part('#marie .remarks').shows('I oiled the chains.');
      for (const life of lives) await life.shows('Married, on two bicycles');
      const { rows } = await stage.demo.backend.database.query(
        `select title, location from public.life_events where title in ($1, 'Married, on two bicycles')`,
        [TITLE],
      );
      assert.deepEqual(rows, [{ title: 'Married, on two bicycles', location: 'Sceaux, near Paris' }]);
      assert.deepEqual(screen.troubles, []);
    });

    test('is led by a push message, in a page that was not open, to the comment that it tells of', async () => {
      const { database } = stage.demo.backend;
      const { rows } = await database.query<{ action_url: string; comment: string; content: string }>(
        `select action_url, told.subject_id as comment, content from public.user_notifications told
         join public.event_comments written on written.id = told.subject_id
         where told.user_id = $1 and written.event_id <> $2 and written.deleted_at is null limit 1`,
        [MARIE_ID, FIRST_EVENT.id],
      );
      const { action_url: url = '', comment, content = '' } = rows[0] ?? {};
      const screen = await openScreen(await stage.profile(0), stage.demo.url + url);
      await screen.part('#marie .remarks').shows(content);
      await screen.finds(`#marie .remarks >>> [data-comment-id="${comment}"][data-linked]`);
      assert.deepEqual(screen.troubles, []);
    });
  });
}
