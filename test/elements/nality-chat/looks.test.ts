import { expectNoBarriers } from '../../support/barriers.ts';
import { LOOKS, preferring } from '../../support/preferring.ts';
import { EVERYTHING } from './everything.ts';
import { forgetDrafts, scene } from './scene.ts';

describe('the chat, as a person prefers to see it', () => {
  beforeEach(forgetDrafts);

  for (const [what, look] of LOOKS)
    it(`is accessible with everything on the screen ${what}`, () =>
      preferring(look, async () => {
        const { element, $, shown } = await scene(EVERYTHING);
        $('[data-proposal="open"] [name="review"]').click();
        await shown();
        await expectNoBarriers(element);
      }));
});
