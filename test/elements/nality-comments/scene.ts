import { html, type TemplateResult } from 'lit';
import '../../../src/elements/nality-comments/define.ts';
import '../../../src/elements/nality-comments/verbs.ts';
import type { Profile } from '../../../src/core/features/profiles.ts';
import type { Comment } from '../../../src/core/features/threads.ts';
import type { NalityComments } from '../../../src/elements/nality-comments/nality-comments.ts';
import { forgetDrafts, stageElement, type ElementStage, type } from '../../support/element-stage.ts';
import { fakeComments, said, type FakeComments } from '../../support/fake-comments.ts';
import { fakeCore, type FakeCore } from '../../support/fake-core.ts';

export { type } from '../../support/element-stage.ts';

export const EVENT = '00000000-0000-4000-8000-00000000e001';
export const MARIE = '00000000-0000-4000-8000-000000000001';
export const IRENE = '00000000-0000-4000-8000-000000000003';
export const PAUL = '00000000-0000-4000-8000-000000000004';

export const PEOPLE: readonly Profile[] = [
  { id: MARIE, name: 'Marie Curie', avatarUrl: null },
  { id: IRENE, name: 'Irène', avatarUrl: null },
  { id: PAUL, name: 'Paul Langevin', avatarUrl: null },
];

/** Somewhat more than a minute ago, and every next one a little later. */
const at = (place: number): string => new Date(Date.now() - 3_600_000 + place * 60_000).toISOString();

/** One of mine, Irène's with two answers, and Paul's. */
export const COMMENTS: readonly Comment[] = [
  said('mine', { user_id: MARIE, content: 'I remember the shed.', created_at: at(0) }),
  said('hers', { user_id: IRENE, content: 'It was cold there.', created_at: at(1) }),
  said('answer', { user_id: MARIE, content: 'Very cold!', parent_id: 'hers', created_at: at(2) }),
  said('second', { user_id: PAUL, content: 'And wet.', parent_id: 'hers', created_at: at(3) }),
  said('his', { user_id: PAUL, content: 'Bravo.', created_at: at(4) }),
];

export interface Scene extends ElementStage<NalityComments> {
  core: FakeCore;
  comments: FakeComments;
  /** Where the focus is: the id of the comment and the name of the control in it, or the field. */
  focus(): string;
  comment(id: string): HTMLElement;
  /** The field of a name: `new`, `reply:<id>`, `edit:<id>`. */
  field(name: string): HTMLTextAreaElement;
  /** Presses a key where the focus is. Returns whether it was taken. */
  press(key: string, held?: KeyboardEventInit): Promise<boolean>;
  /** Types into a field and sends it by its button. */
  send(name: string, words: string): Promise<void>;
}

export interface SceneOptions {
  comments?: readonly Comment[];
  me?: string | 'anonymous' | 'unknown';
  lang?: string;
  template?: TemplateResult;
  prepare?: (comments: FakeComments, core: FakeCore) => void;
}

/** Comments on a fake core: Marie looks at them unless told otherwise. */
export async function scene({
  comments: rows = COMMENTS,
  me = MARIE,
  lang = 'en',
  template,
  prepare,
}: SceneOptions = {}): Promise<Scene> {
  const core = fakeCore();
  if (me === 'anonymous' || me === 'unknown') core.identity.set({ name: me });
  else core.identity.set({ name: 'person', id: me, isAnonymous: false });
  const comments = fakeComments(me);
  comments.people.set(new Map(PEOPLE.map((person) => [person.id, person])));
  comments.serve(...rows);
  core.offers.set('comments', () => comments);
  prepare?.(comments, core);
  const stage = await stageElement<NalityComments>(
    'nality-comments',
    core,
    template ?? html`<nality-comments event-id=${EVENT}></nality-comments>`,
    { lang },
  );
  const { element, root, $, shown } = stage;
  const field = (name: string): HTMLTextAreaElement => $(`[data-draft="${name}"]`);
  // What one writes with is loaded on use.
  for (let turn = 0; turn < 20 && !root.querySelector('form'); turn++) await shown();
  return {
    ...stage,
    core,
    comments,
    focus() {
      const focused = root.activeElement as HTMLElement | null;
      const id = focused?.closest('[data-comment-id]')?.getAttribute('data-comment-id');
      const control = focused?.dataset['draft'] ?? focused?.getAttribute('name');
      return [id, control].filter(Boolean).join('/');
    },
    comment: (id) => $(`[data-comment-id="${id}"]`),
    field,
    async press(key, held = {}) {
      const event = new KeyboardEvent('keydown', {
        key,
        bubbles: true,
        composed: true,
        cancelable: true,
        ...held,
      });
      (root.activeElement ?? element).dispatchEvent(event);
      await shown();
      return event.defaultPrevented;
    },
    async send(name, words) {
      type(field(name), words);
      await shown();
      field(name).closest('form')!.querySelector<HTMLElement>('[part~="send"]')!.click();
      await shown();
    },
  };
}

/** Puts away what earlier tests typed, and where they led. */
export function tidyUp(): void {
  forgetDrafts();
  history.replaceState(null, '', location.pathname + location.search);
}
