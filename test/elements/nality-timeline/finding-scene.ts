import { waitUntil } from '../../support/wait-until.ts';
import { scene, type, type Scene } from './scene.ts';

/** A timeline in which somebody is about to search. */
export async function finding(options: Parameters<typeof scene>[0] = {}): Promise<Scene> {
  const stage = await scene(options);
  stage.$('[name="search"]').click();
  await waitUntil(() => stage.focus() === 'query');
  return stage;
}

/** The events that are shown, in their order. */
export const cards = ({ all }: Scene): (string | undefined)[] =>
  all('[data-event-id]').map(({ dataset }) => dataset['eventId']);

/** Chooses what to narrow by. */
export async function choose({ $, shown }: Scene, label: string, value: string): Promise<void> {
  const list = $<HTMLSelectElement>(`.narrow [aria-label="${label}"]`);
  list.value = value;
  list.dispatchEvent(new Event('change', { bubbles: true }));
  await shown();
}

/** Narrows by a date. */
export async function date({ $, shown }: Scene, name: 'from' | 'to', value: string): Promise<void> {
  const field = $<HTMLInputElement>(`[name="${name}"]`);
  field.value = value;
  field.dispatchEvent(new Event('change', { bubbles: true }));
  await shown();
}

/** Uses every way to find at once. */
export async function narrow(stage: Scene): Promise<void> {
  await choose(stage, 'Category', 'achievement');
  await date(stage, 'from', 'spring 1900');
  type(stage.$('[name="query"]'), 'nobel');
  await stage.shown();
}
