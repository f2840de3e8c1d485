import {
  html,
  nothing,
  type ReactiveController,
  type ReactiveControllerHost,
  type TemplateResult,
} from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { later, type After } from './later.ts';

/** What comes within this time of each other is told together, in milliseconds. */
const QUIET_TIME = 1_500;

/** Tells screen readers, politely and in few words, what has happened. */
export class LiveRegion implements ReactiveController {
  private message = '';
  private spoken = 0;
  private readonly soon = new Map<string, () => string>();
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

  /** Says, once it has become quiet, what `words` makes of all that has happened by then; of each matter once. */
  saySoon(words: () => string, matter = ''): void {
    this.cancel?.();
    this.soon.set(matter, words);
    this.cancel = this.after(QUIET_TIME, () => {
      this.say(
        [...this.soon.values()]
          .map((words) => words())
          .filter(Boolean)
          .join(' '),
      );
      this.soon.clear();
    });
  }

  /** Says nothing of what was to be said soon. */
  hush(): void {
    this.cancel?.();
    this.soon.clear();
  }

  /** The region that speaks, unless another one does. A new node each time, so that the same words are heard again. */
  render(speaks = true): TemplateResult {
    return html`<div class="visually-hidden" role="status" data-announcer>
      ${keyed(this.spoken, html`<span>${speaks ? this.message : nothing}</span>`)}
    </div>`;
  }

  hostDisconnected(): void {
    this.hush();
  }
}
