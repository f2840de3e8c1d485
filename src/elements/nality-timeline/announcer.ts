import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { Editor } from '../../core/features/timeline.ts';
import { text } from '../shared/text.ts';
import { changesByOthers, describeChanges, newlyRefused, newlySaved, type Change } from './changes.ts';
import type { Item } from './grouping.ts';
import type { After } from './toasts.ts';

/** Changes that come within this time of each other are told together, in milliseconds. */
const QUIET_TIME = 1_500;

const later: After = (ms, task) => {
  const timer = setTimeout(task, ms);
  return () => clearTimeout(timer);
};

/** Tells screen readers, politely and in few words, what others change and what became of my own changes. */
export class Announcer implements ReactiveController {
  private message = '';
  private spoken = 0;
  private items: readonly Item[] | undefined;
  private timeline: object | undefined;
  private pending: Change[] = [];
  private readonly editors = new Map<string, string>();
  private readonly mine = new Set<string>();
  private cancel: (() => void) | undefined;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly after: After = later,
  ) {
    host.addController(this);
  }

  /** Says something at once. */
  say(message: string): void {
    this.message = message;
    this.spoken += 1;
    this.host.requestUpdate();
  }

  /** What I delete is no news to me. */
  deletedByMe(id: string): void {
    this.mine.add(id);
  }

  /** Takes in who edits what: the likely author of the next change of that event. */
  followEditors(editors: ReadonlyMap<string, readonly Editor[]> | undefined): void {
    for (const [id, [first]] of editors ?? []) if (first?.name) this.editors.set(id, first.name);
  }

  /** Takes in the list of a timeline; another timeline, or one that is still loading, is no news. */
  followItems(timeline: object | undefined, items: readonly Item[] | undefined): void {
    if (items === this.items) return;
    if (this.items && items && timeline === this.timeline) this.compare(this.items, items);
    else this.reset();
    this.items = items;
    this.timeline = timeline;
  }

  /** The region that speaks. A new node each time, so that the same words are heard again. */
  render(): TemplateResult {
    return html`<div class="visually-hidden" role="status" data-announcer>
      ${keyed(this.spoken, html`<span>${this.message}</span>`)}
    </div>`;
  }

  hostDisconnected(): void {
    this.reset();
    this.items = undefined;
  }

  private compare(before: readonly Item[], after: readonly Item[]): void {
    const refused = newlyRefused(before, after).map(({ row }) => text.announce.failed(row.title));
    const saved = newlySaved(before, after).map(({ row }) => text.announce.saved(row.title));
    const news = [...refused, ...saved].join(' ');
    if (news) this.say(news);
    this.collect(changesByOthers(before, after, this.mine));
    this.mine.clear();
  }

  private collect(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    this.pending.push(...changes);
    this.cancel?.();
    this.cancel = this.after(QUIET_TIME, () => this.flush());
  }

  private flush(): void {
    const changes = this.pending;
    this.pending = [];
    this.say(describeChanges(changes, (id) => this.editors.get(id)));
    for (const { id } of changes) this.editors.delete(id);
  }

  private reset(): void {
    this.cancel?.();
    this.pending = [];
    this.editors.clear();
    this.mine.clear();
  }
}
