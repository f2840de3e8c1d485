import { expectNoBarriers } from '../../support/barriers.ts';
import { LOOKS, preferring } from '../../support/preferring.ts';
import { shownSwitch, STATES } from './push-scene.ts';

describe('the switch for push, as a person prefers to see it', () => {
  for (const [what, look] of LOOKS)
    it(`can be used by everybody in every state ${what}`, () =>
      preferring(look, async () => {
        const stage = await shownSwitch();
        for (const status of STATES) {
          await stage.say(status);
          await expectNoBarriers(stage.element);
        }
      }));
});
