import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { ANY_PORTS, startDemo, type Demo } from '../../../demo/server/demo.ts';
import { freePort } from '../../../demo/server/listen.ts';
import { common } from '../../../src/elements/shared/text.ts';
import { text } from '../../../src/elements/nality-timeline/text.ts';
import type { Screen } from '../../support/pages-screen.ts';
import { eventually } from '../../support/pages-screen.ts';
import type { Stage, Visit } from '../../support/pages.ts';

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

    const cases: readonly { name: string; visit(): Promise<Visit> | Visit; title: string; advice: RegExp }[] =
      [
        {
          name: 'an address where nobody answers',
          visit: async () => ({ url: `http://127.0.0.1:${await freePort(0)}` }),
          title: common.errors.offline.title,
          advice: /cannot be reached.*url is right/,
        },
        {
          name: 'an address of something else',
          visit: () => ({ url: stage.demo.url }),
          title: common.errors.config.title,
          advice: /does not lead to a Supabase project/,
        },
        {
          name: 'an address that is none',
          visit: () => ({ url: 'curie' }),
          title: common.errors.config.title,
          advice: /"curie" is not an address/,
        },
        {
          name: 'a key of another project',
          visit: () => ({ key: 'sb_publishable_of_another_project' }),
          title: common.errors.config.title,
          advice: /refused the key/,
        },
        {
          name: 'a project without the migrations',
          visit: () => ({ url: bare.backend.url, key: bare.backend.keys.publishable }),
          title: common.errors['schema-missing'].title,
          advice: /Apply the migrations/,
        },
      ];
    for (const { name, visit, title, advice } of cases) {
      test(name, async () => {
        const screen = await stage.visit(await visit());
        await screen.shows(title);
        await saysInConsole(screen, advice);
        assert.deepEqual(screen.troubles, []);
      });
    }

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
        await screen.shows(common.errors['secret-key'].title);
        await saysInConsole(screen, /This is a secret key/);
        const toBackend = sent.filter((request) => !request.startsWith(stage.demo.url));
        assert.deepEqual(toBackend, []);
        assert.deepEqual(screen.troubles, []);
      });
    }

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
