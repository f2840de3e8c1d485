import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { text as chat } from '../../../src/elements/nality-chat/text.ts';
import { writingText } from '../../../src/elements/nality-comments/writing-text.ts';
import { text as inbox } from '../../../src/elements/nality-notifications/text.ts';
import { text as presence } from '../../../src/elements/nality-presence/text.ts';
import { text as beside } from '../../../src/elements/nality-timeline/beside/text.ts';
import { text } from '../../../src/elements/nality-timeline/text.ts';
import { eventually } from '../../support/pages-screen.ts';
import type { Stage } from '../../support/pages.ts';
import { openGuest, type Guest } from './guest.ts';

const PICTURE = fileURLToPath(new URL('../../../demo/screenshot.png', import.meta.url));

/** All widgets, at work under the policy that the documentation states. */
export function strictPage(stage: Stage): void {
  describe('a page with the strictest policy', () => {
    let folder: string;
    let recording: string;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'nality-files-'));
      recording = join(folder, 'a-word.wav');
      await writeFile(recording, silence());
    });
    after(() => rm(folder, { recursive: true }));
    afterEach(() => stage.reset());

    const holds = (what: string, query: string, values: unknown[]): Promise<void> =>
      eventually(what, async () => {
        const { rows } = await stage.demo.backend.database.query<{ count: number }>(query, values);
        return rows[0]!.count > 0;
      });

    test('has all widgets at work, without a violation or a stranger', async () => {
      const { id } = await stage.addEvent('Under the policy', { start_date: '2026-02-01' });
      const page = await openGuest(stage, 'strict.html');
      await page.shows('Under the policy');
      await page.shows('Thirteen. My back agrees with you.');

      await stage.addEvent('Written elsewhere', { start_date: '2026-02-02' });
      await page.shows('Written elsewhere');
      await page.press(text.card.edit('Under the policy'));
      await page.type(text.edit.title, 'Under the strictest policy');
      await page.press(text.edit.save);
      await page.shows('Under the strictest policy');
      await holds(
        'the title to be saved',
        'select count(*)::int from public.life_events where id = $1 and title = $2',
        [id, 'Under the strictest policy'],
      );

      await page.type(writingText.field.new, 'Said on a strict page');
      await page.part('.comments').press(writingText.send.new);
      await holds(
        'the comment to be saved',
        'select count(*)::int from public.event_comments where content = $1',
        ['Said on a strict page'],
      );
      await page.type(chat.composer.label, 'Told on a strict page');
      await page.part('.interview').press(chat.composer.send);
      await holds(
        'the message to be saved',
        'select count(*)::int from public.chat_messages where content = $1',
        ['Told on a strict page'],
      );

      await page.part('.around').press(presence.showAll(5));
      await page.part('.around').shows('Bronisława Dłuska');
      await page.page.keyboard.press('Escape');
      await page.clicks('.bell');
      await page.part('.around').shows(inbox.label);
      await page.page.keyboard.press('Escape');

      await upload(page, 'Under the strictest policy');
      await holds(
        'both files to be there',
        'select (count(*) = 2)::int as count from public.media_objects where life_event_id = $1',
        [id],
      );
      assert.deepEqual(page.seen.sockets(), { opened: 1, open: 1 });
      assert.deepEqual(await page.seen.globals(), ['Symbol(nality:1)']);
      const stored = (await page.page.evaluate(namesInStorage)).filter((name) => !name.startsWith('nality:'));
      assert.deepEqual(stored, ['nality-demo:session:marie@curie.test'], 'Only the page’s own session.');
      page.behaves();

      await page.page.$eval('nality-provider', (provider) => provider.remove());
      await eventually('the socket to close', async () => page.seen.sockets().open === 0);
      page.behaves();
    });

    test('would be told of a violation', async () => {
      const page = await openGuest(stage, 'strict.html');
      const refused = await page.page.evaluate(() => {
        try {
          document.createElement('div').innerHTML = '<b>not ours</b>';
          return 'nothing';
        } catch (error) {
          return (error as Error).name;
        }
      });
      assert.equal(refused, 'TypeError');
      await eventually('the browser to say so', async () => page.seen.complaints.length > 0);
      assert.match(page.seen.complaints.join(), /policy: .*trusted-types/i);
      await eventually('the page to hear of it', async () => page.troubles.length > 0);
    });

    /** Adds a picture and a recording to the event, and looks at both. */
    async function upload(page: Guest, title: string): Promise<void> {
      const [chooser] = await Promise.all([
        page.page.waitForFileChooser(),
        page.press(beside.media.add(title)),
      ]);
      await chooser.accept([PICTURE, recording]);
      const drawn = (query: string, is: (element: Element) => boolean): Promise<void> =>
        eventually(`${query} to be there`, async () => {
          const found = await page.page.$(`>>> ${query}`);
          return found !== null && (await found.evaluate(is));
        });
      const open = (type: string): Promise<void> =>
        page.clicks(`[part~="thumbnail"][data-type="${type}"][data-state="saved"]`);
      await drawn('[part~="thumbnail"] img', (image) => (image as HTMLImageElement).naturalWidth > 0);
      await open('image');
      await drawn('dialog.gallery img', (image) => (image as HTMLImageElement).naturalWidth > 0);
      await page.part('.life').press(beside.gallery.close);
      await open('audio');
      await drawn('dialog.gallery audio', (audio) => (audio as HTMLAudioElement).readyState > 0);
      await page.part('.life').press(beside.gallery.close);
    }
  });
}

/** Runs in the page: under which names something is kept. */
async function namesInStorage(): Promise<string[]> {
  const databases = (await indexedDB.databases()).map(({ name = '' }) => name);
  return [...Object.keys(localStorage), ...Object.keys(sessionStorage), ...databases];
}

/** A tenth of a second of silence, as a WAV file. */
function silence(): Buffer {
  const [rate, samples] = [8_000, 800];
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  for (const [at, value] of [
    [20, 1],
    [22, 1],
    [32, 1],
    [34, 8],
  ] as const)
    head.writeUInt16LE(value, at);
  for (const at of [24, 28]) head.writeUInt32LE(rate, at);
  head.write('data', 36);
  head.writeUInt32LE(samples, 40);
  return Buffer.concat([head, Buffer.alloc(samples, 128)]);
}
