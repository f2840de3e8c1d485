import {
  html,
  nothing,
  type ReactiveController,
  type ReactiveControllerHost,
  type TemplateResult,
} from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { icon } from './icons.ts';
import { later, type After } from './later.ts';
import { common } from './text.ts';

/** How long a message stays at least, in milliseconds; longer while someone points at it or is in it. */
export const TOAST_TIME = 10_000;

/** Something that can be done about a message. */
export interface ToastAction {
  readonly label: string;
  readonly act: () => void;
}

interface Toast {
  readonly key: number;
  readonly message: string | TemplateResult;
  readonly action: ToastAction | undefined;
  /** Whether its action takes something back. */
  readonly undoes: boolean;
}

/** Short messages at the lower edge, told politely to screen readers, the newest last. */
export class Toasts implements ReactiveController {
  private toasts: readonly Toast[] = [];
  private readonly timers = new Map<number, () => void>();
  private count = 0;
  private held = false;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly after: After = later,
  ) {
    host.addController(this);
  }

  /** Shows a message for a while. What is labelled “Undo” is what Ctrl+Z does. Returns how to take it away. */
  show(message: string | TemplateResult, action?: ToastAction): () => void {
    const toast = { key: ++this.count, message, action, undoes: action?.label === common.toast.undo };
    this.toasts = [...this.toasts.slice(-2), toast];
    if (!this.held) this.start(toast.key);
    this.host.requestUpdate();
    return () => this.dismiss(toast.key);
  }

  /** Says that what was typed is kept, and offers to discard it. `discard` answers how that is undone. */
  offerDiscard(discard: () => () => void): void {
    this.show(common.draft.kept, {
      label: common.draft.discard,
      act: () => this.show(common.draft.discarded, { label: common.toast.undo, act: discard() }),
    });
  }

  /** Undoes what the newest message offers to undo: what else is offered takes a click. Returns whether there was any. */
  undoNewest(): boolean {
    const toast = this.toasts.findLast(({ undoes }) => undoes);
    if (toast) this.act(toast);
    return toast !== undefined;
  }

  /**
   * The region and what is in it. The region is always there: screen readers only hear changes inside of one. While a dialog
   * is open all else cannot be reached or heard: then it is shown in there, and `shown` is false outside.
   */
  render(shown = true): TemplateResult {
    return html`<div
      class="toasts"
      role="status"
      aria-label=${common.toast.region}
      @pointerenter=${this.hold}
      @pointerleave=${this.resume}
      @focusin=${this.hold}
      @focusout=${this.resume}
    >
      ${repeat(
        shown ? this.toasts : [],
        ({ key }) => key,
        (toast) => this.toast(toast),
      )}
    </div>`;
  }

  hostDisconnected(): void {
    this.stopAll();
    this.toasts = [];
  }

  private toast(toast: Toast): TemplateResult {
    const { message, action, key } = toast;
    return html`<div class="toast" part="toast">
      <span>${message}</span>
      ${
        action
          ? html`<button type="button" class="link" @click=${() => this.act(toast)}>${action.label}</button>`
          : nothing
      }
      <button
        type="button"
        class="quiet icon-only"
        aria-label=${common.toast.dismiss}
        @click=${() => this.dismiss(key)}
      >
        ${icon('close')}
      </button>
    </div>`;
  }

  private act({ key, action }: Toast): void {
    this.dismiss(key);
    action?.act();
  }

  private dismiss(key: number): void {
    this.timers.get(key)?.();
    this.timers.delete(key);
    this.toasts = this.toasts.filter((toast) => toast.key !== key);
    this.held &&= this.toasts.length > 0;
    this.host.requestUpdate();
  }

  private start(key: number): void {
    this.timers.set(
      key,
      this.after(TOAST_TIME, () => this.dismiss(key)),
    );
  }

  private stopAll(): void {
    for (const cancel of this.timers.values()) cancel();
    this.timers.clear();
  }

  private readonly hold = (): void => {
    this.held = true;
    this.stopAll();
  };

  private readonly resume = (event: Event): void => {
    const region = event.currentTarget as HTMLElement;
    const inside =
      event instanceof FocusEvent && event.relatedTarget && region.contains(event.relatedTarget as Node);
    if (inside || !this.held) return;
    this.held = false;
    for (const { key } of this.toasts) this.start(key);
  };
}
