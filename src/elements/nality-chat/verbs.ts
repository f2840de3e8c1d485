import type { LitElement } from 'lit';
import { asNalityError } from '../../core/errors.ts';
import { tellLeft } from '../shared/counter.ts';
import type { LiveRegion } from '../shared/live-region.ts';
import { report } from '../shared/report.ts';
import { common } from '../shared/text.ts';
import type { Toasts } from '../shared/toasts.ts';
import type { Anchor } from './anchor.ts';
import { charactersLeft, type ComposerActions } from './composer.ts';
import { NalityMessageBeforeSendEvent, NalityMessageSendEvent } from './events.ts';
import type { ChatItem } from './grouping.ts';
import type { MessageActions } from './message.ts';
import type { ChatSource } from './source.ts';
import { text } from './text.ts';

/** The element and the parts of it that the verbs move. */
export interface VerbsOptions {
  host: LitElement;
  source: ChatSource;
  anchor: Anchor;
  toasts: Toasts;
  region: LiveRegion;
}

/** Where one writes. */
export const COMPOSER = '[name="message"]';
/** Name under which the draft of a message is kept while there is no conversation. */
const NEW = 'new';

/** Everything that a person can do in a conversation, and what is kept of what they have typed. */
export class Verbs implements ComposerActions, MessageActions {
  /** The long messages of which all is shown. */
  readonly opened = new Set<string>();
  /** Whether to take part was refused. */
  refused = false;

  constructor(private readonly options: VerbsOptions) {}

  /** What is written and not sent. */
  get draft(): string {
    return this.options.source.drafts?.read(this.place) ?? '';
  }

  write(draft: string): void {
    const { source, host, region } = this.options;
    if (draft === '') source.drafts?.remove(this.place);
    else source.drafts?.write(this.place, draft);
    source.chat?.type();
    tellLeft(region, () => charactersLeft(this.draft));
    host.requestUpdate();
  }

  send(): void {
    const { source } = this.options;
    const { place } = this;
    this.say(this.draft, () => source.drafts?.remove(place));
  }

  /** Says something. What could not be taken stays where it was written. */
  say(words: string, onSaid?: () => void): void {
    const { host, source, anchor } = this.options;
    const message = words.trim();
    if (message === '' || charactersLeft(message) < 0) return;
    if (!report(host, new NalityMessageBeforeSendEvent(message))) return;
    try {
      if (source.sessionId === undefined) source.chosen = source.sessions?.begin(message);
      else source.chat?.send(message);
    } catch (error) {
      return this.complain(error);
    }
    onSaid?.();
    anchor.toEnd();
    host.requestUpdate();
    report(host, new NalityMessageSendEvent(message, source.sessionId ?? ''));
  }

  /** Leaves this conversation for one that is still to begin. */
  begin(): void {
    this.options.source.chosen = null;
    this.options.host.requestUpdate();
    this.focus(COMPOSER);
  }

  /** Goes on with an earlier conversation. */
  turnTo(id: string): void {
    this.options.source.chosen = id;
    this.options.host.requestUpdate();
    this.focus(COMPOSER);
  }

  stop(): void {
    const { source } = this.options;
    for (const { row, status } of source.chat?.items.get() ?? [])
      if (status === 'streaming') void this.attempt(source.chat?.stop(row.id));
  }

  proceed(id: string): void {
    void this.attempt(this.options.source.chat?.proceed(id));
  }

  async join(): Promise<void> {
    const { source, host } = this.options;
    this.refused = false;
    await source.chat?.join().catch((error: unknown) => {
      this.refused = asNalityError(error).code === 'denied';
      if (!this.refused) this.complain(error);
    });
    host.requestUpdate();
  }

  expand(id: string): void {
    this.opened.add(id);
    this.options.host.requestUpdate();
  }

  copy(words: string): void {
    const { toasts } = this.options;
    navigator.clipboard.writeText(words).then(
      () => toasts.show(text.copied),
      () => toasts.show(text.failed),
    );
  }

  /** Takes a message that was refused back into the composer, beside what stands there. */
  rewrite({ text: words, operationId }: ChatItem): void {
    const before = this.draft;
    this.write(before === '' ? words : `${before}\n${words}`);
    if (operationId !== undefined) this.decide(operationId, 'discard');
    this.focus(COMPOSER);
  }

  decide(operationId: string, choice: 'retry' | 'discard'): void {
    this.options.source.chat?.settle(operationId, choice);
  }

  private get place(): string {
    return this.options.source.sessionId ?? NEW;
  }

  private async attempt(work: Promise<void> | undefined): Promise<void> {
    await work?.catch((error: unknown) => this.complain(error));
  }

  /** Says in words what went wrong. */
  complain(error: unknown): void {
    const { title, advice } = common.errors[asNalityError(error).code];
    this.options.toasts.show(`${text.failed}. ${title}. ${advice}`);
  }

  /** Where the focus goes is drawn first. */
  focus(selector: string): void {
    const { host } = this.options;
    void host.updateComplete.then(() => host.renderRoot.querySelector<HTMLElement>(selector)?.focus());
  }
}
