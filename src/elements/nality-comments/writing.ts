import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { openDrafts, ownDrafts, type OwnDrafts } from '../shared/drafts.ts';
import { BLANK, isDraft, type Draft } from './draft.ts';

/** What is being written: a comment, an answer in a thread, or a change of a comment. */
export type Kind = 'new' | 'reply' | 'edit';

/** Name of what is being written: its kind, and which thread or comment it belongs to. */
export function nameOf(kind: Kind, id = ''): string {
  return kind === 'new' ? kind : `${kind}:${id}`;
}

/** Kind and id of such a name. */
export function partsOf(name: string): { kind: Kind; id: string } {
  const [kind = 'new', id = ''] = name.split(':');
  return { kind: kind as Kind, id };
}

/** What one person writes on one event: kept as it is typed, until it is sent or discarded. */
export class Writing implements ReactiveController {
  private store: OwnDrafts<Draft> | undefined;
  private kept: string | undefined;
  private readonly drafts = new Map<string, Draft>();
  private readonly opened = new Set<string>();

  /** `place`: where it is kept; undefined while that is not known. */
  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly place: () => string | undefined,
  ) {
    host.addController(this);
  }

  /** Whether there is a field for it. */
  isOpen(name: string): boolean {
    return this.opened.has(name);
  }

  /** What was typed so far. */
  get(name: string): Draft {
    return this.drafts.get(name) ?? BLANK;
  }

  /** Opens a field; what was typed in it before is there again. */
  open(name: string, first: Draft = BLANK): void {
    this.opened.add(name);
    if (!this.drafts.has(name)) this.drafts.set(name, first);
    this.host.requestUpdate();
  }

  /** Takes what was typed. */
  type(name: string, draft: Draft): void {
    this.drafts.set(name, draft);
    if (draft.text.trim() === '') this.store?.remove(name);
    else this.store?.write(name, draft);
    this.host.requestUpdate();
  }

  /** Closes a field. Returns whether something typed is kept for the next time. */
  close(name: string): boolean {
    this.opened.delete(name);
    const kept = this.store?.read(name) !== undefined;
    if (!kept) this.drafts.delete(name);
    this.host.requestUpdate();
    return kept;
  }

  /** Closes a field and forgets what was typed in it. */
  forget(name: string): void {
    this.store?.remove(name);
    this.close(name);
  }

  /** Brings back what was discarded, before what has been typed since. */
  bringBack(name: string, { text, people }: Draft): void {
    const since = this.store?.read(name) ?? BLANK;
    const together = [text, since.text].filter(Boolean).join('\n\n');
    this.type(name, { text: together, people: [...people, ...since.people] });
  }

  /** What was typed for threads and comments that are gone goes into the field for a new comment, one at a time. */
  rescue(known: ReadonlySet<string>): void {
    if (this.get('new').text.trim() !== '') return;
    const lost = [...this.drafts].find(([name]) => name !== 'new' && !known.has(partsOf(name).id));
    if (!lost) return;
    const [name, draft] = lost;
    this.forget(name);
    if (draft.text.trim() !== '') this.type('new', draft);
  }

  hostUpdate(): void {
    const place = this.place();
    if (place === undefined || place === this.kept) return;
    this.kept = place;
    const store = (this.store = ownDrafts(openDrafts(place, isDraft)));
    this.drafts.clear();
    this.opened.clear();
    for (const name of store.names()) {
      this.drafts.set(name, store.read(name) ?? BLANK);
      this.opened.add(name);
    }
  }
}
