import { html, nextFrame } from '@open-wc/testing';
import { offerMedia } from '../../support/fake-media.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { EVENTS, IRENE, MARIE, scene, type Scene, type SceneOptions } from './scene.ts';

/** The narrowest room that a widget has to do with, in pixels. */
export const NARROW = 280;
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

/** In which a page is read. */
export type Direction = 'ltr' | 'rtl';

/** A timeline with everything on it, in a page that reads in this direction. */
export async function drawn(dir: Direction, width?: number, options: SceneOptions = {}): Promise<Scene> {
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
  await waitUntil(() => made.count('[name="add-files"]') > 0, 'what stands beside is not loaded');
  await nextFrame();
  await made.shown();
  return made;
}

/** How far a box is from where lines begin, and from where they end, in pixels. */
export function ends(box: Element, frame: Element, dir: Direction): [start: number, end: number] {
  const [a, b] = [box.getBoundingClientRect(), frame.getBoundingClientRect()];
  const [left, right] = [Math.round(a.left - b.left), Math.round(b.right - a.right)];
  return dir === 'ltr' ? [left, right] : [right, left];
}

/** What is seen and stands out of a frame on either side. */
export function outside(frame: Element): string[] {
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
export function sideways(root: ParentNode): string[] {
  return [...root.querySelectorAll('[part], form, fieldset, .body')]
    .filter((box) => box.scrollWidth > box.clientWidth + 1 && box.clientWidth > 0)
    .filter((box) => getComputedStyle(box).display !== 'inline')
    .map((box) => `${box.tagName} ${box.getAttribute('part') ?? box.className}`);
}
