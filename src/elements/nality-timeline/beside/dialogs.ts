import { nothing, type LitElement } from 'lit';
import { carryOut } from '../../../core/features/choosing.ts';
import type { LifeEvent } from '../../../core/features/life-event.ts';
import type { Media } from '../../../core/features/media/media.ts';
import type { Nality } from '../../../core/nality.ts';
import { common } from '../../shared/text.ts';
import type { BesideOptions } from '../beside.ts';
import type { Choices, Conflict } from './chooser.ts';
import type { Files } from './files.ts';
import { nameOfMedium, type Medium } from './strip.ts';
import { text } from './text.ts';
import { wear } from './wear.ts';

/** What the dialogs show, and what they act on. */
export interface DialogsOptions extends BesideOptions {
  files: Files;
  media: () => Media | undefined;
  outbox: () => Nality['outbox'] | undefined;
  mediaOf: (eventId: string) => readonly Medium[];
  replaced: () => readonly Conflict[];
  find: (eventId: string) => LifeEvent | undefined;
}

type Open =
  | { readonly name: 'gallery'; readonly eventId: string; readonly id: string; readonly at: number }
  | { readonly name: 'chooser'; readonly id: string; readonly choices: Choices | undefined }
  | { readonly name: 'versions'; readonly eventId: string | undefined };

/** The dialogs beside the events, one at a time; their code is loaded when the first of its kind opens. */
export class Dialogs {
  private open: Open | undefined;
  private galleryModule: typeof import('./gallery.ts') | undefined;
  private chooserModule: typeof import('./chooser.ts') | undefined;

  constructor(
    private readonly host: LitElement,
    private readonly options: DialogsOptions,
  ) {}

  /** Opens the gallery of an event at a file. */
  openGallery(eventId: string, id: string | undefined): void {
    if (id === undefined) return;
    void this.show({ name: 'gallery', eventId, id, at: 0 }, this.loadGallery, text.gallery.failed);
  }

  /** Opens both versions of what met a conflict. */
  choose(id: string): void {
    void this.show({ name: 'chooser', id, choices: undefined }, this.loadChooser, text.versions.failed);
  }

  /** Opens what was replaced, in one event or in all. */
  listVersions(eventId: string | undefined): void {
    void this.show({ name: 'versions', eventId }, this.loadChooser, text.versions.failed);
  }

  /** Keeps the place in a gallery whose files change, and closes what has nothing to show any more. */
  follow(): void {
    const { open } = this;
    if (open?.name === 'gallery') {
      const media = this.options.mediaOf(open.eventId);
      const found = media.findIndex(({ row }) => row.id === open.id);
      const at = found < 0 ? Math.min(open.at, media.length - 1) : found;
      const id = media[at]?.row.id;
      this.open = id === undefined ? undefined : { ...open, at, id };
    } else if (open?.name === 'chooser' && !this.conflict(open.id)) this.open = undefined;
  }

  /** Whether there is one. */
  get isOpen(): boolean {
    return this.open !== undefined;
  }

  /** The dialog that is open. */
  render(): unknown {
    const { open } = this;
    switch (open?.name) {
      case 'gallery':
        return this.gallery(open);
      case 'chooser':
        return this.chooser(open);
      case 'versions':
        return this.versions(open);
      case undefined:
        return nothing;
    }
  }

  private gallery({ eventId, at }: Extract<Open, { name: 'gallery' }>): unknown {
    const { options } = this;
    const media = options.mediaOf(eventId);
    const { storage_path: path = '', thumbnail_path: small } = media[at]?.row ?? {};
    const urls = options.media()?.urls;
    const view = {
      title: options.find(eventId)?.title ?? '',
      media,
      at,
      src: urls?.get(path),
      small: small && !urls?.isBroken(small) ? urls?.get(small) : undefined,
      broken: urls?.isBroken(path) ?? false,
      editable: options.source.editable,
      told: options.told(),
    };
    return this.galleryModule?.gallery(view, {
      show: (next) => {
        options.files.words.flush();
        this.set({ name: 'gallery', eventId, at: next, id: media[next]?.row.id ?? '' });
      },
      describe: (id, words) => options.files.words.type(id, words),
      remove: (id) => this.removeMedium(media.find(({ row }) => row.id === id)),
      failed: (failed) => urls?.failed(failed),
      closed: this.closed,
    });
  }

  private chooser({ id, choices }: Extract<Open, { name: 'chooser' }>): unknown {
    const { source, find, outbox, told } = this.options;
    const conflict = this.conflict(id);
    if (!conflict) return nothing;
    const now = find(conflict.rowId);
    return this.chooserModule?.chooser(
      { conflict, now, choices, locale: source.locale, told: told() },
      {
        choose: (next) => this.set({ name: 'chooser', id, choices: next }),
        decide: (values) => {
          const [timeline, box] = [source.timeline, outbox()];
          if (!timeline || !box) return;
          carryOut(conflict, values, now, { outbox: box, timeline });
          this.options.announcer.say(text.versions.saved);
        },
        closed: this.closed,
      },
    );
  }

  private versions({ eventId }: Extract<Open, { name: 'versions' }>): unknown {
    const { source, replaced, find, told } = this.options;
    const conflicts = replaced().filter(({ rowId }) => eventId === undefined || rowId === eventId);
    return this.chooserModule?.versionList(
      { conflicts, find, locale: source.locale, told: told() },
      { look: (id) => this.set({ name: 'chooser', id, choices: undefined }), closed: this.closed },
    );
  }

  private conflict(id: string): Conflict | undefined {
    return this.options
      .outbox()
      ?.conflicts.get()
      .find((one) => one.id === id);
  }

  private removeMedium(medium: Medium | undefined): void {
    if (!medium) return;
    const { toasts } = this.options;
    const { id } = medium.row;
    this.options.media()?.remove(id);
    const undo = { label: common.toast.undo, act: () => this.options.media()?.restore(id) };
    toasts.show(text.media.removed(nameOfMedium(medium)), undo);
  }

  private async show(open: Open, load: () => Promise<void>, failed: string): Promise<void> {
    try {
      await load();
      this.set(open);
    } catch {
      this.options.toasts.show(failed);
    }
  }

  private set(open: Open | undefined): void {
    this.open = open;
    this.host.requestUpdate();
  }

  private readonly loadGallery = async (): Promise<void> => {
    this.galleryModule ??= await import('./gallery.ts');
    wear(this.host, this.galleryModule.galleryStyles);
  };

  private readonly loadChooser = async (): Promise<void> => {
    this.chooserModule ??= await import('./chooser.ts');
    wear(this.host, this.chooserModule.chooserStyles);
  };

  private readonly closed = (): void => {
    this.options.files.words.flush();
    this.set(undefined);
  };
}
