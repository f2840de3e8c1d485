import { ContextProvider } from '@lit/context';
import { aTimeout, fixture, html } from '@open-wc/testing';
import { render, type TemplateResult } from 'lit';
import '../../../src/elements/nality-timeline/define.ts';
import type { LifeEvent } from '../../../src/core/features/life-event.ts';
import { signal, type Signal } from '../../../src/core/lib/signal.ts';
import type { NalityTimeline } from '../../../src/elements/nality-timeline/nality-timeline.ts';
import { providerContext, type ProviderState } from '../../../src/elements/shared/context.ts';
import { fakeNality, lifeEvent, type FakeNality, type FakeTimeline } from '../../support/fake-timeline.ts';

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

export interface Scene {
  element: NalityTimeline;
  core: FakeNality;
  timeline: FakeTimeline;
  state: Signal<ProviderState>;
  /** Waits until the element shows what it knows. */
  shown(): Promise<void>;
  $<E extends HTMLElement = HTMLElement>(selector: string): E;
  all(selector: string): HTMLElement[];
  count(selector: string): number;
  /** Where the focus is: the id of the card, and the name of the control in it or elsewhere. */
  focus(): string;
  card(id: string): HTMLElement;
  /** The words on the screen, in one line. */
  words(): string;
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
  const state = signal<ProviderState>({ name: 'ready', core });
  const host = await fixture<HTMLElement>(html`<div></div>`);
  new ContextProvider(host, { context: providerContext, initialValue: { state, lang: signal(lang) } });
  render(template ?? html`<nality-timeline user-id=${MARIE}></nality-timeline>`, host);
  const element = host.querySelector('nality-timeline')!;
  const root = element.shadowRoot!;
  const $ = <E extends HTMLElement>(selector: string): E => {
    const found = root.querySelector<E>(selector);
    if (!found) throw new Error(`Not shown: ${selector}`);
    return found;
  };
  const shown = async (): Promise<void> => {
    await aTimeout(0);
    await element.updateComplete;
  };
  await shown();
  return {
    element,
    core,
    timeline,
    state,
    shown,
    $,
    all: (selector) => [...root.querySelectorAll<HTMLElement>(selector)],
    count: (selector) => root.querySelectorAll(selector).length,
    focus: () => {
      const id = root.activeElement?.closest('[data-event-id]')?.getAttribute('data-event-id');
      return [id, root.activeElement?.getAttribute('name')].filter(Boolean).join('/');
    },
    card: (id) => $(`[data-event-id="${id}"]`),
    words: () => root.textContent!.replace(/\s+/g, ' ').trim(),
  };
}

/** Types into a field as a person does. */
export function type(field: HTMLElement, value: string): void {
  (field as HTMLInputElement).value = value;
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}

/** Puts away what earlier tests typed. */
export function forgetDrafts(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith('nality:')) localStorage.removeItem(key);
}
