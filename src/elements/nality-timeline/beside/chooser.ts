import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import {
  chosenValues,
  contested,
  firstChoice,
  type Contested,
  type Side,
} from '../../../core/features/choosing.ts';
import { validateLifeEvent, type Category, type LifeEvent } from '../../../core/features/life-event.ts';
import type { Nality } from '../../../core/nality.ts';
import { formatEventTime, today } from '../../shared/formats.ts';
import { icon } from '../../shared/icons.ts';
import { complaint } from '../../shared/notices.ts';
import { common } from '../../shared/text.ts';
import { text as timeline } from '../text.ts';
import { chooserStyles } from './chooser.styles.ts';
import { text } from './text.ts';

/** What met somebody else's. */
export type Conflict = ReturnType<Nality['outbox']['conflicts']['get']>[number];

/** What the person has chosen so far, by field. */
export type Choices = ReadonlyMap<string, Side>;

/** Both versions of an event, to choose among. */
export interface ChooserView {
  readonly conflict: Conflict;
  /** The event as it is now; undefined where it has been deleted. */
  readonly now: LifeEvent | undefined;
  /** Undefined as long as nothing was chosen: it begins with what loses least. */
  readonly choices: Choices | undefined;
  readonly locale: string;
  /** What is told to the person meanwhile. */
  readonly told: unknown;
}

/** What can be done about them. */
export interface ChooserActions {
  choose(choices: Choices): void;
  /** Writes these values, or lets what stands be. */
  decide(values: ReturnType<typeof chosenValues>): void;
  closed(): void;
}

const SIDES: readonly Side[] = ['now', 'mine', 'theirs', 'both'];

/** The dialog that shows both versions field by field, and what a choice comes to. */
export function chooser(view: ChooserView, actions: ChooserActions): TemplateResult {
  const { conflict, now } = view;
  const fields = contested(conflict, now);
  const choices = view.choices ?? firstChoice(fields);
  const values = chosenValues(fields, choices);
  const result = { ...(conflict.server as LifeEvent), ...now, ...values };
  const problems = validateLifeEvent(result, today());
  const decide = (chosen: ReturnType<typeof chosenValues>) => (event: Event) => {
    actions.decide(chosen);
    close(event);
  };
  return html`<dialog
    class="chooser"
    part="chooser"
    aria-labelledby="chooser-title"
    @close=${() => actions.closed()}
  >
    <header>
      <h3 id="chooser-title">${text.versions.title}</h3>
      <button type="button" class="quiet icon-only" aria-label=${text.versions.cancel} @click=${close}>
        ${icon('close')}
      </button>
    </header>
    <div class="body">
      ${now ? nothing : html`<p class="remark">${text.versions.gone}</p>`}
      ${fields.map((field) => fieldset(field, choices, view, actions))}
      <section class="preview" aria-labelledby="preview-title" aria-live="polite">
        <h4 id="preview-title">${text.versions.preview}</h4>
        ${preview(result, view.locale)}
        ${[...problems].map(([column, code]) => complaint(`chosen-${column}`, timeline.problem[column]?.[code]))}
      </section>
    </div>
    ${view.told}
    <footer>
      <button
        type="button"
        class="primary"
        name="use"
        ?disabled=${problems.size > 0}
        @click=${decide(values)}
      >
        ${text.versions.save}
      </button>
      ${(['mine', 'theirs'] as const).map((side) => wholeButton(side, fields, conflict, decide))}
      ${
        conflict.open
          ? nothing
          : html`<button type="button" name="leave" @click=${close}>${text.versions.leaveIt}</button>`
      }
    </footer>
  </dialog>`;
}

/** One button for everything of one side: what stands of it, and what was replaced. */
function wholeButton(
  side: 'mine' | 'theirs',
  fields: readonly Contested[],
  { open }: Conflict,
  decide: (chosen: ReturnType<typeof chosenValues>) => (event: Event) => void,
): unknown {
  const values = chosenValues(fields, new Map(fields.map(({ name }) => [name, side])));
  if (!open && Object.keys(values).length === 0) return nothing;
  const { keepMine, takeTheirs, backMine, backTheirs } = text.versions;
  const labels = open ? { mine: keepMine, theirs: takeTheirs } : { mine: backMine, theirs: backTheirs };
  return html`<button type="button" name=${side} @click=${decide(values)}>${labels[side]}</button>`;
}

function fieldset(
  field: Contested,
  choices: Choices,
  { conflict, locale }: ChooserView,
  actions: ChooserActions,
): TemplateResult {
  const { name, by } = field;
  const { nowBy, now, mine, theirs, both } = text.versions;
  const labels = { now: by ? nowBy[by] : now, mine, theirs, both };
  return html`<fieldset class="versions">
    <legend>${labelOf(name)}</legend>
    ${SIDES.map((side) => {
      const value = field[side];
      if (!value) return nothing;
      return html`<label class="version"
        ><input
          type="radio"
          name=${name}
          value=${side}
          .checked=${live(choices.get(name) === side)}
          @change=${() => actions.choose(new Map([...choices, [name, side]]))}
        /><span
          ><strong>${labels[side]}</strong
          ><span dir="auto"
            >${wordsOf(name, { ...(conflict.server as LifeEvent), ...value }, locale)}</span
          ></span
        ></label
      >`;
    })}
  </fieldset>`;
}

function preview(event: LifeEvent, locale: string): TemplateResult {
  const { title, location, description, tags, category, importance } = event;
  return html`<div class="words">
    <p class="meta">
      <time>${formatEventTime(event, locale)}</time
      >${location ? html`<span dir="auto">${location}</span>` : nothing}
      <span>${common.category[category]}</span><span>${timeline.card.importance(importance)}</span>
    </p>
    <p class="title" dir="auto">${title}</p>
    ${description ? html`<p class="description" dir="auto"><span>${description}</span></p>` : nothing}
    ${
      tags.length > 0
        ? html`<ul class="tags">
            ${tags.map((tag) => html`<li class="tag" dir="auto">${tag}</li>`)}
          </ul>`
        : nothing
    }
  </div>`;
}

function labelOf(name: string): string {
  const { title, description, place, category, importance, tags } = timeline.edit;
  const labels: Record<string, string> = { title, description, location: place, category, importance, tags };
  return labels[name] ?? (name === 'when' ? text.versions.when : name);
}

function wordsOf(name: string, event: LifeEvent, locale: string): string {
  switch (name) {
    case 'when':
      return formatEventTime(event, locale);
    case 'tags':
      return event.tags.join(', ') || text.versions.empty;
    case 'category':
      return common.category[event.category as Category];
    default: {
      const value = (event as unknown as Record<string, unknown>)[name];
      return typeof value === 'object' && value !== null
        ? JSON.stringify(value)
        : String(value ?? '') || text.versions.empty;
    }
  }
}

/** Everything that was replaced on the timeline. */
export interface VersionsView {
  readonly conflicts: readonly Conflict[];
  find(id: string): LifeEvent | undefined;
  readonly locale: string;
  /** What is told to the person meanwhile. */
  readonly told: unknown;
}

/** The list of what was replaced, for one event or for all. */
export function versionList(
  { conflicts, find, locale, told }: VersionsView,
  actions: { look(id: string): void; closed(): void },
): TemplateResult {
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  return html`<dialog part="versions" aria-labelledby="versions-title" @close=${() => actions.closed()}>
    <header>
      <h3 id="versions-title">${text.versions.listTitle}</h3>
      <button type="button" class="quiet icon-only" aria-label=${text.versions.cancel} @click=${close}>
        ${icon('close')}
      </button>
    </header>
    <div class="body">
      <p>${conflicts.length > 0 ? text.versions.listBody : text.versions.none}</p>
      <ul class="replaced">
        ${conflicts.map((one) => {
          const now = find(one.rowId);
          const event = { ...(one.server as LifeEvent), ...now };
          const fields = contested(one, now);
          return html`<li>
            <p>
              <strong dir="auto">${event.title || (one.mine['title'] as string | undefined)}</strong>
              <time datetime=${new Date(one.at).toISOString()}>${moment.format(one.at)}</time>
            </p>
            <p class="how">${text.versions.outcome[one.outcome]}</p>
            ${fields.flatMap((field) =>
              (['mine', 'theirs'] as const).map((side) => lost(field, side, event, locale)),
            )}
            <button
              type="button"
              aria-label="${text.versions.look}: ${event.title}"
              @click=${() => actions.look(one.id)}
            >
              ${text.versions.look}
            </button>
          </li>`;
        })}
      </ul>
    </div>
    ${told}
  </dialog>`;
}

function lost(field: Contested, side: 'mine' | 'theirs', event: LifeEvent, locale: string): unknown {
  const { name, [side]: values } = field;
  if (!values) return nothing;
  return html`<p class="lost">
    ${text.versions.by[side](labelOf(name))}:
    <span dir="auto">${wordsOf(name, { ...event, ...values }, locale)}</span>
  </p>`;
}

function close(event: Event): void {
  (event.target as Element).closest('dialog')?.close();
}

export { chooserStyles };
