import type { ReactiveController, ReactiveControllerHost, TemplateResult } from 'lit';
import type { Editor } from '../../core/features/timeline.ts';
import { LiveRegion } from '../shared/live-region.ts';
import { common } from '../shared/text.ts';
import { text } from './text.ts';
import {
  changesByOthers,
  describeChanges,
  differing,
  newlyRefused,
  newlySaved,
  type Change,
} from './changes.ts';
import type { Item } from './grouping.ts';

/** Tells screen readers, politely and in few words, what others change and what became of my own changes. */
export class Announcer implements ReactiveController {
  /** What speaks. */
  readonly region: LiveRegion;
  private items: readonly Item[] | undefined;
  private timeline: object | undefined;
  private pending: Change[] = [];
  private readonly editors = new Map<string, string>();
  private readonly mine = new Set<string>();

  /** `onRefused` hears of the events whose change was refused. */
  constructor(
    host: ReactiveControllerHost,
    private readonly onRefused: (ids: readonly string[]) => void,
  ) {
    this.region = new LiveRegion(host);
    host.addController(this);
  }

  /** Says something at once. */
  say(message: string): void {
    this.region.say(message);
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
    if (this.items && items && timeline === this.timeline) this.compare(...differing(this.items, items));
    else this.reset();
    this.items = items;
    this.timeline = timeline;
  }

  /** The region that speaks, unless another one does. */
  render(speaks?: boolean): TemplateResult {
    return this.region.render(speaks);
  }

  hostDisconnected(): void {
    this.reset();
    this.items = undefined;
  }

  private compare(before: readonly Item[], after: readonly Item[]): void {
    const refused = newlyRefused(before, after);
    const saved = newlySaved(before, after).map(({ row }) => text.announce.saved(row.title));
    const news = [...refused.map(wordOf), ...saved].join(' ');
    this.onRefused(refused.map(({ row }) => row.id));
    if (news) this.say(news);
    this.collect(changesByOthers(before, after, this.mine));
    this.mine.clear();
  }

  private collect(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    this.pending.push(...changes);
    this.region.saySoon(() => this.tellPending());
  }

  private tellPending(): string {
    const changes = this.pending;
    this.pending = [];
    const told = describeChanges(changes, (id) => this.editors.get(id));
    for (const { id } of changes) this.editors.delete(id);
    return told;
  }

  private reset(): void {
    this.region.hush();
    this.pending = [];
    this.editors.clear();
    this.mine.clear();
  }
}

function wordOf({ row, deletion }: Item): string {
  return deletion ? `${common.rowState.notDeleted}: ${row.title}` : text.announce.failed(row.title);
}
