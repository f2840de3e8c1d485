import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { asNalityError, type NalityError } from '../../core/errors.ts';
import type { LifeEvent, LifeEventDraft } from '../../core/features/life-event.ts';
import type { Timeline } from '../../core/features/timeline.ts';
import type { Drafts } from '../shared/drafts.ts';
import { today } from '../shared/formats.ts';
import {
  BLANK,
  checkFields,
  draftOf,
  earlyProblems,
  fieldsOf,
  isUnfinished,
  patchOf,
  sameFields,
  without,
  type EditFields,
  type Problems,
  type Typed,
} from './edit-fields.ts';
import type { Item } from './grouping.ts';
import { KeptDrafts, NEW, type EventDraft } from './kept-drafts.ts';

/** Where an event is edited: in its card, or with all its fields in the form. */
export type Surface = 'card' | 'form';

/** The edit that is open; `base` follows the event below what was typed. */
export interface Edit extends EventDraft {
  /** `undefined` for a new event. */
  readonly id: string | undefined;
  readonly surface: Surface;
  readonly problems: Problems;
  /** Whether saving has been tried: from then on what is missing is a problem, too. */
  readonly checked: boolean;
  /** Whether it began with a kept draft. */
  readonly restored: boolean;
  /** Why it could not be handed on; `vetoed` when the page said no. */
  readonly failure: NalityError | 'vetoed' | undefined;
}

/** What became of an attempt to save. */
export type SaveOutcome =
  /** `before`: the event as it was, where it was changed. */
  { readonly name: 'done'; readonly id: string; readonly before?: LifeEvent } | { readonly name: 'refused' };

/** What editing needs from its element. */
export interface EditingOptions {
  timeline: () => Timeline | undefined;
  drafts: () => Drafts<EventDraft> | undefined;
  /** Asks the page; `false` keeps the editor open. */
  beforeSave: (id: string | undefined, draft: LifeEventDraft) => boolean;
  /** Hears that a person threw a draft away, by its name. */
  discarded: (name: string) => void;
}

const FRESH = { checked: false, problems: new Map() as Problems, failure: undefined } as const;

/**
 * One edit at a time: keeps every keystroke as a draft, holds the claim that others see, checks and saves.
 * A draft goes only when the server has what it says, or when the person discards it.
 */
export class Editing implements ReactiveController {
  /** What was typed and not saved. */
  readonly kept = new KeptDrafts();
  private edit: Edit | undefined;
  private claimed: { timeline: Timeline; release: () => void } | undefined;

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

  /** Opens an event, or a new one, with what was typed earlier. */
  open(id: string | undefined, surface: Surface): void {
    const draft = this.kept.get(id ?? NEW);
    const item = this.itemOf(id);
    const typed = draft?.typed ?? (item?.state === 'failed' ? fieldsOf(item.row) : {});
    const base = item ? fieldsOf(item.row) : (draft?.base ?? BLANK);
    this.set({ ...FRESH, id, surface, base, typed, seen: draft?.seen ?? {}, restored: draft !== undefined });
  }

  /** Goes on in the form with what was typed in the card. */
  widen(): void {
    if (this.edit) this.set({ ...this.edit, surface: 'form' });
  }

  /** Takes and keeps what a person typed. */
  type(typed: Typed): void {
    if (!this.edit || Object.keys(typed).length === 0) return;
    const { base } = this.edit;
    const begun = Object.fromEntries(
      Object.keys(typed).map((name) => [name, base[name as keyof EditFields]]),
    );
    const seen = { ...begun, ...this.edit.seen };
    this.take({ ...this.edit, typed: { ...this.edit.typed, ...typed }, seen });
  }

  /** Takes over what somebody else wrote into a field meanwhile. */
  yield(name: keyof EditFields): void {
    if (this.edit)
      this.take({ ...this.edit, typed: without(this.edit.typed, name), seen: without(this.edit.seen, name) });
  }

  /** Throws away what was typed, and starts again from the event as it is. */
  startOver(): void {
    if (!this.edit) return;
    this.discard(this.edit.id ?? NEW);
    const base = this.itemOf(this.edit.id) ? this.edit.base : BLANK;
    this.set({ ...this.edit, ...FRESH, base, typed: {}, seen: {}, restored: false });
  }

  /** Leaves the editor. What was typed is kept. Returns whether there is anything to keep. */
  leave(): boolean {
    const edit = this.edit;
    if (!edit) return false;
    const name = edit.id ?? NEW;
    if (!this.saysMore(edit)) this.kept.forget(name);
    this.set(undefined);
    return this.kept.get(name) !== undefined;
  }

  /** Forgets the draft of an event, or of the `NEW` one. */
  forget(name: string): void {
    this.discard(name);
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
    if (item && Object.keys(change).length === 0) return this.unchanged(item.row.id);
    if (!this.options.beforeSave(edit.id, change)) return this.refuse({ ...edit, failure: 'vetoed' });
    try {
      const before = item?.state === 'failed' ? undefined : item?.row;
      return this.done(this.write(timeline, edit, fields), before);
    } catch (error) {
      return this.refuse({ ...edit, failure: asNalityError(error) });
    }
  }

  hostUpdate(): void {
    if (this.kept.follow(this.options.drafts())) this.set(undefined);
    this.followEvent();
    this.followClaim();
    this.kept.settle((id) => this.itemOf(id), this.edit && (this.edit.id ?? NEW));
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
    this.kept.forget(edit.id ?? NEW);
    this.kept.keep(id, { base: fields, typed: row ? edit.typed : fields, seen: row ? edit.seen : {} });
    return id;
  }

  private unchanged(id: string): SaveOutcome {
    this.kept.forget(id);
    return this.done(id);
  }

  private done(id: string, before?: LifeEvent): SaveOutcome {
    this.set(undefined);
    return { name: 'done', id, ...(before && { before }) };
  }

  private refuse(edit: Edit): SaveOutcome {
    this.set(edit);
    return { name: 'refused' };
  }

  private take(edit: Edit): void {
    this.kept.keep(edit.id ?? NEW, { base: edit.base, typed: edit.typed, seen: edit.seen });
    const problems = (edit.checked ? checkFields : earlyProblems)(shownFields(edit), today());
    this.set({ ...edit, problems, failure: undefined });
  }

  private discard(name: string): void {
    this.kept.forget(name);
    this.options.discarded(name);
  }

  private saysMore({ id, typed }: Edit): boolean {
    const item = this.itemOf(id);
    return item ? isUnfinished(typed, item.row) : !sameFields({ ...BLANK, ...typed }, BLANK);
  }

  private set(edit: Edit | undefined): void {
    if (edit?.id !== this.edit?.id) this.release();
    this.edit = edit;
    this.host.requestUpdate();
  }

  private itemOf(id: string | undefined): Item | undefined {
    return id === undefined
      ? undefined
      : this.options
          .timeline()
          ?.events.get()
          .find(({ row }) => row.id === id);
  }

  /** Where nobody types, the event shows through. When it goes, its card goes, and what was typed waits. */
  private followEvent(): void {
    const item = this.itemOf(this.edit?.id);
    if (!this.edit || !this.options.timeline()) return;
    if (item) this.edit = { ...this.edit, base: fieldsOf(item.row) };
    else if (this.edit.surface === 'card') this.set(undefined);
  }

  /** The claim lives as long as the edit, on the timeline that is there now. */
  private followClaim(): void {
    const timeline = this.options.timeline();
    if (this.claimed && this.claimed.timeline !== timeline) this.release();
    const id = this.edit?.id;
    if (!timeline || id === undefined || this.claimed || !this.itemOf(id)) return;
    this.claimed = { timeline, release: timeline.claim(id) };
  }

  private release(): void {
    this.claimed?.release();
    this.claimed = undefined;
  }
}

/** What the editor shows: the event, and over it what was typed. */
export function shownFields({ base, typed }: Pick<EventDraft, 'base' | 'typed'>): EditFields {
  return { ...base, ...typed };
}
