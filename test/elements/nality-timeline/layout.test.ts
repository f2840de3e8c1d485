import { expect, nextFrame } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import { lifeEvent } from '../../support/fake-timeline.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { drawn, ends, NARROW, outside, sideways, type Direction } from './narrow-scene.ts';
import { EVENTS, forgetDrafts, MARIE } from './scene.ts';

describe('the timeline in a page that reads from right to left', () => {
  beforeEach(forgetDrafts);

  for (const width of [1000, 400])
    it(`is the mirror image of the other at ${width} pixels`, async () => {
      const placesIn = async (dir: Direction): Promise<unknown[]> => {
        const made = await drawn(dir, width, { events: EVENTS });
        const frame = made.$('section');
        const boxes = ['[part~="marker"]', '[part~="card"]', '.medallion', '[name="add"]', '[part~="date"]'];
        const places = boxes.map((box) => [box, ...ends(made.$(box), frame, dir)]);
        made.element.remove();
        return places;
      };
      const ltr = await placesIn('ltr');
      expect(await placesIn('rtl')).to.deep.equal(ltr);
      const [, card] = ltr as [string, number, number][];
      expect(card![1], 'there is no spine to be mirrored').to.be.above(card![2]);
    });

  it('says on the side where lines begin that somebody edits', async () => {
    for (const [dir, offset] of [
      ['ltr', '3px'],
      ['rtl', '-3px'],
    ] as const) {
      const made = await drawn(dir);
      expect(getComputedStyle(made.card('birth')).boxShadow).to.contain(` ${offset} 0px 0px`);
      made.element.remove();
    }
  });
});

describe('the timeline where there is little room', () => {
  beforeEach(forgetDrafts);

  for (const dir of ['ltr', 'rtl'] as const) {
    it(`shows its cards without scrolling sideways, ${dir}`, async () => {
      const made = await drawn(dir, NARROW);
      const frame = made.$('section');
      expect(frame.clientWidth).to.equal(NARROW);
      expect(outside(frame)).to.deep.equal([]);
      expect(sideways(made.root)).to.deep.equal([]);
    });

    it(`lets one edit in the card without scrolling sideways, ${dir}`, async () => {
      const made = await drawn(dir, NARROW);
      made.card('nobel').querySelector<HTMLElement>('[name="edit"]')!.click();
      await made.shown();
      expect(made.count('.inline [name="title"]')).to.equal(1);
      expect(outside(made.$('section'))).to.deep.equal([]);
      expect(sideways(made.root)).to.deep.equal([]);
    });
  }
});

describe('the marker of a year', () => {
  before(() => setViewport({ width: 900, height: 700 }));
  after(() => setViewport({ width: 800, height: 600 }));
  beforeEach(() => {
    forgetDrafts();
    window.scrollTo(0, 0);
  });

  const year = (start: string) =>
    Array.from({ length: 40 }, (_, at) =>
      lifeEvent(`${start}-${at}`, { user_id: MARIE, title: `Event ${at}`, start_date: start }),
    );

  for (const [width, sticky] of [
    [900, 0],
    [900, 64],
    [400, 0],
    [400, 64],
  ] as const)
    it(`stays at the upper edge inside of a long year, ${sticky} pixels below it, ${width} wide`, async () => {
      const made = await drawn('ltr', width, { events: [...year('1911-06-01'), ...year('1898-07-01')] });
      made.host.style.setProperty('--nality-sticky-top', `${sticky}px`);
      const marker = made.$('#year-1911');
      expect(marker.getBoundingClientRect().top).to.be.above(sticky);
      const { top, height } = made.$('.group').getBoundingClientRect();
      for (const share of [0.3, 0.6]) {
        window.scrollTo(0, top + share * height);
        await nextFrame();
        await nextFrame();
        expect(marker.getBoundingClientRect().top, `at ${share}`).to.be.closeTo(sticky, 1);
        const under = made.root.elementFromPoint(
          marker.getBoundingClientRect().left + 60,
          sticky + marker.getBoundingClientRect().height / 2,
        );
        expect(under?.closest('.marker'), 'something covers it').to.equal(marker);
      }
      window.scrollTo(0, document.documentElement.scrollHeight);
      await waitUntil(
        () => (made.find('#year-1911')?.getBoundingClientRect().top ?? -1) < 0,
        'it does not go with its year',
      );
    });
});
