import { html, type TemplateResult } from 'lit';
import '../../../src/elements/nality-timeline/define.ts';
import type { LifeEvent } from '../../../src/core/features/life-event.ts';
import type { NalityTimeline } from '../../../src/elements/nality-timeline/nality-timeline.ts';
import { stageElement, type ElementStage } from '../../support/element-stage.ts';
import { fakeNality, lifeEvent, type FakeNality, type FakeTimeline } from '../../support/fake-timeline.ts';

export { forgetDrafts, type } from '../../support/element-stage.ts';

export const MARIE = '00000000-0000-4000-8000-000000000001';
export const IRENE = '00000000-0000-4000-8000-000000000003';

/** Three events of Marie's, newest first. */
export const EVENTS: readonly LifeEvent[] = [
  lifeEvent('nobel', {
    user_id: MARIE,
    title: 'A second Nobel Prize',
    start_date: '1911-12-10',
    category: 'achievement',
    importance: 9,
    location: 'Stockholm',
    tags: ['Nobel'],
  }),
  lifeEvent('polonium', {
    user_id: MARIE,
    title: 'Polonium',
    start_date: '1898-07-01',
    date_precision: 'month',
    description: 'A new element.',
  }),
  lifeEvent('birth', {
    user_id: MARIE,
    title: 'Born in Warsaw',
    start_date: '1867-11-07',
    category: 'family',
  }),
];

export interface Scene extends ElementStage<NalityTimeline> {
  core: FakeNality;
  timeline: FakeTimeline;
  /** Where the focus is: the id of the card, and the name of the control in it or elsewhere. */
  focus(): string;
  card(id: string): HTMLElement;
}

export interface SceneOptions {
  events?: readonly LifeEvent[];
  me?: string | 'anonymous' | 'unknown';
  lang?: string;
  template?: TemplateResult;
  prepare?: (timeline: FakeTimeline, core: FakeNality) => void;
}

/** A timeline element on a fake core: Marie looks at her own timeline unless told otherwise. */
export async function scene({
  events = EVENTS,
  me = MARIE,
  lang = 'en',
  template,
  prepare,
}: SceneOptions = {}): Promise<Scene> {
  const core = fakeNality();
  if (me === 'anonymous' || me === 'unknown') core.identity.set({ name: me });
  else core.identity.set({ name: 'person', id: me, isAnonymous: false });
  const timeline = core.timelineOf(MARIE);
  timeline.serve(...events);
  prepare?.(timeline, core);
  const stage = await stageElement<NalityTimeline>(
    'nality-timeline',
    core,
    template ?? html`<nality-timeline user-id=${MARIE}></nality-timeline>`,
    { lang },
  );
  const { root, $, shown } = stage;
  await shown();
  return {
    ...stage,
    core,
    timeline,
    focus: () => {
      const id = root.activeElement?.closest('[data-event-id]')?.getAttribute('data-event-id');
      return [id, root.activeElement?.getAttribute('name')].filter(Boolean).join('/');
    },
    card: (id) => $(`[data-event-id="${id}"]`),
  };
}

/** The timeline with one event open in its card. */
export async function editing(id = 'polonium'): Promise<Scene> {
  const stage = await scene();
  stage.card(id).querySelector<HTMLElement>('[name="edit"]')!.click();
  await stage.shown();
  return stage;
}

/** What describes a field, in words. */
export function toldOf({ root }: Scene, field: HTMLElement): string {
  const ids = field.getAttribute('aria-describedby')?.split(' ') ?? [];
  return ids.map((id) => root.getElementById(id)!.textContent!.trim()).join(' ');
}
