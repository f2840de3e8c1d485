import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { CATEGORIES } from '../../core/features/life-event.ts';
import { icon } from '../shared/icons.ts';
import { complaint, notice } from '../shared/notices.ts';
import { common } from '../shared/text.ts';
import type { Criteria } from './criteria.ts';
import { chips } from './filter-chips.ts';
import { findText as text } from './find-text.ts';
import { text as words } from './text.ts';
import { edgesOf, type DateProblems } from './matching.ts';

/** What the bar shows. */
export interface FilterBarView {
  readonly criteria: Criteria;
  readonly locale: string;
  /** All tags that there are, the most used first. */
  readonly tags: readonly string[];
  /** The kinds of media that can be asked for; none where nothing is known of media. */
  readonly media: readonly string[];
  /** How many events match, of how many. */
  readonly found: readonly [found: number, all: number];
}

/** What can be done in it. */
export interface FilterBarActions {
  narrow(change: Partial<Criteria>): void;
  /** Shows everything again. */
  clear(): void;
  /** Shows everything again and puts the bar away. */
  close(): void;
}

/** The field to search in and what narrows the events down. */
export function filterBar(view: FilterBarView, actions: FilterBarActions): TemplateResult {
  const { criteria, tags, media, found } = view;
  const { categories, importance } = criteria;
  const { problems } = edgesOf(criteria, view.locale);
  const more = <K extends 'categories' | 'tags' | 'media'>(name: K, value: string): void =>
    actions.narrow({ [name]: [...new Set([...criteria[name], value])] });
  return html`<search
    class="find"
    part="find"
    aria-label=${text.label}
    @keydown=${(event: KeyboardEvent) => onKey(event, criteria, actions)}
  >
    <div class="look">
      ${icon('search')}
      <input
        type="search"
        name="query"
        dir="auto"
        autocomplete="off"
        enterkeyhint="search"
        aria-label=${text.query}
        placeholder=${text.query}
        .value=${live(criteria.query)}
        @input=${(event: Event) => actions.narrow({ query: valueOf(event) })}
      />
      <button type="button" class="quiet icon-only" aria-label=${text.close} @click=${() => actions.close()}>
        ${icon('close')}
      </button>
    </div>
    <div class="narrow">
      ${choice(
        text.category,
        CATEGORIES.filter((name) => !categories.includes(name)).map((name) => [name, common.category[name]]),
        (value) => more('categories', value),
      )}
      ${choice(
        text.importance,
        [9, 8, 7, 6, 5, 4, 3, 2]
          .filter((least) => least !== importance)
          .map((least) => [String(least), text.importanceFrom(least)]),
        (value) => actions.narrow({ importance: Number(value) }),
      )}
      ${choice(
        text.tag,
        tags.filter((tag) => !criteria.tags.includes(tag)).map((tag) => [tag, tag]),
        (value) => more('tags', value),
      )}
      ${choice(
        text.media,
        media
          .filter((kind) => !criteria.media.includes(kind))
          .map((kind) => [kind, text.mediaKinds[kind as keyof typeof text.mediaKinds]]),
        (value) => more('media', value),
      )}
      ${date('from', criteria, problems, actions)} ${date('to', criteria, problems, actions)}
      ${dateProblems(problems).map(([field, words]) => complaint(field, words))}
    </div>
    ${chips({ ...criteria, ...Object.fromEntries(problems.map(([field]) => [field, ''])) }, actions)}
    <p class="found" part="found">${text.found(...found)}</p>
  </search>`;
}

/** Says that nothing matches, and how everything is seen again. */
export function nothingFound(actions: FilterBarActions): TemplateResult {
  const action = html`<button type="button" name="clear" @click=${() => actions.clear()}>
    ${text.clear}
  </button>`;
  return notice('nothingFound', { icon: 'search', ...text.none, action });
}

/** A list to choose one more from: what is chosen becomes a chip, and the list is as before. */
function choice(
  label: string,
  options: readonly (readonly [value: string, label: string])[],
  choose: (value: string) => void,
): TemplateResult | typeof nothing {
  if (options.length === 0) return nothing;
  const onChange = (event: Event): void => {
    choose(valueOf(event));
    (event.target as HTMLSelectElement).value = '';
  };
  return html`<select aria-label=${label} @change=${onChange}>
    <option value="">${label}</option>
    ${options.map(([value, words]) => html`<option value=${value}>${words}</option>`)}
  </select>`;
}

function date(
  which: 'from' | 'to',
  criteria: Criteria,
  problems: DateProblems,
  actions: FilterBarActions,
): TemplateResult {
  const wrong = problems.some(([field]) => field === which);
  return html`<label class="edge"
    ><span>${text[which]}</span
    ><input
      type="text"
      name=${which}
      autocomplete="off"
      placeholder=${text.when}
      aria-invalid=${wrong || nothing}
      aria-describedby=${wrong ? `${which}-problem` : nothing}
      .value=${live(criteria[which])}
      @change=${(event: Event) => actions.narrow({ [which]: valueOf(event) })}
  /></label>`;
}

/** What is wrong with the dates, in words that begin with the name of the field. */
export function dateProblems(problems: DateProblems): readonly [field: string, words: string][] {
  return problems.map(([field, code]) => {
    const column = code === 'end-before-start' ? 'end_date' : 'start_date';
    return [field, `${text[field]}: ${words.problem[column]?.[code]}`];
  });
}

/** Escape empties the field first, then puts the bar away. */
function onKey(event: KeyboardEvent, { query }: Criteria, actions: FilterBarActions): void {
  if (event.key !== 'Escape' || event.isComposing) return;
  event.preventDefault();
  event.stopPropagation();
  if (query) actions.narrow({ query: '' });
  else actions.close();
}

function valueOf(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement).value;
}
