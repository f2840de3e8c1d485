import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { text as chat } from '../../src/elements/nality-chat/text.ts';
import { writingText } from '../../src/elements/nality-comments/writing-text.ts';
import { text as inbox } from '../../src/elements/nality-notifications/text.ts';
import type { Person } from '../support/backend.ts';
import { eventually } from '../support/pages-screen.ts';
import type { Mode } from './app.ts';
import type { AppScreen, Query, Stage } from './stage.ts';
import { openChat, readsAnswer, readsComment, writeComment, writeEvent } from './writing.ts';

/** Where a bundle is made for developers: what Lit says of itself and React of its tools. */
const SAID_TO_DEVELOPERS = /^(info|log|debug): |Lit is in dev mode/;

/** What holds for the widgets in every app. */
export function appRules(stage: Stage, mode: Mode): void {
  describe(`built for ${mode}`, () => {
    const screens = new Set<AppScreen>();
    const enter = async (person: Person, query?: Query): Promise<AppScreen> => {
      const screen = await stage.enter(mode, person, query);
      screens.add(screen);
      return screen;
    };

    afterEach(async () => {
      const said = [...screens].flatMap(({ troubles, console }) => [...troubles, ...console]);
      await Promise.all([...screens].map(({ page }) => page.browserContext().close()));
      screens.clear();
      assert.deepEqual(
        said.filter((line) => !SAID_TO_DEVELOPERS.test(line)),
        [],
      );
    });

    test('properties reach the elements: the person’s own timeline is there, over one socket, and lives', async () => {
      const { marie, bronia } = await stage.sisters();
      await writeEvent(marie, marie, 'The train to Paris');
      const screen = await enter(marie);
      await screen.shows('The train to Paris');
      await screen.shows('connected');
      await writeEvent(bronia, marie, 'A room under the roof');
      await screen.shows('A room under the roof');
      assert.equal(screen.sockets.opened(), 1);
      assert.deepEqual(doubled(screen), []);
    });

    test('an event that is opened reaches the app, whose comments on it are written and read live', async () => {
      const { marie, bronia } = await stage.sisters();
      const event = await writeEvent(marie, marie, 'The train to Paris');
      const screen = await enter(marie);
      await open(screen, 'The train to Paris');
      const section = screen.part('section');
      await section.shows('The train to Paris');
      await section.type(writingText.field.new, 'I sat on a folding chair.');
      await section.press(writingText.send.new);
      await readsComment(bronia, event, 'I sat on a folding chair.', marie);
      await writeComment(bronia, event, 'Three days long!');
      await screen.shows('Three days long!');
    });

    test('what somebody does is announced behind the bell, and opened there reaches the app, which shows their comment', async () => {
      const { marie, bronia } = await stage.sisters();
      const event = await writeEvent(marie, marie, 'The train to Paris');
      const screen = await enter(marie);
      await screen.finds('nality-notifications[placement="popover"]');
      await screen.press('Timeline');
      await screen.finds('nality-timeline', 0);
      await writeComment(bronia, event, 'Three days long!');
      await screen.press(inbox.unreadCount(1));
      await screen.shows(inbox.told.comment('Bronia', 'The train to Paris'));
      await screen.finds('nality-comments', 0);
      await screen.page.locator('nality-notifications >>> [part="action"]').click();
      await screen.part('section').shows('Three days long!');
      await topic(screen, `event_comments:${event}`, 1);
    });

    test('in the conversation of the app’s choice what is told reaches the app, the other and the interviewer', async () => {
      const { marie, bronia } = await stage.sisters();
      const session = await openChat(marie, bronia, 'Do you remember the train?');
      await openChat(marie, bronia, 'Another day');
      const screen = await enter(marie, { session });
      const aside = screen.part('aside');
      await aside.shows('Do you remember the train?');
      await screen.hides('Another day');
      await aside.type(chat.composer.label, 'In spring 1891 we went to Paris.');
      await aside.press(chat.composer.send);
      await screen.shows('Last told: In spring 1891 we went to Paris.');
      await readsAnswer(bronia, session, 'In spring 1891 we went to Paris.');
      await screen.finds('[part~="message"][data-author="assistant"]');
    });

    test('another event takes the place of the first, with its comments alone', async () => {
      const { marie, bronia } = await stage.sisters();
      const first = await writeEvent(marie, marie, 'The train to Paris');
      const second = await writeEvent(marie, marie, 'A room under the roof');
      await writeComment(bronia, first, 'Three days long!');
      await writeComment(bronia, second, 'Six floors up!');
      const screen = await enter(marie);
      await open(screen, 'The train to Paris');
      await screen.shows('Three days long!');
      await open(screen, 'A room under the roof');
      await screen.shows('Six floors up!');
      await screen.hides('Three days long!');
      await writeComment(bronia, second, 'And cold!');
      await screen.shows('And cold!');
      await topic(screen, `event_comments:${first}`, 0);
      await topic(screen, `event_comments:${second}`, 1);
      assert.deepEqual(doubled(screen), []);
    });

    test('two people see each other, and no longer on a timeline that one has switched off', async () => {
      const { marie, bronia } = await stage.sisters();
      const mine = await enter(marie);
      const hers = await enter(bronia, { timeline: marie.id });
      for (const screen of [mine, hers]) {
        await screen.finds('.pile li[data-status="online"]', 2);
        await screen.finds('nality-timeline[collaborators="1"]');
      }
      await hers.press('Timeline');
      await mine.finds('nality-timeline[collaborators="0"]');
      await mine.finds('.pile li[data-status="online"]', 2);
    });

    test('a timeline that is switched off and on again shows what was written in between, and what comes', async () => {
      const { marie, bronia } = await stage.sisters();
      const screen = await enter(marie);
      await screen.finds('nality-timeline');
      await screen.shows('connected');
      await screen.press('Timeline');
      await screen.finds('nality-timeline', 0);
      await writeEvent(bronia, marie, 'The train to Paris');
      await screen.press('Timeline');
      await screen.shows('The train to Paris');
      await writeEvent(bronia, marie, 'A room under the roof');
      await screen.shows('A room under the roof');
      assert.equal(screen.sockets.opened(), 1);
      assert.deepEqual(doubled(screen), []);
    });

    test('with the last widget the connection goes, and it comes back with them', async () => {
      const { marie, bronia } = await stage.sisters();
      const screen = await enter(marie);
      await screen.shows('connected');
      await screen.press('Widgets');
      await opens(screen, 0);
      await writeEvent(bronia, marie, 'The train to Paris');
      await screen.press('Widgets');
      await screen.shows('The train to Paris');
      await writeEvent(bronia, marie, 'A room under the roof');
      await screen.shows('A room under the roof');
      await opens(screen, 1);
      assert.deepEqual(doubled(screen), []);
    });

    test('switched off and on in a hurry, the widgets keep their one connection', async () => {
      const { marie, bronia } = await stage.sisters();
      const screen = await enter(marie);
      await screen.shows('connected');
      assert.deepEqual(await screen.page.evaluate(hurry), [false, true, false, true, false, true]);
      await writeEvent(bronia, marie, 'The train to Paris');
      await screen.shows('The train to Paris');
      assert.equal(screen.sockets.opened(), 1);
      assert.deepEqual(doubled(screen), []);
    });

    test('signing out closes the connection and takes away what was there', async () => {
      const { marie } = await stage.sisters();
      await writeEvent(marie, marie, 'The train to Paris');
      const screen = await enter(marie);
      await screen.shows('The train to Paris');
      await screen.press('Sign out');
      await screen.finds('input[type="password"]');
      await screen.hides('The train to Paris');
      await opens(screen, 0);
    });
  });
}

/** Opens a card of the timeline. */
async function open({ page }: AppScreen, title: string): Promise<void> {
  await page.locator(`nality-timeline >>> h4::-p-text(${title})`).click();
}

function opens({ sockets }: AppScreen, count: number): Promise<void> {
  return eventually(`${count} open sockets`, async () => sockets.open() === count);
}

function topic({ sockets }: AppScreen, name: string, times: number): Promise<void> {
  const joins = (): number => sockets.joined().filter((joined) => joined === name).length;
  return eventually(`${name} to be joined ${times} times`, async () => joins() === times);
}

/** Topics that are joined more than once: what a second core, or one that was left behind, would do. */
function doubled({ sockets }: AppScreen): string[] {
  return sockets.joined().filter((name, index, all) => all.indexOf(name) !== index);
}

/** Runs in the page: presses the button again and again; answers with whether there was a provider after each time. */
async function hurry(): Promise<boolean[]> {
  const button = [...document.querySelectorAll('button')].find((one) => one.textContent.trim() === 'Widgets');
  const there: boolean[] = [];
  while (there.length < 6) {
    button?.click();
    await new Promise((resolve) => setTimeout(resolve));
    there.push(document.querySelector('nality-provider') !== null);
  }
  return there;
}
