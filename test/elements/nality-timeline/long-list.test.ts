import { expect, html, nextFrame } from '@open-wc/testing';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import { expectNoBarriers } from '../../support/barriers.ts';
import { lifeEvent } from '../../support/fake-timeline.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { COUNT, long, STORY, type LongScene } from './long-scene.ts';
import { forgetDrafts, MARIE, type, type Scene } from './scene.ts';

/** How far the cards that were and are seen have moved, in pixels at most. */
function drift(before: Map<string, number>, after: Map<string, number>): number {
  const both = [...before].filter(([id]) => after.has(id));
  expect(both, 'nothing that was seen is still seen').not.to.be.empty;
  return Math.max(...both.map(([id, top]) => Math.abs(top - after.get(id)!)));
}

/** With the browser's own anchoring and without, as in Safari. */
const ANCHORING = ['auto', 'none'] as const;

describe('ten thousand events', () => {
  beforeEach(async () => {
    forgetDrafts();
    sessionStorage.clear();
    await setViewport({ width: 900, height: 800 });
    window.scrollTo(0, 0);
  });
  afterEach(() => document.documentElement.style.removeProperty('overflow-anchor'));
  after(() => setViewport({ width: 800, height: 600 }));

  it('are never more than five hundred elements, and there is never a hole in what is seen', async () => {
    const stage = await long();
    expect(document.documentElement.scrollHeight).to.be.above(COUNT * 80);
    for (const share of [0, 0.3, 0.31, 0.7, 1, 0.5, 0]) {
      window.scrollTo(0, share * document.documentElement.scrollHeight);
      await stage.still();
      expect(stage.nodes(), `at ${share}`).to.be.within(50, 500);
      const { left, right } = stage.$('.life').getBoundingClientRect();
      for (let y = 200; y < innerHeight; y += 40) {
        // Between two groups there is a little room.
        const under = [y, y + 16].flatMap((at) =>
          stage.element.shadowRoot!.elementsFromPoint((left + right) / 2 + 60, at),
        );
        expect(
          under.some((node) => node.matches('li.entry')),
          `${share}: ${y}`,
        ).to.equal(true);
      }
    }
  });

  it('leave nothing behind where one has been', async () => {
    const stage = await long();
    const comments = (): number => {
      const walker = document.createTreeWalker(stage.$('.life'), NodeFilter.SHOW_COMMENT);
      let count = 0;
      while (walker.nextNode()) count += 1;
      return count;
    };
    window.scrollTo(0, 40_000);
    await stage.still();
    const before = comments() / stage.count('li.entry');
    for (let at = 0; at <= 60; at += 1) {
      window.scrollTo(0, at * 700);
      await nextFrame();
      await stage.element.updateComplete;
    }
    await stage.still();
    expect(comments() / stage.count('li.entry')).to.be.within(0.6 * before, 1.4 * before);
  });

  it('say how many there are, and where in their group each one is', async () => {
    const stage = await long();
    const row = stage.card('event-2').closest('li')!;
    const year = stage.timeline.events.get().filter(({ row }) => row.start_date!.startsWith('2019')).length;
    expect([row.ariaSetSize, row.ariaPosInSet]).to.deep.equal([String(year), '2']);
    await expectNoBarriers(stage.element);
  });

  it('carry no style attribute that a page’s rules would refuse in markup', async () => {
    const stage = await long();
    expect(stage.count('[part~="card"][style], .card [style]')).to.equal(0);
  });

  for (const anchoring of ANCHORING)
    it(`do not move on the screen while one scrolls up through what was never drawn (overflow-anchor: ${anchoring})`, async () => {
      document.documentElement.style.overflowAnchor = anchoring;
      const stage = await long();
      window.scrollTo(0, 400_000);
      await stage.still();
      for (let step = 0; step < 12; step += 1) {
        const before = stage.seen();
        window.scrollBy(0, -150);
        await stage.still();
        const moved = [...stage.seen()]
          .filter(([id]) => before.has(id))
          .map(([id, top]) => top - before.get(id)!);
        for (const by of moved) expect(by).to.be.closeTo(150, 1);
      }
    });

  for (const [what, change] of [
    [
      'somebody adds events above',
      ({ timeline }: Scene) =>
        timeline.serve(
          ...['2025-01-01', '2026-05-05', '2010-02-02'].map((start_date, at) =>
            lifeEvent(`new-${at}`, { user_id: MARIE, start_date, description: STORY.repeat(9) }),
          ),
        ),
    ],
    [
      'events above are deleted',
      ({ timeline }: Scene) =>
        timeline.serve(
          ...timeline.events
            .get()
            .slice(5, 60)
            .map(({ row }) => ({ ...row, deleted_at: '2026-01-01T00:00:00Z', rev: 2 })),
        ),
    ],
    [
      'an event above moves below',
      ({ timeline }: Scene) => timeline.changeByOther('event-3', { start_date: '1900-01-01' }),
    ],
    [
      'the row above grows',
      ({ seen, timeline }: LongScene) =>
        timeline.changeByOther([...seen().keys()][0]!, { description: null }),
    ],
    ['the widget becomes narrower', ({ element }: Scene) => (element.style.inlineSize = '420px')],
  ] as [string, (stage: LongScene) => void][]) {
    for (const anchoring of ANCHORING)
      it(`stay where they are on the screen when ${what} (overflow-anchor: ${anchoring})`, async () => {
        document.documentElement.style.overflowAnchor = anchoring;
        const stage = await long();
        window.scrollTo(0, 60_000);
        await stage.still();
        // The first that is seen is seen nearly whole, however the fonts fall out: it is there still when it shrinks.
        window.scrollBy(0, Math.min(...stage.seen().values()) + 10);
        await stage.still();
        const before = stage.seen();
        change(stage);
        await stage.still();
        const first = new Map([[...before][0]!]);
        const anchored = what.includes('narrower') || what.includes('grows') ? first : before;
        expect(drift(anchored, stage.seen())).to.be.at.most(1);
        expect(stage.nodes()).to.be.at.most(500);
      });
  }

  for (const focused of [false, true])
    it(`stay where they are when the window becomes narrower${focused ? ', around the focus' : ''}`, async () => {
      const stage = await long();
      window.scrollTo(0, 60_000);
      await stage.still();
      const [first, second] = [...stage.seen()].filter(([, top]) => top > 0);
      if (focused) stage.card(second![0]).focus();
      await stage.still();
      const [id] = focused ? second! : [...stage.seen()][0]!;
      const before = stage.card(id).getBoundingClientRect().top;
      await setViewport({ width: 480, height: 800 });
      await stage.still();
      expect(stage.card(id).getBoundingClientRect().top).to.be.closeTo(before, 1);
      await setViewport({ width: 900, height: 800 });
      await stage.still();
      expect(stage.card(id).getBoundingClientRect().top).to.be.closeTo(before, 1);
      expect(first).to.not.equal(undefined);
    });

  it('let a new event be seen where one is at the top', async () => {
    const stage = await long();
    stage.timeline.serve(lifeEvent('newest', { user_id: MARIE, start_date: '2026-01-01' }));
    await stage.still();
    expect(stage.seen().has('newest')).to.equal(true);
  });

  it('are all reached by the keyboard, and the focus is never lost', async () => {
    const stage = await long();
    stage.card('event-0').focus();
    for (const [key, check] of [
      ['End', (id) => id === 9999],
      ['ArrowDown', (id) => id === 9999],
      ['ArrowUp', (id) => id === 9998],
      ['PageUp', (id) => id < 9998 && id > 9970],
      ['Home', (id) => id === 0],
      ['PageDown', (id) => id > 1 && id < 30],
      ['ArrowDown', (id) => id > 2 && id < 31],
    ] as [string, (id: number) => boolean][]) {
      await sendKeys({ press: key });
      await stage.still();
      const id = Number(stage.focus().replace('event-', ''));
      expect(check(id), `${key}: ${stage.focus()}`).to.equal(true);
      expect(stage.seen().has(stage.focus()), `${key} is seen`).to.equal(true);
      expect(stage.nodes()).to.be.at.most(500);
    }
  });

  it('keep the focus and what is typed when one scrolls far away', async () => {
    const stage = await long();
    stage.card('event-2').querySelector<HTMLElement>('[name="edit"]')!.click();
    await stage.still();
    type(stage.$('[name="title"]'), 'Half a title');
    const field = stage.$<HTMLInputElement>('[name="title"]');
    let lost = 0;
    field.addEventListener('blur', () => (lost += 1));
    window.scrollTo(0, 500_000);
    await stage.still();
    window.scrollTo(0, 900_000);
    await stage.still();
    expect(stage.focus()).to.equal('event-2/title');
    expect(stage.seen().has('event-2')).to.equal(false);
    expect(stage.seen().size).to.be.above(1);
    expect(stage.nodes()).to.be.at.most(500);
    await sendKeys({ type: '!' });
    expect(stage.$<HTMLInputElement>('[name="title"]')).to.equal(field);
    expect(field.value).to.contain('!');
    expect(lost).to.equal(0);
    field.blur();
  });

  it('scroll inside of the element where the page gives it a height', async () => {
    const stage = await long({
      template: html`<nality-timeline user-id=${MARIE} class="boxed"></nality-timeline>`,
    });
    Object.assign(stage.element.style, { blockSize: '500px', overflow: 'auto', overflowAnchor: 'none' });
    await stage.still();
    stage.element.scrollTo(0, 300_000);
    await stage.still();
    expect(stage.seen().size).to.be.above(1);
    expect(stage.nodes()).to.be.at.most(500);
    const before = stage.seen();
    stage.timeline.serve(lifeEvent('newest', { user_id: MARIE, start_date: '2026-01-01' }));
    await stage.still();
    expect(drift(before, stage.seen())).to.be.at.most(1);
  });

  it('rest while nobody can see them, and are there when they can', async () => {
    const stage = await long();
    window.scrollTo(0, 60_000);
    await stage.still();
    let updates = 0;
    const { requestUpdate } = stage.element;
    stage.element.requestUpdate = (...all) => (updates++, requestUpdate.apply(stage.element, all));
    stage.element.hidden = true;
    await nextFrame();
    stage.timeline.changeByOther('event-5', { title: 'Changed' });
    await stage.still();
    expect(updates).to.be.below(5);
    stage.element.hidden = false;
    await stage.still();
    window.scrollTo(0, 90_000);
    await stage.still();
    expect(stage.seen().size).to.be.above(1);
  });

  it('are led to by a date, which is then at the top, and by J', async () => {
    const stage = await long();
    stage.card('event-0').focus();
    await sendKeys({ press: 'j' });
    expect(stage.focus()).to.equal('jump');
    const jump = stage.$<HTMLSelectElement>('[name="jump"]');
    expect(jump.value).to.equal('year-2020');
    for (const year of ['year-1950', 'year-1951', 'year-2019']) {
      jump.value = year;
      jump.dispatchEvent(new Event('change', { bubbles: true }));
      await waitUntil(() => stage.all('[part~="marker"]').some(({ id }) => id === year));
      await stage.still();
      const marker = stage.$(`#${year}`).getBoundingClientRect();
      expect(marker.top, year).to.be.within(0, 40);
      expect(jump.value, year).to.equal(year);
      expect(stage.nodes()).to.be.at.most(500);
    }
  });

  for (const view of ['decade', 'category', 'importance'] as const) {
    it(`are as few elements by ${view}, and every marker leads to its own`, async () => {
      const stage = await long();
      stage.element.view = view;
      await stage.still();
      const options = [...stage.$<HTMLSelectElement>('[name="jump"]').options].map(({ value }) => value);
      const last = options.at(-1)!;
      const jump = stage.$<HTMLSelectElement>('[name="jump"]');
      jump.value = last;
      jump.dispatchEvent(new Event('change', { bubbles: true }));
      await waitUntil(() => stage.all('[part~="marker"]').some(({ id }) => id === last));
      await stage.still();
      expect(stage.nodes()).to.be.at.most(500);
      expect(jump.value).to.equal(last);
    });
  }

  it('are printed up to a number that is told', async () => {
    const stage = await long();
    window.dispatchEvent(new Event('beforeprint'));
    await stage.shown();
    expect(stage.count('[data-event-id]')).to.equal(500);
    expect(stage.words()).to.contain('Printed are the first 500 of 10000 events');
    window.dispatchEvent(new Event('afterprint'));
    await stage.still();
    expect(stage.nodes()).to.be.at.most(500);
  });
});
