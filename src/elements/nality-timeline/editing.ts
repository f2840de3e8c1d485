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
import { eventOf, KeptDrafts, NEW, type EventDraft } from './kept-drafts.ts';

/** Where an event is edited: in its card, or with all its fields in the form. */
export type Surface = 'card' | 'form';

/** The edit that is open; `base` follows the event below what was typed. */
export interface Edit extends EventDraft {
  /** Under which its draft is kept. */
  readonly name: string;
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
  /** Takes away what was chosen beside the draft of this name. Returns how to put it beside one. */
  lift: (name: string) => (name: string) => void;
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

  /** Opens an event, a kept draft by its name, or a new event, with what was typed earlier. */
  open(of: string | undefined, surface: Surface): void {
    const name = this.kept.nameOf(of ?? NEW);
    const draft = this.kept.get(name);
    const id = eventOf(name);
    const item = this.itemOf(id);
    const typed = draft?.typed ?? (item?.state === 'failed' ? fieldsOf(item.row) : {});
    const base = item ? fieldsOf(item.row) : (draft?.base ?? BLANK);
    const [seen, restored] = [draft?.seen ?? {}, draft !== undefined];
    this.set({ ...FRESH, name, id, surface, base, typed, seen, restored });
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

  /** Throws away what was typed, and starts again from the event as it is. Returns how that is undone. */
  startOver(): (() => void) | undefined {
    if (!this.edit) return undefined;
    const base = this.itemOf(this.edit.id) ? this.edit.base : BLANK;
    this.set({ ...this.edit, ...FRESH, base, typed: {}, seen: {}, restored: false });
    return this.forget(this.edit.name);
  }

  /** Leaves the editor. What was typed is kept. Returns whether there is anything to keep. */
  leave(): boolean {
    const edit = this.edit;
    if (!edit) return false;
    if (!this.saysMore(edit)) this.kept.forget(edit.name);
    this.set(undefined);
    return this.kept.get(edit.name) !== undefined;
  }

  /** Throws a draft away, by its name. Returns how that is undone. */
  forget(name: string): () => void {
    const draft = this.kept.get(name);
    const put = this.options.lift(name);
    this.kept.forget(name);
    this.host.requestUpdate();
    return () => {
      const again = draft ? this.kept.bringBack(name, draft) : name;
      put(again);
      if (this.edit?.name === again) this.open(again, this.edit.surface);
      this.host.requestUpdate();
    };
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
    if (item && Object.keys(change).length === 0) return this.unchanged(edit.name, item.row.id);
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
    this.kept.settle((id) => this.itemOf(id), this.edit?.name);
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
    this.kept.forget(edit.name);
    this.kept.keep(row ? edit.name : id, {
      base: fields,
      typed: row ? edit.typed : fields,
      seen: row ? edit.seen : {},
    });
    return id;
  }

  private unchanged(name: string, id: string): SaveOutcome {
    this.kept.forget(name);
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
    const name = this.kept.keep(edit.name, { base: edit.base, typed: edit.typed, seen: edit.seen });
    if (name !== edit.name) this.options.lift(edit.name)(name);
    const problems = (edit.checked ? checkFields : earlyProblems)(shownFields(edit), today());
    this.set({ ...edit, name, problems, failure: undefined });
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
