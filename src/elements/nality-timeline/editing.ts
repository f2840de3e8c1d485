import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { asNalityError, type NalityError } from '../../core/errors.ts';
import type { LifeEventDraft } from '../../core/features/life-event.ts';
import type { Timeline } from '../../core/features/timeline.ts';
import type { Drafts } from '../shared/drafts.ts';
import { today } from '../shared/formats.ts';
import {
  BLANK,
  checkFields,
  draftOf,
  fieldsOf,
  isTyped,
  isUnfinished,
  patchOf,
  sameFields,
  type EditFields,
  type Problems,
  type Typed,
} from './edit-fields.ts';
import type { Item } from './grouping.ts';

/** What is kept of an edit: what was typed, and the event as it was then. */
export interface EventDraft {
  readonly base: EditFields;
  readonly typed: Typed;
}

/** Whether a stored value is such a draft. */
export function isEventDraft(value: unknown): value is EventDraft {
  const { base, typed } = (value ?? {}) as Partial<EventDraft>;
  return isTyped(typed) && isTyped(base) && Object.keys(BLANK).every((name) => name in base);
}

/** Where an event is edited: in its card, or with all its fields in the form. */
export type Surface = 'card' | 'form';

/** The edit that is open. */
export interface Edit {
  /** `undefined` for a new event. */
  readonly id: string | undefined;
  readonly surface: Surface;
  /** The event below what was typed; the fields that nobody typed in follow it. */
  readonly base: EditFields;
  readonly typed: Typed;
  readonly problems: Problems;
  /** Whether saving has been tried: from then on problems follow the typing. */
  readonly checked: boolean;
  /** Whether it began with a kept draft. */
  readonly restored: boolean;
  /** Why it could not be handed on; `vetoed` when the page said no. */
  readonly failure: NalityError | 'vetoed' | undefined;
}

/** What became of an attempt to save. `id` is the event's. */
export type SaveOutcome = { name: 'saved'; id: string } | { name: 'unchanged'; id: string } | { name: 'refused' };

/** What editing needs from its element. */
export interface EditingOptions {
  timeline: () => Timeline | undefined;
  drafts: () => Drafts<EventDraft> | undefined;
  /** Asks the page; `false` keeps the editor open. */
  beforeSave: (id: string | undefined, draft: LifeEventDraft) => boolean;
}

/** Name under which the draft of an event without an id is kept. */
export const NEW = 'new';

const NO_PROBLEMS: Problems = new Map();

/**
 * One edit at a time: keeps every keystroke as a draft, holds the claim that others see, checks and saves.
 * A draft goes only when the server has what it says, or when the person discards it.
 */
export class Editing implements ReactiveController {
  private edit: Edit | undefined;
  private claimed: { timeline: Timeline; release: () => void } | undefined;
  private drafts: Drafts<EventDraft> | undefined;
  private kept = new Map<string, EventDraft>();

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly options: EditingOptions,
  ) {
    host.addController(this);
  }

  /** The open edit. */
  get current(): Edit | undefined {
    return this.edit;
  }

  /** The kept drafts by event id, or `NEW`. */
  get unfinished(): ReadonlyMap<string, EventDraft> {
    return this.kept;
  }

  /** Whether something was typed for an event that it does not say yet. */
  isUnfinished({ row }: Item): boolean {
    const draft = this.kept.get(row.id);
    return draft !== undefined && isUnfinished(draft.typed, row);
  }

  /** Drafts of events that are not there: somebody deleted them, or they never reached the server. */
  lost(known: ReadonlySet<string>): readonly { name: string; title: string }[] {
    return [...this.kept]
      .filter(([name]) => name !== NEW && name !== this.edit?.id && !known.has(name))
      .map(([name, draft]) => ({ name, title: shownFields(draft).title }));
  }

  /** Opens an event, or a new one, with what was typed earlier. */
  open(id: string | undefined, surface: Surface): void {
    const draft = this.kept.get(id ?? NEW);
    const item = this.itemOf(id);
    const typed = draft?.typed ?? (item && item.state === 'failed' ? fieldsOf(item.row) : {});
    const base = item ? fieldsOf(item.row) : (draft?.base ?? BLANK);
    this.set({ id, surface, base, typed, checked: false, problems: NO_PROBLEMS, restored: !!draft, failure: undefined });
  }

  /** Goes on in the form with what was typed in the card. */
  widen(): void {
    if (this.edit) this.set({ ...this.edit, surface: 'form' });
  }

  /** Takes and keeps what a person typed. */
  type(typed: Typed): void {
    if (!this.edit) return;
    const edit = { ...this.edit, typed: { ...this.edit.typed, ...typed }, failure: undefined };
    this.keep(edit.id ?? NEW, { base: edit.base, typed: edit.typed });
    this.set({ ...edit, problems: edit.checked ? checkFields(shownFields(edit), today()) : NO_PROBLEMS });
  }

  /** Throws away what was typed, and starts again from the event as it is. */
  startOver(): void {
    if (!this.edit) return;
    this.forget(this.edit.id ?? NEW);
    const item = this.itemOf(this.edit.id);
    this.set({ ...this.edit, base: item ? fieldsOf(item.row) : BLANK, typed: {}, restored: false, problems: NO_PROBLEMS });
  }

  /** Leaves the editor. What was typed is kept. Returns whether there is anything to keep. */
  leave(): boolean {
    const edit = this.edit;
    if (!edit) return false;
    const name = edit.id ?? NEW;
    if (!this.saysMore(edit)) this.forget(name);
    this.set(undefined);
    return this.kept.has(name);
  }

  /** Forgets the draft of an event, or of the `NEW` one. */
  forget(name: string): void {
    this.kept.delete(name);
    this.drafts?.remove(name);
    this.host.requestUpdate();
  }

  /** Checks, asks the page and hands the event on. When refused, the editor says why and nothing is lost. */
  save(): SaveOutcome {
    const edit = this.edit;
    const timeline = this.options.timeline();
    if (!edit || !timeline) return { name: 'refused' };
    const fields = shownFields(edit);
    const problems = checkFields(fields, today());
    if (problems.size > 0) return this.refuse({ ...edit, problems, checked: true });
    const item = this.itemOf(edit.id);
    const change = item && item.state !== 'failed' ? patchOf(fields, item.row) : draftOf(fields);
    if (edit.id !== undefined && Object.keys(change).length === 0) return this.finish(edit.id, 'unchanged');
    if (!this.options.beforeSave(edit.id, change)) return this.refuse({ ...edit, failure: 'vetoed' });
    try {
      return this.finish(this.write(timeline, edit, fields), 'saved');
    } catch (error) {
      return this.refuse({ ...edit, failure: asNalityError(error) });
    }
  }

  hostUpdate(): void {
    this.followDrafts();
    this.followEvent();
    this.followClaim();
    this.settleDrafts();
  }

  hostDisconnected(): void {
    this.release();
  }

  /** A refused operation is withdrawn first, so that the new one carries all that was typed. */
  private write(timeline: Timeline, edit: Edit, fields: EditFields): string {
    const before = this.itemOf(edit.id);
    if (before?.state === 'failed' && before.operationId) timeline.settle(before.operationId, 'discard');
    const row = this.itemOf(edit.id)?.row;
    const id = row ? row.id : timeline.add(draftOf(fields));
    if (row) timeline.update(row.id, patchOf(fields, row));
    this.forget(edit.id ?? NEW);
    this.keep(id, { base: fields, typed: row ? edit.typed : fields });
    return id;
  }

  private saysMore({ id, typed }: Edit): boolean {
    const item = this.itemOf(id);
    return item ? isUnfinished(typed, item.row) : !sameFields({ ...BLANK, ...typed }, BLANK);
  }

  private finish(id: string, name: 'saved' | 'unchanged'): SaveOutcome {
    if (name === 'unchanged') this.forget(id);
    this.set(undefined);
    return { name, id };
  }

  private refuse(edit: Edit): SaveOutcome {
    this.set(edit);
    return { name: 'refused' };
  }

  private keep(name: string, draft: EventDraft): void {
    this.kept.set(name, draft);
    this.drafts?.write(name, draft);
  }

  private set(edit: Edit | undefined): void {
    if (edit?.id !== this.edit?.id) this.release();
    this.edit = edit;
    this.host.requestUpdate();
  }

  private itemOf(id: string | undefined): Item | undefined {
    return id === undefined ? undefined : this.options.timeline()?.events.get().find(({ row }) => row.id === id);
  }

  private release(): void {
    this.claimed?.release();
    this.claimed = undefined;
  }

  /** Another person or another timeline: their drafts, not mine. */
  private followDrafts(): void {
    const drafts = this.options.drafts();
    if (!drafts || drafts === this.drafts) return;
    this.drafts = drafts;
    this.release();
    this.edit = undefined;
    this.kept = new Map();
    for (const name of drafts.names()) {
      const draft = drafts.read(name);
      if (draft) this.kept.set(name, draft);
    }
  }

  /** The fields in which nobody typed show what others make of them meanwhile. */
  private followEvent(): void {
    const item = this.itemOf(this.edit?.id);
    if (this.edit && item) this.edit = { ...this.edit, base: fieldsOf(item.row) };
  }

  /** The claim lives as long as the edit and on the timeline that is there now. */
  private followClaim(): void {
    const timeline = this.options.timeline();
    if (this.claimed && this.claimed.timeline !== timeline) this.release();
    const id = this.edit?.id;
    if (!timeline || id === undefined || this.claimed || !this.itemOf(id)) return;
    this.claimed = { timeline, release: timeline.claim(id) };
  }

  private settleDrafts(): void {
    for (const [name, { typed }] of this.kept) {
      const item = name === this.edit?.id ? undefined : this.itemOf(name);
      if (item?.state === 'saved' && !isUnfinished(typed, item.row)) {
        this.kept.delete(name);
        this.drafts?.remove(name);
      }
    }
  }
}

/** What the editor shows: the event, and over it what was typed. */
export function shownFields({ base, typed }: Pick<Edit, 'base' | 'typed'>): EditFields {
  return { ...base, ...typed };
}
