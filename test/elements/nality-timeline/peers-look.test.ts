import { expect } from '@open-wc/testing';
import type { Timeline } from '../../../src/core/features/timeline.ts';
import { constant } from '../../../src/core/lib/signal.ts';
import { expectNoBarriers } from '../../support/barriers.ts';
import { offerMedia } from '../../support/fake-media.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { forgetDrafts, IRENE, scene, type Scene } from './scene.ts';

interface Room extends Scene {
  told: string[];
}

/** Marie's timeline with Irène in it. */
async function room(): Promise<Room> {
  const told: string[] = [];
  const made = await scene({
    prepare(timeline, core) {
      offerMedia(core);
      timeline.collaborators.set(1);
      const irene = { id: IRENE, name: 'Irène', avatarUrl: null };
      Object.assign(core.profiles, { resolve: () => constant(new Map([[IRENE, [irene]]])) });
      const tell =
        (what: string) =>
        (at: unknown): void =>
          void told.push(`${what} ${JSON.stringify(at)}`);
      Object.assign(timeline, { point: tell('point'), select: tell('select') } satisfies Partial<Timeline>);
    },
  });
  await waitUntil(() => made.count('.cursors') === 1, 'what stands beside the events is not loaded');
  return { ...made, told };
}

const centre = (element: Element): { clientX: number; clientY: number } => {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { clientX: left + width / 2, clientY: top + height / 2 };
};

describe('what others do on the timeline', () => {
  beforeEach(forgetDrafts);

  it('is a flag with a name where they point, and nothing for a screen reader', async () => {
    const { timeline, shown, $, card, element } = await room();
    timeline.cursors.set(new Map([[IRENE, { subject: 'polonium', x: 0.5, y: 0.5 }]]));
    await shown();
    expect($('.cursor').textContent).to.equal('Irène');
    expect($('.cursors').getAttribute('aria-hidden')).to.equal('true');
    const at = card('polonium').getBoundingClientRect();
    await waitUntil(() => {
      const flag = $('.cursor').getBoundingClientRect();
      return (
        Math.abs(flag.left - (at.left + at.width / 2)) < 2 &&
        Math.abs(flag.top - (at.top + at.height / 2)) < 2
      );
    }, 'the flag is elsewhere');
    await expectNoBarriers(element);
  });

  it('is gone when they point nowhere, or at what is not here', async () => {
    const { timeline, shown, count } = await room();
    timeline.cursors.set(new Map([[IRENE, { subject: 'polonium', x: 0, y: 0 }]]));
    await shown();
    expect(count('.cursor')).to.equal(1);
    timeline.cursors.set(new Map([[IRENE, { subject: 'elsewhere', x: 0, y: 0 }]]));
    await shown();
    expect(count('.cursor')).to.equal(0);
  });

  it('does not cover a small screen', async () => {
    const { timeline, shown, $, element } = await room();
    element.style.width = '320px';
    timeline.cursors.set(new Map([[IRENE, { subject: 'polonium', x: 0.5, y: 0.5 }]]));
    await shown();
    expect(getComputedStyle($('.cursors')).display).to.equal('none');
  });

  it('marks the field that they write in, in my editor and in the card', async () => {
    const { timeline, shown, card, $ } = await room();
    timeline.selections.set(new Map([[IRENE, { subject: 'polonium', field: 'title', start: 0, end: 3 }]]));
    await shown();
    expect(card('polonium').querySelector<HTMLElement>('[part~="title"]')!.dataset['peer']).to.equal('Irène');
    card('polonium').querySelector<HTMLElement>('[name="edit"]')!.click();
    await shown();
    const field = $('[part~="editor"] [name="title"]').closest<HTMLElement>('.field')!;
    expect(field.dataset['peer']).to.equal('Irène');
    timeline.selections.set(new Map());
    await shown();
    expect(field.dataset['peer']).to.equal(undefined);
  });
});

describe('what I do on the timeline', () => {
  beforeEach(forgetDrafts);

  it('is told to others as a place in a card, and as nowhere beside the cards', async () => {
    const { told, card, $ } = await room();
    const move = (target: Element): void =>
      void target.dispatchEvent(
        new PointerEvent('pointermove', {
          bubbles: true,
          composed: true,
          pointerType: 'mouse',
          ...centre(target),
        }),
      );
    move(card('polonium'));
    move($('header'));
    const [place = '', nowhere] = told.map((words) => words.replace('point ', ''));
    const { subject, x, y } = JSON.parse(place) as { subject: string; x: number; y: number };
    expect([subject, nowhere, told.length]).to.deep.equal(['polonium', 'null', 2]);
    // Some browsers' events have whole pixels only.
    expect(x).to.be.closeTo(0.5, 0.01);
    expect(y).to.be.closeTo(0.5, 0.01);
  });

  it('is told as the field that I write in, until I leave it', async () => {
    const { told, card, shown, $ } = await room();
    card('polonium').querySelector<HTMLElement>('[name="edit"]')!.click();
    await shown();
    const input = $<HTMLInputElement>('[part~="editor"] [name="title"]');
    input.focus();
    input.setSelectionRange(2, 4);
    input.dispatchEvent(new KeyboardEvent('keyup', { key: 'a', bubbles: true, composed: true }));
    expect(told.at(-1)).to.equal('select {"subject":"polonium","field":"title","start":2,"end":4}');
    input.blur();
    expect(told.at(-1)).to.equal('select null');
  });

  it('is told to nobody where nobody is', async () => {
    const { told, timeline, card } = await room();
    timeline.collaborators.set(0);
    card('polonium').dispatchEvent(
      new PointerEvent('pointermove', { bubbles: true, composed: true, pointerType: 'mouse' }),
    );
    expect(told).to.deep.equal([]);
  });

  it('is noted as being at an event, by pointer, touch and keyboard, also where nobody is', async () => {
    const { timeline, card } = await room();
    timeline.collaborators.set(0);
    const move = (pointerType: string) =>
      new PointerEvent('pointermove', { bubbles: true, composed: true, pointerType });
    card('polonium').dispatchEvent(move('mouse'));
    card('nobel').dispatchEvent(move('touch'));
    card('polonium').querySelector<HTMLElement>('button')!.focus();
    expect(timeline.visited).to.deep.equal(['polonium', 'nobel', 'polonium']);
  });
});
