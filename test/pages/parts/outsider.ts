import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { text } from '../../../src/elements/nality-timeline/text.ts';
import { LOST_BODY, recordNetwork } from '../../support/pages-network.ts';
import type { Stage } from '../../support/pages.ts';

/** Who has no right sees nothing, and is sent nothing. */
export function outsider(stage: Stage): void {
  describe('somebody to whom nothing is shared', () => {
    afterEach(() => stage.reset());

    /** Marie writes, Irène edits: everything that a timeline can tell is told. */
    async function letLifeHappen(title: string): Promise<void> {
      const { id } = await stage.addEvent(title, { description: `${title}, in many words` });
      const marie = await stage.visit({ as: 'marie', mark: [id] });
      const irene = await stage.visit({ as: 'irene' });
      await irene.press(text.card.edit(title));
      await marie.finds('[being-edited]', 2);
      await irene.type(text.edit.title, `${title}, changed`);
      await irene.press(text.edit.save);
      await marie.shows(`${title}, changed`);
      await marie.press(text.card.remove(`${title}, changed`));
      await irene.finds(`[aria-label="${text.card.edit(`${title}, changed`)}"]`, 0);
    }

    test('sees a private timeline, and nothing of it is in the network log', async () => {
      const profile = await stage.profile(1);
      const network = await recordNetwork(profile, stage.demo.url);
      const camille = await stage.visit({ as: 'camille', profile });
      await camille.shows(text.timeline.notShared.title);
      await letLifeHappen('A secret of Marie’s');
      await camille.reload();
      await camille.shows(text.timeline.notShared.title);

      const log = await network.read();
      assert.match(log, /camille@stranger\.test/, 'the log has what Camille was sent');
      assert.equal(log.includes(LOST_BODY), false, 'the log is complete');
      for (const secret of await stage.secretsOfMarie()) {
        assert.equal(log.includes(secret), false, `Camille was sent “${secret}”`);
      }
      assert.deepEqual(camille.troubles, []);
    });

    test('the same log of somebody with the right has all of it', async () => {
      const profile = await stage.profile(1);
      const network = await recordNetwork(profile, stage.demo.url);
      const irene = await stage.visit({ as: 'irene', profile });
      await irene.shows(text.timeline.add);
      await letLifeHappen('A thing that Irène may know');
      const log = await network.read();
      assert.match(log, /A thing that Irène may know, in many words/);
      assert.match(
        log,
        /postgres_changes.*A thing that Irène may know, changed/,
        'the log has the frames of the WebSocket',
      );
      const secrets = await stage.secretsOfMarie();
      assert.ok(secrets.filter((secret) => log.includes(secret)).length > 100);
    });

    test('a visitor who is not signed in is invited to, without an error', async () => {
      const visitor = await stage.visit({});
      await visitor.shows(text.timeline.signIn.title);
      assert.deepEqual(visitor.troubles, []);
    });
  });
}
