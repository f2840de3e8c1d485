import { expect } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import { waitUntil } from '../../support/wait-until.ts';
import { drawn, NARROW, outside, sideways } from './narrow-scene.ts';
import { forgetDrafts } from './scene.ts';

describe('the timeline in the narrowest window', () => {
  before(() => setViewport({ width: 280, height: 640 }));
  after(() => setViewport({ width: 800, height: 600 }));
  beforeEach(forgetDrafts);

  for (const dir of ['ltr', 'rtl'] as const) {
    it(`shows the form with all fields without scrolling sideways, ${dir}`, async () => {
      const made = await drawn(dir);
      made.card('nobel').querySelector<HTMLElement>('[name="edit"]')!.click();
      await made.shown();
      made.$('[name="widen"]').click();
      await waitUntil(() => made.count('dialog[open]') === 1, 'no form');
      await made.shown();
      const { left, right } = made.$('dialog').getBoundingClientRect();
      expect([left >= 0, right <= NARROW]).to.deep.equal([true, true]);
      expect(outside(made.$('dialog'))).to.deep.equal([]);
      expect(sideways(made.$('dialog'))).to.deep.equal([]);
    });
  }
});
