import { expect } from '@open-wc/testing';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import { expectNoBarriers } from '../../support/barriers.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { long } from './long-scene.ts';
import { EVENTS, forgetDrafts, scene } from './scene.ts';

describe('jumping', () => {
  beforeEach(async () => {
    forgetDrafts();
    sessionStorage.clear();
    await setViewport({ width: 900, height: 800 });
    window.scrollTo(0, 0);
  });

  for (const [view, group] of [
    ['category', 'category-travel'],
    ['importance', 'importance-7'],
  ] as const) {
    it(`by ${view} leads by date, and by J, within the group that is on the screen`, async () => {
      const stage = await long();
      stage.element.view = view;
      await stage.still();
      const list = (name: string): HTMLSelectElement => stage.$(`[name="${name}"]`);
      const years = (): string[] => [...list('date').options].map(({ value }) => value);
      const chosen = (): string[] => ['jump', 'date'].map((name) => list(name).value);
      const atTop = (): HTMLElement => {
        const marker = stage.$(`#${group}`).getBoundingClientRect();
        return stage
          .all('[data-event-id]')
          .find((card) => card.getBoundingClientRect().top >= marker.bottom)!;
      };
      list('jump').value = group;
      list('jump').dispatchEvent(new Event('change', { bubbles: true }));
      await waitUntil(() => stage.all('[part~="marker"]').some(({ id }) => id === group));
      await stage.still();
      expect(chosen()).to.deep.equal([group, years()[0]]);

      atTop().focus();
      await sendKeys({ press: 'j' });
      expect(stage.focus()).to.equal('date');
      await stage.still();
      expect(chosen()).to.deep.equal([group, years()[0]]);
      expect(list('date').getBoundingClientRect().top).to.be.within(0, 100);
      list('date').value = 'year-1950';
      list('date').dispatchEvent(new Event('change', { bubbles: true }));
      await waitUntil(() => atTop().querySelector('time')!.textContent!.endsWith('1950'));
      await stage.still();
      expect(stage.$(`#${group}`).getBoundingClientRect().top).to.be.within(-1, 40);
      expect(chosen()).to.deep.equal([group, 'year-1950']);
      await sendKeys({ press: 'ArrowDown' });
      await waitUntil(() => atTop().querySelector('time')!.textContent!.endsWith('1949'));
      await stage.still();
      expect(chosen()).to.deep.equal([group, 'year-1949']);
      expect(stage.nodes()).to.be.at.most(500);
    });
  }

  it('has room beside the longest marker in the narrowest column', async () => {
    const events = EVENTS.map((event) => ({ ...event, category: 'relationship' as const }));
    const stage = await scene({ events, lang: 'de' });
    stage.element.parentElement!.style.width = '280px';
    stage.element.view = 'category';
    await waitUntil(() => stage.words().includes('Beziehungen'), 'not in German');
    await stage.shown();
    const words = document.createRange();
    words.selectNodeContents(stage.$('[part~="marker"] span'));
    expect(words.getBoundingClientRect().right).to.be.at.most(
      stage.$('[name="date"]').getBoundingClientRect().left,
    );
    expect(stage.element.scrollWidth).to.be.at.most(280);
    await expectNoBarriers(stage.element);
  });

  it('offers no dates of a group that has one alone, and no groups where there is one alone', async () => {
    const stage = await scene();
    stage.element.view = 'category';
    await stage.shown();
    expect(stage.count('[name="date"]')).to.equal(0);
    stage.card('nobel').focus();
    await sendKeys({ press: 'j' });
    expect(stage.focus()).to.equal('jump');
    const alike = await scene({ events: EVENTS.map((event) => ({ ...event, category: 'family' as const })) });
    alike.element.view = 'category';
    await alike.shown();
    expect(alike.count('[name="jump"]')).to.equal(0);
    alike.card('nobel').focus();
    await sendKeys({ press: 'j' });
    expect(alike.focus()).to.equal('date');
    expect([...alike.$<HTMLSelectElement>('[name="date"]').options].map(({ text }) => text)).to.deep.equal([
      '1911',
      '1898',
      '1867',
    ]);
    await expectNoBarriers(alike.element);
  });
});
