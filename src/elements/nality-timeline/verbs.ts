import type { LitElement } from 'lit';
import type { LifeEvent } from '../../core/features/life-event.ts';
import type { Timeline } from '../../core/features/timeline.ts';
import { report } from '../shared/report.ts';
import { common } from '../shared/text.ts';
import { text } from './text.ts';
import type { Announcer } from './announcer.ts';
import { isLong, type CardActions } from './card.ts';
import { tellRoom, type EditorActions } from './edit-controls.ts';
import { undoing, type EditFields, type Typed } from './edit-fields.ts';
import { shownFields, type Editing } from './editing.ts';
import { NalityEventBeforeDeleteEvent, NalityEventSelectEvent } from './events.ts';
import type { Group, Item, View } from './grouping.ts';
import type { HeaderActions } from './header.ts';
import type { Finding } from './finding.ts';
import { cardIdOf, commandOf, isPlainClick, whereOf, type Command } from './keys.ts';
import type { Roving } from '../shared/roving.ts';
import type { Toasts } from '../shared/toasts.ts';
import type { VirtualList } from './virtual-list.ts';

/** The element and the parts of it that the verbs move. */
export interface VerbsOptions {
  host: LitElement & { view: View };
  timeline: () => Timeline | undefined;
  editable: () => boolean;
  editing: Editing;
  roving: Roving;
  toasts: Toasts;
  announcer: Announcer;
  /** A new event was saved, whose draft had this name. */
  added: (id: string, name: string) => void;
  finding: Finding;
  virtual: VirtualList;
}

type FormModule = typeof import('./event-form.ts');

/** Everything that a person can do with the timeline, by pointer and by key, and where the focus goes then. */
export class Verbs implements CardActions, EditorActions, HeaderActions {
  /** The form, once somebody needed it. */
  form: FormModule | undefined;
  /** The events whose whole description is shown. */
  readonly opened = new Set<string>();
  /** The events that I deleted here; their drafts wait for an undo. */
  readonly removed = new Set<string>();
  /** What takes away the offer to undo the last change of an event. */
  private readonly offers = new Map<string, () => void>();

  constructor(private readonly options: VerbsOptions) {}

  enter(id: string): void {
    this.options.roving.enter(id);
  }

  toggle(id: string): void {
    if (!this.opened.delete(id)) this.opened.add(id);
    this.options.host.requestUpdate();
  }

  select(event: LifeEvent): void {
    report(this.options.host, new NalityEventSelectEvent(event));
  }

  edit(id: string): void {
    const { editing, roving } = this.options;
    editing.open(id, 'card');
    roving.enter(id);
    roving.focus(() => roving.card(id)?.querySelector<HTMLElement>('[name="title"]'));
  }

  remove(id: string): void {
    const { host, roving, announcer } = this.options;
    const event = this.find(id);
    if (!event || !this.options.editable() || !report(host, new NalityEventBeforeDeleteEvent(event))) return;
    announcer.deletedByMe(id);
    this.removed.add(id);
    this.options.timeline()?.remove(id);
    const next = roving.neighbour(id);
    if (next) roving.focusCard(next);
    else roving.focus(() => this.addButton);
    this.offer(id, text.card.deleted(event.title), () => this.restore(id));
  }

  retry(operationId: string): void {
    this.options.timeline()?.settle(operationId, 'retry');
  }

  discard(operationId: string, id: string): void {
    const { editing, timeline } = this.options;
    // What was typed into an event goes with its refused change, and stays with an event that stays.
    if (!this.item(id)?.deletion) editing.forget(editing.kept.nameOf(id));
    timeline()?.settle(operationId, 'discard');
  }

  /** A change that was refused did not happen: there is nothing to undo. */
  unoffer(id: string): void {
    this.offers.get(id)?.();
    this.offers.delete(id);
  }

  order(view: View): void {
    this.options.host.view = view;
  }

  search(): void {
    void this.options.finding.open();
  }

  readonly jump = (group: Group): void => this.options.virtual.revealFirst(group);

  add(): void {
    this.openForm(undefined);
  }

  prepare(): void {
    void this.loadForm();
  }

  /** Opens the form for an event, for a kept draft by its name, or for a new event. */
  openForm(id: string | undefined): void {
    void this.withForm(() => this.options.editing.open(id, 'form'));
  }

  type(change: (fields: EditFields) => Typed): void {
    const { editing, announcer } = this.options;
    const edit = editing.current;
    if (!edit) return;
    const typed = change(shownFields(edit));
    editing.type(typed);
    tellRoom(announcer.region, typed, () => shownFields(editing.current ?? edit));
  }

  save(): void {
    const { editing, roving, host, finding } = this.options;
    const { id, name = '' } = editing.current ?? {};
    const outcome = editing.save();
    if (id === undefined && outcome.name === 'done') this.options.added(outcome.id, name);
    if (outcome.name === 'refused')
      roving.focus(() => host.renderRoot.querySelector<HTMLElement>('[aria-invalid="true"]'));
    else {
      finding.letSee(outcome.id);
      roving.focusCard(outcome.id);
      if (outcome.before) this.offerUndo(outcome.before, name);
    }
  }

  /** Leaves the open editor. Returns whether there was one. */
  leave(): boolean {
    const { editing, roving, toasts } = this.options;
    const edit = editing.current;
    if (!edit) return false;
    const goBack = (): void =>
      roving.focus(() => (edit.id !== undefined && roving.card(edit.id)) || this.addButton);
    if (editing.leave())
      toasts.offerDiscard(() => {
        const undo = editing.forget(edit.name);
        return () => (undo(), goBack());
      });
    goBack();
    return true;
  }

  /** Throws a draft away, which can be undone. */
  throwAway(name: string): void {
    this.discarded(this.options.editing.forget(name));
  }

  /** Closes the editor because editing is over: the right has been taken, or the page made it readonly. */
  withdraw(): void {
    const { editing, toasts } = this.options;
    if (editing.leave()) toasts.show(text.edit.withdrawn);
  }

  widen(): void {
    void this.withForm(() => this.options.editing.widen());
  }

  startOver(): void {
    this.discarded(this.options.editing.startOver());
  }

  yield(name: keyof EditFields): void {
    this.options.editing.yield(name);
  }

  /** Does what a key asks for, and only then keeps it from the browser. */
  readonly onKey = (event: KeyboardEvent): void => {
    const target = event.composedPath()[0] as Element;
    const command = commandOf(event, whereOf(target));
    if (command && this.obey(command, event.key, cardIdOf(target))) event.preventDefault();
  };

  /** A click on a card selects it, as Enter does. */
  readonly onClick = (event: Event): void => {
    const target = event.composedPath()[0] as Element;
    const selected = isPlainClick(target) ? this.find(cardIdOf(target)) : undefined;
    if (selected) this.select(selected);
  };

  private obey(command: Command, key: string, id: string | undefined): boolean {
    switch (command) {
      case 'move':
        return this.options.roving.move(key);
      case 'undo':
        return this.options.toasts.undoNewest();
      case 'leave':
        return this.leave() || this.close(id);
      case 'open':
        return this.open(id);
      case 'search':
        return (this.search(), true);
      case 'jump':
        return this.focusJump();
      case 'add':
        return this.change(() => this.add());
      case 'edit':
      case 'remove':
        return id !== undefined && this.change(() => this[command](id));
    }
  }

  private focusJump(): boolean {
    const list = this.options.host.renderRoot.querySelector<HTMLElement>('[aria-keyshortcuts="J"]');
    list?.focus();
    return list !== null;
  }

  private change(act: () => void): boolean {
    if (!this.options.editable()) return false;
    act();
    return true;
  }

  private open(id: string | undefined): boolean {
    const event = this.find(id);
    if (!event) return false;
    this.select(event);
    if (isLong(event.description ?? '')) this.toggle(event.id);
    return true;
  }

  /** Escape on a control goes back to its card; on an opened card it closes it. */
  private close(id: string | undefined): boolean {
    if (id === undefined) return false;
    if (this.opened.has(id)) this.toggle(id);
    this.options.roving.focusCard(id);
    return true;
  }

  private discarded(act: (() => void) | undefined): void {
    if (act) this.options.toasts.show(common.draft.discarded, { label: common.toast.undo, act });
  }

  private offerUndo(before: LifeEvent, name: string): void {
    const { toasts, timeline } = this.options;
    const saved = this.find(before.id);
    const undo = (): void => {
      const now = this.find(before.id);
      const change = saved && now && undoing(before, saved, now);
      if (!change || !this.options.editable()) return void toasts.show(text.edit.changedSince);
      this.options.editing.forget(name);
      timeline()?.update(before.id, change);
      this.options.roving.focusCard(before.id);
    };
    this.offer(before.id, text.edit.changed(saved?.title ?? before.title), undo);
  }

  private offer(id: string, done: string, undo: () => void): void {
    this.offers.set(id, this.options.toasts.show(done, { label: common.toast.undo, act: undo }));
  }

  private restore(id: string): void {
    if (!this.options.editable()) return;
    this.removed.delete(id);
    this.options.timeline()?.restore(id);
    this.options.roving.focusCard(id);
  }

  private find(id: string | undefined): LifeEvent | undefined {
    return this.item(id)?.row;
  }

  private item(id: string | undefined): Item | undefined {
    return this.options
      .timeline()
      ?.events.get()
      .find(({ row }) => row.id === id);
  }

  private get addButton(): HTMLElement | null {
    return this.options.host.renderRoot.querySelector<HTMLElement>('[name="add"]');
  }

  private async withForm(act: () => void): Promise<void> {
    const { host, toasts } = this.options;
    if (!(await this.loadForm())) return void toasts.show(text.edit.formFailed);
    act();
    await host.updateComplete;
    host.renderRoot.querySelector<HTMLElement>('dialog [name="title"]')?.focus();
  }

  /** Resolves to whether the form is there; a failed fetch may be tried again. */
  private async loadForm(): Promise<boolean> {
    try {
      this.form ??= await import('./event-form.ts');
    } catch {
      return false;
    }
    return true;
  }
}
