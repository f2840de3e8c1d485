import { nothing, type LitElement, type ReactiveController } from 'lit';
import { later } from '../shared/later.ts';
import type { Announcer } from './announcer.ts';
import type { CardBeside } from './beside/card-beside.ts';
import type { Desk } from './beside/desk.ts';
import type { Editing } from './editing.ts';
import type { Item } from './grouping.ts';
import type { KnownMedia } from './matching.ts';
import type { TimelineSource } from './source.ts';
import type { Toasts } from '../shared/toasts.ts';

/** The element and the parts of it that take part. */
export interface BesideOptions {
  source: TimelineSource;
  editing: Editing;
  toasts: Toasts;
  announcer: Announcer;
  /** What is told to the person, for the dialog that is in front. */
  told: () => unknown;
}

/** After a failed fetch it is tried again so much later, in milliseconds. */
const AGAIN_MS = 15_000;

/**
 * What stands beside the words of events: media, what met a conflict, comments, and the others' pointers. Its code is
 * loaded once the first events are there.
 */
export class Beside implements ReactiveController {
  private desk: Desk | undefined;
  private loading = false;

  constructor(
    private readonly host: LitElement,
    private readonly options: BesideOptions,
  ) {
    host.addController(this);
  }

  hostUpdated(): void {
    const { source } = this.options;
    if (!this.loading && (source.items.length > 0 || this.options.editing.current)) void this.load();
  }

  /** What a card shows besides its words; undefined until that is loaded. */
  card(item: Item): CardBeside | undefined {
    return this.desk?.card(item);
  }

  /** The way to what was replaced, where there is any. */
  get header(): unknown {
    return this.desk?.header() ?? nothing;
  }

  /** The media of an event in the form; undefined for a new event. */
  form(eventId: string | undefined): unknown {
    return this.desk?.form(eventId) ?? nothing;
  }

  /** What can be searched for in media; undefined until that is loaded, and while there are none. */
  get media(): KnownMedia | undefined {
    return this.desk?.searchable();
  }

  /** Whether one of its dialogs is open. */
  get isOpen(): boolean {
    return this.desk?.isOpen ?? false;
  }

  /** Dialogs, and the control by which files are chosen. */
  get dialogs(): unknown {
    return this.desk?.dialogs() ?? nothing;
  }

  /** A new event was saved: what was chosen beside its draft goes with it. */
  added(eventId: string, draft: string): void {
    this.desk?.added(eventId, draft);
  }

  /** Takes away what was chosen beside a draft. Returns how to put it beside one, of this or another name. */
  lift(draft: string): (draft: string) => void {
    return this.desk?.lift(draft) ?? (() => {});
  }

  private async load(): Promise<void> {
    this.loading = true;
    try {
      const { Desk } = await import('./beside/desk.ts');
      this.desk = new Desk(this.host, this.options);
      this.host.requestUpdate();
    } catch {
      later(AGAIN_MS, () => {
        this.loading = false;
        this.host.requestUpdate();
      });
    }
  }
}
