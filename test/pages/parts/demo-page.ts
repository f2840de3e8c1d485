import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterEach, describe, test } from 'node:test';
import { text } from '../../../src/elements/nality-timeline/text.ts';
import { eventually, openScreen, type Screen } from '../../support/pages-screen.ts';
import type { Stage } from '../../support/pages.ts';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The demo's own pages do what they promise, under the strictest policy, for everybody. */
export function demoPage(stage: Stage): void {
  describe('the demo', () => {
    afterEach(() => stage.reset());

    const open = async (path: string): Promise<Screen> =>
      openScreen(await stage.profile(0), new URL(path, stage.demo.url).href);

    /** The three who may see Marie's life are connected and see it; the fourth is told why not. */
    const untilReady = async (screen: Screen): Promise<void> => {
      await screen.finds('.line[data-state="connected"]', 3);
      await screen.shows(text.timeline.add);
      await screen.shows(text.timeline.notShared.title);
    };

    test('shows one life to four people, each with a right of their own', async () => {
      const screen = await open('/');
      await untilReady(screen);
      await screen.finds('.queue:not(:empty)', 4);
      assert.deepEqual(screen.troubles, []);
    });

    test('its switches cut a connection and mend it', async () => {
      const screen = await open('/');
      await untilReady(screen);
      await screen.clicks('#irene [name=cut]');
      await screen.finds('#irene .line[data-state]:not([data-state="connected"])');
      await screen.finds('.line[data-state="connected"]', 2);
      await screen.clicks('#irene [name=cut]');
      await screen.finds('.line[data-state="connected"]', 3);
    });

    test('its site shows in its own articles who is editing', async () => {
      const { id } = await stage.addEvent('Edited in the demo', { start_date: '2026-01-01' });
      const screen = await open('/');
      await untilReady(screen);
      await screen.finds(`#pierre article[data-event-id="${id}"]:not(nality-timeline *)`);
      const irene = await stage.visit({ as: 'irene' });
      await irene.press(text.card.edit('Edited in the demo'));
      await screen.finds(`#pierre .articles [being-edited][data-editor-name="Irène Joliot-Curie"]`);
      await irene.type(text.edit.title, 'Read again by the site');
      await irene.press(text.edit.save);
      await eventually('the site to read its articles again', () =>
        screen.page.$$eval('.articles h3', (all) =>
          all.some((h3) => h3.textContent === 'Read again by the site'),
        ),
      );
    });

    for (const scheme of ['light', 'dark'] as const) {
      for (const width of [1600, 360]) {
        test(`has no barriers that axe finds (${scheme}, ${width} px)`, async () => {
          const screen = await open('/');
          await screen.page.setViewport({ width, height: 900 });
          await screen.page.emulateMediaFeatures([
            { name: 'prefers-color-scheme', value: scheme },
            // A colour on its way to another one is no barrier.
            { name: 'prefers-reduced-motion', value: 'reduce' },
          ]);
          await screen.finds('.line[data-state="connected"]', 3);
          await screen.shows(text.timeline.add);
          await screen.page.$eval('#irene .tabs button:last-child', (comments) => comments.click());
          assert.deepEqual(await barriers(screen), []);
        });
      }
    }

    test('the page of two lines shows a public timeline to anybody', async () => {
      const screen = await open('/embed/');
      await screen.shows('Piezoelectricity');
      assert.deepEqual(await barriers(screen), []);
      assert.deepEqual(screen.troubles, []);
    });
  });
}

/** What axe-core finds, one line each. */
async function barriers({ page }: Screen): Promise<string[]> {
  const session = await page.createCDPSession();
  await session.send('Runtime.evaluate', { expression: AXE });
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary}`),
    );
  });
}

interface Violation {
  id: string;
  nodes: { target: string[]; failureSummary: string }[];
}
