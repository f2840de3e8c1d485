import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { ANY_PORTS, startDemo, type Demo } from '../../../demo/server/demo.ts';
import { text } from '../../../src/elements/shared/text.ts';
import type { Screen } from '../../support/pages-screen.ts';
import { eventually } from '../../support/pages-screen.ts';
import type { Stage } from '../../support/pages.ts';

/** A mistake of the site's owner is said in plain words, in the widget and in the console, and harms nothing. */
export function mistakes(stage: Stage): void {
  describe('a mistake of the page', () => {
    let bare: Demo;
    before(async () => {
      bare = await startDemo({ ports: ANY_PORTS, schema: false });
    });
    after(() => bare.close());
    afterEach(() => stage.reset());

    const saysInConsole = (screen: Screen, pattern: RegExp): Promise<void> =>
      eventually(`the console to say ${pattern}`, async () =>
        screen.console.some((line) => pattern.test(line)),
      );

    test('an address where nobody answers', async () => {
      const screen = await stage.visit({ url: 'http://127.0.0.1:9' });
      await screen.shows(text.errors.offline.title);
      await saysInConsole(screen, /nality: /);
      assert.deepEqual(screen.troubles, []);
    });

    test('an address of something else', async () => {
      const screen = await stage.visit({ url: stage.demo.url });
      await screen.shows(text.errors.config.title);
      await saysInConsole(screen, /nality: /);
      assert.deepEqual(screen.troubles, []);
    });

    test('an address that is none', async () => {
      const screen = await stage.visit({ url: 'curie' });
      await screen.shows(text.errors.config.title);
      await saysInConsole(screen, /nality: /);
      assert.deepEqual(screen.troubles, []);
    });

    test('a key of another project', async () => {
      const screen = await stage.visit({ key: 'sb_publishable_of_another_project' });
      await screen.shows(text.errors.config.title);
      await saysInConsole(screen, /nality: /);
      assert.deepEqual(screen.troubles, []);
    });

    for (const kind of ['secret', 'serviceRoleJwt'] as const) {
      test(`a secret key (${kind}) is not used at all`, async () => {
        const profile = await stage.profile(1);
        const key = stage.demo.backend.keys[kind];
        const sent: string[] = [];
        profile.on('targetcreated', async (target) => {
          const page = await target.page();
          page?.on('request', (request) =>
            sent.push(`${request.url()} ${JSON.stringify(request.headers())}`),
          );
        });
        const screen = await stage.visit({ key, profile });
        await screen.shows(text.errors['secret-key'].title);
        await saysInConsole(screen, /nality: .*secret/i);
        const toBackend = sent.filter((request) => !request.startsWith(stage.demo.url));
        assert.deepEqual(toBackend, []);
        assert.deepEqual(screen.troubles, []);
      });
    }

    test('a project without the migrations', async () => {
      const screen = await stage.visit({ url: bare.backend.url, key: bare.backend.keys.publishable });
      await screen.shows(text.errors['schema-missing'].title);
      await saysInConsole(screen, /nality: .*migrations/i);
      assert.deepEqual(screen.troubles, []);
    });

    test('a timeline of somebody who does not exist', async () => {
      const screen = await stage.visit({ as: 'irene', timeline: '00000000-0000-4000-8000-0000000000ff' });
      await screen.shows(text.timeline.notShared.title);
      assert.deepEqual(screen.troubles, []);
    });

    test('a timeline whose id is none', async () => {
      const screen = await stage.visit({ as: 'irene', timeline: 'marie' });
      await screen.shows(text.timeline.invalidUser.title);
      assert.deepEqual(screen.troubles, []);
    });
  });
}
