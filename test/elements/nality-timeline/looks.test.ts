import { expect } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import { expectNoBarriers } from '../../support/barriers.ts';
import { LOOKS, preferring } from '../../support/preferring.ts';
import { finding, narrow } from './finding-scene.ts';
import { long } from './long-scene.ts';
import { forgetDrafts, IRENE, scene } from './scene.ts';

describe('the timeline, as a person prefers to see it', () => {
  beforeEach(() => {
    forgetDrafts();
    sessionStorage.clear();
  });

  for (const [what, look] of LOOKS) {
    it(`is accessible ${what}`, () =>
      preferring(look, async () => {
        const { element, timeline, card, shown } = await scene();
        timeline.update('nobel', { title: 'Refused' });
        timeline.refuse();
        timeline.editors.set(new Map([['birth', [{ id: IRENE, name: 'Irène', avatarUrl: null }]]]));
        card('polonium').querySelector<HTMLElement>('[name="edit"]')!.click();
        await shown();
        await expectNoBarriers(element);
      }));

    it(`is accessible while somebody searches ${what}`, () =>
      preferring(look, async () => {
        const stage = await finding();
        await narrow(stage);
        await expectNoBarriers(stage.element);
      }));
  }

  it('leads to a year at once where one wants less motion', async () => {
    await setViewport({ width: 900, height: 800 });
    window.scrollTo(0, 0);
    await preferring({ 'prefers-reduced-motion': 'reduce' }, async () => {
      const stage = await long();
      const tops: number[] = [];
      const watch = (): void => void tops.push(window.scrollY);
      window.addEventListener('scroll', watch);
      const jump = stage.$<HTMLSelectElement>('[name="jump"]');
      jump.value = 'year-1950';
      jump.dispatchEvent(new Event('change', { bubbles: true }));
      await stage.still();
      window.removeEventListener('scroll', watch);
      expect(stage.$('#year-1950').getBoundingClientRect().top).to.be.within(-2, 80);
      expect(new Set(tops.map((top) => Math.round(top / 400))).size).to.equal(1);
    });
  });

  it('is as light or dark as the page around it, whatever the person prefers', async () => {
    await preferring({ 'prefers-color-scheme': 'dark' }, async () => {
      const { element } = await scene();
      const dark = getComputedStyle(element).backgroundColor;
      element.parentElement!.style.colorScheme = 'light';
      const light = getComputedStyle(element).backgroundColor;
      expect([dark, light]).to.deep.equal(['rgb(22, 21, 19)', 'rgb(250, 246, 238)']);
    });
  });
});
