import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { expectNoBarriers } from '../support/barriers.ts';
import { inState, WIDGETS } from './states.ts';
import * as timeline from './nality-timeline/scene.ts';

describe('every state has no barriers that axe finds', () => {
  const { documentElement: page, body } = document;
  const { style } = page;

  beforeEach(() => {
    timeline.forgetDrafts();
    sessionStorage.clear();
  });

  afterEach(async () => {
    await sendKeys({ press: 'Escape' });
    Object.assign(style, { colorScheme: '', background: '' });
    body.style.width = page.dir = '';
  });

  for (const [widget, states] of Object.entries(WIDGETS))
    for (const [name, state] of Object.entries(states)) {
      for (const colorScheme of ['light', 'dark'])
        it(`${widget}: ${name}, ${colorScheme}`, async () => {
          Object.assign(style, { colorScheme, background: 'Canvas' });
          await expectNoBarriers(await inState(state));
        });
      it(`${widget}: ${name}, 280 px wide, from right to left`, async () => {
        page.dir = 'rtl';
        body.style.width = '280px';
        const element = await inState(state);
        expect(element.scrollWidth).to.be.at.most(280);
        await expectNoBarriers(element);
      });
    }
});
