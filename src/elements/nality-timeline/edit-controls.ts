import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { LIMITS } from '../../core/features/life-event.ts';
import { counter, leftOf, tellLeft } from '../shared/counter.ts';
import type { LiveRegion } from '../shared/live-region.ts';
import { complaint } from '../shared/notices.ts';
import { text } from './text.ts';
import type { EditFields, Problems, Typed } from './edit-fields.ts';
import type { Edit } from './editing.ts';

/** What an editor shows. */
export interface EditorView {
  readonly edit: Edit;
  readonly fields: EditFields;
  readonly locale: string;
  /** Who else edits the event, if anybody. */
  readonly other: string | undefined;
  /** Whether the event has been deleted meanwhile. */
  readonly gone: boolean;
  /** What is loaded later and stands in the form. */
  readonly beside: unknown;
  /** What is told to the person meanwhile. */
  readonly told: unknown;
}

/** What can be done in an editor. */
export interface EditorActions {
  /** Takes what a person typed, given what the editor shows at that moment. */
  type(change: (fields: EditFields) => Typed): void;
  save(): void;
  leave(): void;
  widen(): void;
  startOver(): void;
  /** Takes what somebody else wrote into a field. */
  yield(name: keyof EditFields): void;
}

type Column = Problems extends ReadonlyMap<infer K, unknown> ? K : never;
type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** The fields of text, which have limits. */
type TextName = 'title' | 'location' | 'description';

/** A line or several of text, with how much more may be written near the limit. */
export function textField(
  name: TextName,
  label: string,
  { fields, edit: { problems } }: EditorView,
): TemplateResult {
  const wrong = problems.has(name);
  const left = charactersLeft(fields, name);
  const told = [left < Infinity && `${name}-left`, wrong && `${name}-problem`].filter(Boolean);
  const control =
    name === 'description'
      ? html`<textarea
          id=${name}
          name=${name}
          rows="4"
          dir="auto"
          aria-invalid=${wrong || nothing}
          aria-describedby=${told.join(' ') || nothing}
          .value=${live(fields[name])}
        ></textarea>`
      : html`<input
          type="text"
          id=${name}
          name=${name}
          dir="auto"
          autocomplete="off"
          ?required=${name === 'title'}
          aria-invalid=${wrong || nothing}
          aria-describedby=${told.join(' ') || nothing}
          .value=${live(fields[name])}
        />`;
  return html`<div class="field">
    <label for=${name}>${label}</label>${control} ${counter(name, left)} ${problem(name, problems)}
  </div>`;
}

/** How many characters may still be typed; infinite far from the limit. */
function charactersLeft(fields: EditFields, name: TextName): number {
  return leftOf(fields[name].trim(), LIMITS[name]);
}

/** Tells how many are left in a field of text where somebody has just typed. */
export function tellRoom(region: LiveRegion, typed: Typed, fields: () => EditFields): void {
  const [name] = Object.keys(typed) as TextName[];
  if (name && typeof LIMITS[name] === 'number') tellLeft(region, () => charactersLeft(fields(), name));
}

/** What is wrong with a column, beside its field. */
export function problem(column: Column, problems: Problems): TemplateResult | typeof nothing {
  const code = problems.get(column);
  return code ? complaint(column, text.problem[column]?.[code]) : nothing;
}

/** Passes on what was typed in any field of a form. */
export function onTyping(event: Event, actions: EditorActions): void {
  const control = event.composedPath()[0] as Control;
  actions.type(() => typedIn(control));
}

/** Ctrl or ⌘ with Enter saves from anywhere, a text of several lines too. */
export function onFormKey(event: KeyboardEvent, actions: EditorActions): void {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    actions.save();
  }
}

/** Hands a form to us instead of to the server. */
export function onSubmit(event: Event, actions: EditorActions): void {
  event.preventDefault();
  actions.save();
}

function typedIn({ name, value }: Control): Typed {
  switch (name) {
    case 'importance':
      return { importance: Number(value) };
    case 'title':
    case 'description':
    case 'location':
    case 'category':
    case 'tag':
      return { [name]: value } as Typed;
    default:
      return {};
  }
}
