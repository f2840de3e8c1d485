import { html, type LitElement, type TemplateResult } from 'lit';
import type { Profile } from '../../core/features/profiles.ts';
import { avatar } from '../shared/avatar.ts';
import { labelOf } from './draft.ts';
import type { CommentsSource } from './source.ts';
import { writingText } from './writing-text.ts';
import type { Writing } from './writing.ts';

/** What the list works with. */
export interface MentionListOptions {
  host: LitElement;
  source: CommentsSource;
  writing: Writing;
  /** Tells screen readers. */
  say(words: string): void;
}

/** So many people are offered at once. */
const MOST = 6;
/** An @ at the beginning of a word, and what was typed of a name after it. */
const QUERY = /(?:^|[\s(])@([^\n@]{0,40})$/;

interface Open {
  readonly field: HTMLTextAreaElement;
  /** Where the @ is. */
  readonly at: number;
  readonly people: readonly Profile[];
  readonly active: number;
}

/** The list of people to mention that opens below a field when somebody types an @. Loaded then. */
export class MentionList {
  private open: Open | undefined;
  private members: Promise<readonly Profile[]> | undefined;
  private asked: unknown;

  constructor(private readonly options: MentionListOptions) {}

  /** Opens, narrows or closes the list for what stands before the caret. Rejects when nobody can be told. */
  async follow(field: HTMLTextAreaElement): Promise<void> {
    const query = queryIn(field);
    const members = query === undefined ? [] : await this.ask();
    if (query !== queryIn(field) || !field.matches(':focus')) return;
    const people = query === undefined ? [] : matching(members, query);
    if (people.length !== this.open?.people.length && people.length > 0)
      this.options.say(writingText.people(people.length));
    const at = field.selectionStart - (query?.length ?? 0) - 1;
    this.set(people.length > 0 ? { field, at, people, active: 0 } : undefined);
  }

  /** The list, where it is open for a field. */
  shownFor(name: string): { active: string; template: TemplateResult } | undefined {
    return this.open?.field.dataset['draft'] === name
      ? { active: `person-${this.open.active}`, template: this.render(this.open) }
      : undefined;
  }

  /** Takes the keys that are for the list. Returns whether this one was. */
  onKey({ key, isComposing }: KeyboardEvent): boolean {
    const { open } = this;
    if (!open || isComposing) return false;
    const { people, active } = open;
    const step = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? people.length - 1 : 0;
    if (step > 0) this.set({ ...open, active: (active + step) % people.length });
    else if (key === 'Enter' || key === 'Tab') this.choose(active);
    else if (key === 'Escape') this.set(undefined);
    else return false;
    return true;
  }

  private render({ people, active }: Open): TemplateResult {
    return html`<ul
      class="people"
      part="people"
      id="people"
      role="listbox"
      aria-label=${writingText.people(people.length)}
    >
      ${people.map(
        (person, index) =>
          html`<li
            role="option"
            id="person-${index}"
            aria-selected=${index === active ? 'true' : 'false'}
            @pointerdown=${(event: Event) => (event.preventDefault(), this.choose(index))}
          >
            ${avatar(person)}<bdi>${person.name}</bdi>
          </li>`,
      )}
    </ul>`;
  }

  private choose(index: number): void {
    const { open } = this;
    const person = open?.people[index];
    if (!open || !person) return;
    const { field, at } = open;
    const { writing, host } = this.options;
    const name = field.dataset['draft'] ?? '';
    const draft = writing.get(name);
    const label = labelOf(person.id, person.name, draft.people);
    const before = `${field.value.slice(0, at)}@${label} `;
    const people = [...draft.people.filter(([known]) => known !== label), [label, person.id] as const];
    writing.type(name, { text: before + field.value.slice(field.selectionStart), people });
    this.set(undefined);
    void host.updateComplete.then(() => field.setSelectionRange(before.length, before.length));
  }

  /** Read once for each event that is looked at; read again after a failure. */
  private ask(): Promise<readonly Profile[]> {
    const { comments } = this.options.source;
    if (this.asked !== comments) this.members = undefined;
    this.asked = comments;
    this.members ??= (comments?.members() ?? Promise.resolve([])).catch((error: unknown) => {
      this.members = undefined;
      throw error;
    });
    return this.members;
  }

  private set(open: Open | undefined): void {
    if (open === this.open) return;
    if (open?.field !== this.open?.field)
      open?.field.addEventListener('blur', () => this.set(undefined), { once: true });
    this.open = open;
    this.options.host.requestUpdate();
  }
}

function queryIn({ value, selectionStart }: HTMLTextAreaElement): string | undefined {
  return QUERY.exec(value.slice(0, selectionStart))?.[1];
}

/** People one of whose names begins so, in the order of their names. */
function matching(people: readonly Profile[], query: string): readonly Profile[] {
  const wanted = plain(query);
  return people.filter(({ name }) => name !== '' && ` ${plain(name)}`.includes(` ${wanted}`)).slice(0, MOST);
}

/** Without case and accents: “irene” finds Irène. */
function plain(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();
}
