import { html, nothing, type TemplateResult } from 'lit';
import type { Chat } from '../../core/features/chat.ts';
import type { Profile } from '../../core/features/profiles.ts';
import { avatar, hueOf } from '../shared/avatar.ts';
import { icon } from '../shared/icons.ts';
import { memoize } from '../shared/memoize.ts';
import { rowState } from '../shared/row-state.ts';
import { common } from '../shared/text.ts';
import { act } from './act.ts';
import { timeOf, type ChatItem } from './grouping.ts';
import { text } from './text.ts';

/** A message, and how it is shown. */
export interface MessageView {
  readonly item: ChatItem;
  /** Draws the text of an answer; undefined until that can be done: then it stands as it is. */
  readonly markdown: ((text: string) => unknown) | undefined;
  /** Whether all of a long message is shown. */
  readonly open: boolean;
  readonly readonly: boolean;
}

/** What can be done with a message. */
export interface MessageActions {
  expand(id: string): void;
  copy(text: string): void;
  proceed(id: string): void;
  rewrite(item: ChatItem): void;
  decide(operationId: string, choice: 'retry' | 'discard'): void;
}

/** Of longer messages only the beginning is shown at first, in UTF-16 code units. */
const LONG = 6_000;

/** What one message says, with what can be done with it. */
export function message(view: MessageView, actions: MessageActions): TemplateResult {
  const { item } = view;
  const { row, status } = item;
  return html`<div class="message" data-message-id=${row.id} data-state=${item.state} data-status=${status}>
    <div class="bubble" part="bubble">${body(view, actions)}</div>
    ${row.message_type === 'assistant_response' ? answerFoot(view, actions) : progress(view, actions)}
  </div>`;
}

function body({ item, markdown, open }: MessageView, actions: MessageActions): unknown {
  const cut = !open && item.status !== 'streaming' && item.text.length > LONG;
  const words = cut ? beginning(item.text) : item.text;
  const rich = item.row.message_type === 'assistant_response' && markdown;
  // Of what people wrote every space counts: there is none of ours around it.
  return html`${
    rich
      ? html`<div class="text rich" part="text">${rich(words)}</div>`
      : html`<span class="text plain" part="text" dir="auto">${words}</span>`
  }
  ${cut ? act('more', text.more, 'link', () => actions.expand(item.row.id)) : nothing}`;
}

/** Cut where no character is torn apart. */
function beginning(words: string): string {
  return `${words.slice(0, LONG).replace(/[\ud800-\udbff]$/, '')} …`;
}

function answerFoot(
  { item, readonly }: MessageView,
  actions: MessageActions,
): TemplateResult | typeof nothing {
  const { status, row } = item;
  if (status === 'streaming') return nothing;
  return html`<div class="foot" part="foot">
    ${status === 'final' ? nothing : html`<span>${text[status]}</span>`}
    ${
      status === 'final' || readonly
        ? nothing
        : act('proceed', text.proceed, 'link', () => actions.proceed(row.id))
    }
    <button
      type="button"
      class="quiet icon-only"
      name="copy"
      aria-label=${text.copy}
      @click=${() => actions.copy(item.text)}
    >
      ${icon('copy')}
    </button>
  </div>`;
}

function progress({ item }: MessageView, actions: MessageActions): TemplateResult | typeof nothing {
  const { operationId } = item;
  const decide = (choice: 'retry' | 'discard') =>
    operationId === undefined ? undefined : () => actions.decide(operationId, choice);
  return rowState({
    ...item,
    onRetry: decide('retry'),
    onEdit: () => actions.rewrite(item),
    onDiscard: decide('discard'),
  });
}

/** Who speaks. Only the row's type says that it is the assistant. */
export interface Author {
  readonly kind: 'me' | 'other' | 'assistant' | 'system';
  readonly profile: Profile;
}

/** Who said something; nameless until it is known. */
export function authorOf(
  { row }: ChatItem,
  me: string | undefined,
  authors: ReturnType<Chat['authors']['get']>,
): Author {
  const { user_id: id, message_type: type } = row;
  if (type === 'assistant_response')
    return { kind: 'assistant', profile: { id: type, name: text.assistant, avatarUrl: null } };
  const profile = (id !== null && authors.get(id)) || { id: id ?? '', name: '', avatarUrl: null };
  if (type === 'system_message') return { kind: 'system', profile };
  return { kind: id !== null && id === me ? 'me' : 'other', profile };
}

/** A name to show, also while it is still being loaded. */
export function nameOf({ kind, profile }: Author): string {
  return kind === 'me' ? text.you : profile.name.trim() || common.someone;
}

/** A message with who said it and when, where they begin to speak with it. */
export function entry(
  author: Author,
  item: ChatItem,
  first: boolean,
  locale: string,
  content: unknown,
): TemplateResult {
  const { kind } = author;
  const speaks = first && kind !== 'system';
  return html`<li
    class="entry"
    part="message"
    data-author=${kind}
    ?data-first=${first}
    data-hue=${kind === 'other' ? hueOf(author.profile.id) : nothing}
  >
    ${kind === 'me' || kind === 'system' ? nothing : html`<span class="picture">${first ? picture(author) : nothing}</span>`}
    <div class="words">${speaks ? byline(author, item, locale) : nothing} ${content}</div>
  </li>`;
}

function picture({ kind, profile }: Author): TemplateResult {
  if (kind !== 'assistant') return avatar({ ...profile, name: nameOf({ kind, profile }) });
  return html`<span class="avatar" aria-hidden="true">${icon('chat')}</span>`;
}

function byline(author: Author, item: ChatItem, locale: string): TemplateResult {
  const at = new Date(timeOf(item));
  return html`<p class="by">
    <bdi class="name" part="author">${nameOf(author)}</bdi>
    <time part="time" datetime=${at.toISOString()}>${clock(locale).format(at)}</time>
  </p>`;
}

const clock = memoize((locale: string) => new Intl.DateTimeFormat(locale, { timeStyle: 'short' }));

/** A day of the conversation in words; `at` in milliseconds. */
export function dayName(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'full' }).format(at);
}
