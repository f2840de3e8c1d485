import { expect, html, nextFrame, waitUntil } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import { lifeEvent } from '../../support/fake-timeline.ts';
import { offerMedia } from '../../support/fake-media.ts';
import { EVENTS, forgetDrafts, IRENE, MARIE, scene, type Scene, type SceneOptions } from './scene.ts';

const NARROW = 280;
const LONG_WORD = 'Antidisestablishmentarianism-and-a-very-long-unbroken-word-that-never-ends';

/** Everything that a card can show, in words that are hard to break. */
const FULL = [
  {
    ...EVENTS[0]!,
    title: LONG_WORD,
    description: `${LONG_WORD} ${'She wrote it down. '.repeat(30)}`,
    location: LONG_WORD,
    tags: [LONG_WORD, 'Nobel'],
  },
  ...EVENTS.slice(1),
];

type Direction = 'ltr' | 'rtl';

/** A timeline with everything on it, in a page that reads in this direction. */
async function drawn(dir: Direction, width?: number, options: SceneOptions = {}): Promise<Scene> {
  const made = await scene({
    events: FULL,
    template: html`<div dir=${dir}><nality-timeline user-id=${MARIE}></nality-timeline></div>`,
    prepare(timeline, core) {
      offerMedia(core);
      timeline.editors.set(new Map([['birth', [{ id: IRENE, name: 'Irène', avatarUrl: null }]]]));
    },
    ...options,
  });
  if (width) made.host.style.width = `${width}px`;
  await waitUntil(() => made.count('[name="add-files"]') > 0, 'what stands beside is not loaded', {
    timeout: 8_000,
  });
  await nextFrame();
  await made.shown();
  return made;
}

/** How far a box is from where lines begin, and from where they end, in pixels. */
function ends(box: Element, frame: Element, dir: Direction): [start: number, end: number] {
  const [a, b] = [box.getBoundingClientRect(), frame.getBoundingClientRect()];
  const [left, right] = [Math.round(a.left - b.left), Math.round(b.right - a.right)];
  return dir === 'ltr' ? [left, right] : [right, left];
}

/** What is seen and stands out of a frame on either side. */
function outside(frame: Element): string[] {
  const { left, right } = frame.getBoundingClientRect();
  return [...frame.querySelectorAll('*')]
    .filter((node) => node.checkVisibility() && !node.closest('.visually-hidden, svg *'))
    .filter((node) => {
      const box = node.getBoundingClientRect();
      return box.width > 0 && (box.left < left - 1 || box.right > right + 1);
    })
    .map((node) => `${node.tagName} ${node.className}`);
}

/** Boxes in which one would have to scroll sideways. */
function sideways(root: ParentNode): string[] {
  return [...root.querySelectorAll('[part], form, fieldset, .body')]
    .filter((box) => box.scrollWidth > box.clientWidth + 1 && box.clientWidth > 0)
    .filter((box) => getComputedStyle(box).display !== 'inline')
    .map((box) => `${box.tagName} ${box.getAttribute('part') ?? box.className}`);
}

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
  before(() => setViewport({ width: NARROW, height: 640 }));
  after(() => setViewport({ width: 800, height: 600 }));
  beforeEach(() => {
    forgetDrafts();
    document.body.style.margin = '0';
  });
  afterEach(() => document.body.style.removeProperty('margin'));

  for (const dir of ['ltr', 'rtl'] as const) {
    it(`shows its cards without scrolling sideways, ${dir}`, async () => {
      const made = await drawn(dir);
      const frame = made.$('section');
      expect(frame.clientWidth).to.equal(NARROW);
      expect(outside(frame)).to.deep.equal([]);
      expect(sideways(made.root)).to.deep.equal([]);
    });

    it(`lets one edit in the card without scrolling sideways, ${dir}`, async () => {
      const made = await drawn(dir);
      made.card('nobel').querySelector<HTMLElement>('[name="edit"]')!.click();
      await made.shown();
      expect(made.count('.inline [name="title"]')).to.equal(1);
      expect(outside(made.$('section'))).to.deep.equal([]);
      expect(sideways(made.root)).to.deep.equal([]);
    });

    it(`shows the form with all fields without scrolling sideways, ${dir}`, async () => {
      const made = await drawn(dir);
      made.card('nobel').querySelector<HTMLElement>('[name="edit"]')!.click();
      await made.shown();
      made.$('[name="widen"]').click();
      await waitUntil(() => made.count('dialog[open]') === 1, 'no form', { timeout: 8_000 });
      await made.shown();
      const { left, right } = made.$('dialog').getBoundingClientRect();
      expect([left >= 0, right <= NARROW]).to.deep.equal([true, true]);
      expect(outside(made.$('dialog'))).to.deep.equal([]);
      expect(sideways(made.$('dialog'))).to.deep.equal([]);
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
      await nextFrame();
      await nextFrame();
      expect(made.find('#year-1911')?.getBoundingClientRect().top ?? -1, 'it goes with its year').to.be.below(
        0,
      );
    });
});
