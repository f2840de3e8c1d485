import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NalityError } from '../../../src/core/errors.ts';
import { createReads } from '../../../src/core/features/chat-reads.ts';
import type { FeatureContext } from '../../../src/core/features/feature-context.ts';
import { signal } from '../../../src/core/lib/signal.ts';
import { sleep } from '../../../src/core/lib/sleep.ts';
import { createRowCache } from '../../../src/core/sync/row-cache.ts';
import { fakeEnvironment } from '../../support/fake-environment.ts';

const ME = 'marie';

/** A server that has one mark, and a device from which pages look at it, one after the other. */
function stage(first: string | null) {
  const device = fakeEnvironment();
  const server = { mark: first, down: false };
  const meet = (): void => {
    if (server.down) throw new NalityError('offline', 'No way.', { retryable: true });
  };
  /** Opens a page; the page before it is closed, at once. */
  const open = async () => {
    const environment = device.anotherTab();
    const end = new AbortController();
    const cache = createRowCache(
      environment.openStore('rows', end.signal) as Parameters<typeof createRowCache>[0],
      environment,
    );
    const line = signal({ name: 'online' });
    const context = {
      environment,
      cache,
      connection: { state: line, ready: async () => undefined },
      remote: {
        async select() {
          // It answers later than the disk.
          await sleep(50, environment.after, end.signal);
          meet();
          return [
            { user_id: 'irene', last_read_message_id: 'hers' },
            { user_id: ME, last_read_message_id: server.mark },
          ];
        },
        async put(_table: string, { last_read_message_id: mark }: { last_read_message_id: string }) {
          meet();
          server.mark = mark;
        },
      },
    };
    const reads = createReads('session', ME, context as unknown as FeatureContext, end.signal);
    const heard: unknown[] = [];
    reads.lastRead.subscribe((mark) => heard.push(mark));
    await environment.advance(100);
    return {
      ...reads,
      /** What was said of my mark, in turn. */
      heard,
      environment,
      /** The line is lost, or stands again. */
      cut(off: boolean) {
        server.down = off;
        line.set({ name: off ? 'connecting' : 'online' });
      },
      close() {
        end.abort();
        environment.crash();
      },
    };
  };
  return { server, open };
}

test('after a reload, what was read before it is read', async () => {
  const { server, open } = stage('m1');
  const first = await open();
  assert.equal(first.lastRead.get(), 'm1');
  first.read('m10');
  await first.environment.advance(2_000);
  assert.equal(server.mark, 'm10');
  first.close();
  assert.deepEqual((await open()).heard, ['m10']);
});

test('so it is after a first visit without a mark', async () => {
  const { open } = stage(null);
  const first = await open();
  assert.equal(first.lastRead.get(), null);
  first.read('m3');
  await first.environment.advance(2_000);
  first.close();
  assert.deepEqual((await open()).heard, ['m3']);
});

test('what was read on another device meanwhile is read, whatever this one remembers', async () => {
  const { server, open } = stage('m1');
  const first = await open();
  first.read('m2');
  await first.environment.advance(2_000);
  first.close();
  server.mark = 'm10';
  assert.deepEqual((await open()).heard, ['m10']);
});

test('a mark that the page had no time to send counts, and is sent by the next one', async () => {
  const { server, open } = stage('m1');
  const first = await open();
  first.read('m10');
  await first.environment.advance(100);
  first.close();
  assert.equal(server.mark, 'm1');
  assert.deepEqual((await open()).heard, ['m10']);
  assert.equal(server.mark, 'm10');
});

test('where the server cannot be asked, what this device remembers has to do', async () => {
  const { server, open } = stage('m1');
  const first = await open();
  first.read('m5');
  await first.environment.advance(2_000);
  first.close();
  server.down = true;
  const second = await open();
  assert.equal(second.lastRead.get(), 'm5');
  second.read('m6');
  assert.equal(second.lastRead.get(), 'm6');
  await second.environment.advance(0);
  second.close();
  assert.equal((await open()).lastRead.get(), 'm6');
});

test('what is read without a line is sent as soon as it stands again', async () => {
  const { server, open } = stage('m1');
  const page = await open();
  page.cut(true);
  page.read('m10');
  await page.environment.advance(2_000);
  assert.equal(server.mark, 'm1');
  page.cut(false);
  await page.environment.advance(0);
  assert.equal(server.mark, 'm10');
});
