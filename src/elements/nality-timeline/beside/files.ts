import { html, type LitElement, type TemplateResult } from 'lit';
import type { ChosenFile } from '../../../core/features/media/media-object.ts';
import type { Media, Refused } from '../../../core/features/media/media.ts';
import type { StagedFiles } from '../../../core/features/media/staged-files.ts';
import { icon } from '../../shared/icons.ts';
import type { BesideOptions } from '../beside.ts';
import { text } from './text.ts';
import { TypedWords } from './typed-words.ts';
import type { Upload } from './upload-row.ts';

/** What files are handed to. */
export interface FilesOptions extends Pick<BesideOptions, 'source' | 'editing' | 'toasts' | 'announcer'> {
  media: () => Media | undefined;
  staged: () => StagedFiles | undefined;
}

/** A file for a new event that is being written. */
interface Chosen {
  readonly id: string;
  readonly file: ChosenFile;
  /** Whether it does not survive the page. */
  readonly loose?: boolean;
}

/** What the browser's own dialog offers; what a file is, its content says. */
const ACCEPT =
  'image/jpeg,image/png,image/webp,image/heic,.heic,video/mp4,video/quicktime,.mov,audio/*,application/pdf';

/** Takes files from a person, and says what becomes of them. */
export class Files {
  readonly words = new TypedWords((id, words) => this.options.media()?.describe(id, words));
  /** For the new events that are being written, beside their drafts, until they are saved. */
  private readonly waiting = new Map<string, readonly Chosen[]>();
  private restored: StagedFiles | undefined;
  private chosenFor: string | null = null;
  private before: readonly Upload[] = [];

  constructor(
    private readonly host: LitElement,
    private readonly options: FilesOptions,
  ) {}

  /** Takes files for an event; `null` for the one that is being written, undefined for none. */
  take(eventId: string | null | undefined, files: readonly File[]): void {
    if (eventId === undefined) return void this.options.toasts.show(text.media.dropOnEvent);
    if (eventId !== null) return void this.send(eventId, files);
    const chosen = files.map((file) => ({ id: Math.random().toString(36).slice(2), file }));
    this.stage([...this.of(this.draft), ...chosen], this.draft);
  }

  /** The event that was being written is there. */
  async added(eventId: string, draft: string): Promise<void> {
    const chosen = this.of(draft);
    this.waiting.delete(this.keyOf(draft));
    if (chosen.length === 0) return;
    await this.send(
      eventId,
      chosen.map(({ file }) => file),
    );
    // Only now another store has them.
    for (const { id } of chosen) this.options.staged()?.forget(id);
  }

  /** See `Beside.lift`. */
  lift(draft: string): (draft: string) => void {
    const chosen = this.of(draft);
    this.stage([], draft);
    return (to) => this.stage([...this.of(to), ...chosen], to);
  }

  /** Takes in what is on its way: what has arrived is told, and what was typed about it goes with it. */
  follow(uploads: readonly Upload[]): void {
    void this.restore();
    if (uploads === this.before) return;
    const states = new Map(uploads.map(({ id, state }) => [id, state]));
    for (const { id, state, name } of this.before) {
      const next = states.get(id);
      if (next === 'failed' && state !== 'failed')
        this.options.announcer.say(`${name}: ${text.media.failed}`);
      if (next) continue;
      this.words.flush(id);
      if (state === 'saving') this.options.announcer.say(text.media.done(name));
    }
    this.before = uploads;
  }

  /** The button that opens the browser's dialog; with an icon alone where it has a label. */
  button(eventId: string | null, label: string | undefined, active: boolean): TemplateResult {
    return html`<button
      type="button"
      name="add-files"
      class=${label ? 'quiet icon-only' : ''}
      tabindex=${active ? 0 : -1}
      aria-label=${label ?? text.media.addHere}
      @click=${() => this.choose(eventId)}
    >
      ${icon('image')} ${label ? '' : text.media.addHere}
    </button>`;
  }

  /** What is chosen for the event that is being written. */
  staged(): TemplateResult {
    const chosen = this.of(this.draft);
    const loose = chosen.some((one) => one.loose) ? text.media.loose : '';
    return html`${chosen.length > 0 ? html`<p class="hint" role="status">${text.media.staged} ${loose}</p>` : ''}
    ${chosen.map(
      ({ id, file }) =>
        html`<div class="row-state upload" data-state="queued">
          ${icon('clock')}<span class="name" dir="auto">${file.name}</span>
          <button
            type="button"
            class="quiet icon-only"
            aria-label=${text.media.unstage(file.name)}
            @click=${() =>
              this.stage(
                chosen.filter((one) => one.id !== id),
                this.draft,
              )}
          >
            ${icon('close')}
          </button>
        </div>`,
    )}`;
  }

  /** The control behind the buttons. */
  input(): TemplateResult {
    return html`<input
      type="file"
      name="files"
      hidden
      multiple
      accept=${ACCEPT}
      aria-label=${text.media.addHere}
      @change=${this.onChosen}
    />`;
  }

  private choose(eventId: string | null): void {
    this.chosenFor = eventId;
    this.host.renderRoot.querySelector<HTMLInputElement>('[name="files"]')?.click();
  }

  private get draft(): string {
    return this.options.editing.current?.name ?? '';
  }

  private of(draft: string): readonly Chosen[] {
    return this.waiting.get(this.keyOf(draft)) ?? [];
  }

  private stage(chosen: readonly Chosen[], draft: string): void {
    const before = this.of(draft);
    const without = (all: readonly Chosen[], some: readonly Chosen[]): readonly Chosen[] =>
      all.filter(({ id }) => !some.some((one) => one.id === id));
    this.waiting.set(this.keyOf(draft), chosen);
    for (const { id } of without(before, chosen)) this.options.staged()?.forget(id);
    for (const one of without(chosen, before)) void this.keep(one, draft);
    this.host.requestUpdate();
  }

  private async keep({ id, file }: Chosen, draft: string): Promise<void> {
    const key = this.keyOf(draft);
    if (await this.options.staged()?.keep({ id, draft, file })) return;
    const marked = this.waiting.get(key)?.map((one) => (one.id === id ? { ...one, loose: true } : one));
    if (marked) this.waiting.set(key, marked);
    this.host.requestUpdate();
  }

  /** Takes up what an earlier page left, once for each person and timeline. */
  private async restore(): Promise<void> {
    const { source, editing } = this.options;
    const staged = this.options.staged();
    if (!staged || source.place === undefined || staged === this.restored) return;
    this.restored = staged;
    const keyOf = (draft: string): string => this.keyOf(editing.kept.placeOf(draft));
    const left = await staged.all();
    if (staged !== this.options.staged()) return;
    for (const { id, draft, file } of left) {
      const known = this.waiting.get(keyOf(draft)) ?? [];
      if (!known.some((one) => one.id === id)) this.waiting.set(keyOf(draft), [...known, { id, file }]);
    }
    if (left.length > 0) this.host.requestUpdate();
  }

  /** Each person's on each timeline are their own. */
  private keyOf(draft: string): string {
    return `${this.options.source.place}:${draft}`;
  }

  private readonly onChosen = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])];
    input.value = '';
    this.take(this.chosenFor, files);
  };

  private async send(eventId: string, files: readonly ChosenFile[]): Promise<void> {
    try {
      const refused = (await this.options.media()?.add(eventId, files)) ?? [];
      for (const [reason, names] of byReason(refused))
        this.options.toasts.show(text.media.refused[reason](names.join(', ')));
    } catch {
      this.options.toasts.show(text.media.notLoaded);
    }
  }
}

function byReason(refused: readonly Refused[]): ReadonlyMap<Refused['reason'], string[]> {
  const groups = new Map<Refused['reason'], string[]>();
  for (const { name, reason } of refused) groups.set(reason, [...(groups.get(reason) ?? []), name]);
  return groups;
}
