import { expect } from '@open-wc/testing';
import { expectNoBarriers } from '../../support/barriers.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { editing, forgetDrafts, toldOf, type } from './scene.ts';

describe('the limits of what is written', () => {
  beforeEach(forgetDrafts);

  for (const [name, most, problem] of [
    ['title', 200, 'at most 200 characters'],
    ['location', 500, 'at most 500 characters'],
    ['description', 5000, 'at most 5,000 characters'],
  ] as const) {
    it(`counts what is left of a ${name} near its limit, and says that it is too long while it is typed`, async () => {
      const stage = await editing();
      const { shown, $, count, element } = stage;
      const field = $<HTMLInputElement>(`[name="${name}"]`);
      type(field, 'x'.repeat(most * 0.9 - 1));
      await shown();
      expect(count('[part="counter"]')).to.equal(0);
      expect(field.hasAttribute('aria-describedby')).to.equal(false);
      type(field, '🧪'.repeat(most - 1));
      await shown();
      expect(toldOf(stage, field)).to.equal('1 character left');
      expect(field.hasAttribute('aria-invalid')).to.equal(false);
      await expectNoBarriers(element);
      type(field, 'x'.repeat(most + 2));
      await shown();
      expect(toldOf(stage, field))
        .to.match(/^2 characters too many /)
        .and.contain(problem);
      expect(field.getAttribute('aria-invalid')).to.equal('true');
      await expectNoBarriers(element);
    });
  }

  it('tells how many characters are left when typing pauses, not at every key', async () => {
    const { $, shown } = await editing();
    const said: string[] = [];
    const region = $('[data-announcer]');
    const watch = new MutationObserver(() => said.push(region.textContent!.trim()));
    watch.observe(region, { childList: true, subtree: true, characterData: true });
    const field = $('[name="description"]');
    for (const length of [4996, 4997, 4998]) {
      type(field, 'x'.repeat(length));
      await shown();
    }
    await waitUntil(() => said.length > 0, 'nothing was said');
    expect(new Set(said)).to.deep.equal(new Set(['2 characters left']));
    watch.disconnect();
  });
});
