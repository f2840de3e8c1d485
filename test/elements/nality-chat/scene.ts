import { ContextProvider } from '@lit/context';
import { aTimeout, fixture, html } from '@open-wc/testing';
import { render, type TemplateResult } from 'lit';
import '../../../src/elements/nality-chat/define.ts';
import { NalityError } from '../../../src/core/errors.ts';
import { signal, type Signal } from '../../../src/core/lib/signal.ts';
import type { NalityChat } from '../../../src/elements/nality-chat/nality-chat.ts';
import { providerContext, type ProviderState } from '../../../src/elements/shared/context.ts';
import {
  chatItem,
  fakeChatCore,
  proposalRow,
  type FakeChat,
  type FakeChatCore,
} from '../../support/fake-chat.ts';

export const SESSION = '00000000-0000-4000-8006-000000000001';
export const ME = '00000000-0000-4000-8000-000000000001';
export const IRENE = '00000000-0000-4000-8000-000000000003';

/** Marie and Irène talk with the interviewer, on two days. */
export const TALK = [
  chatItem('ask', { content: 'What do you see first?', created_at: '2026-11-20T19:00:00Z' }),
  chatItem('reply', {
    content: 'The roof. It leaked.',
    message_type: 'user_message',
    user_id: ME,
    created_at: '2026-11-20T19:03:00Z',
  }),
  chatItem('aside', {
    content: 'Ask her about the evenings.',
    message_type: 'user_message',
    user_id: IRENE,
    created_at: '2026-11-21T19:12:00Z',
  }),
];

export interface Scene {
  element: NalityChat;
  core: FakeChatCore;
  chat: FakeChat;
  state: Signal<ProviderState>;
  /** Waits until the element shows what it knows. */
  shown(): Promise<void>;
  $<E extends HTMLElement = HTMLElement>(selector: string): E;
  all(selector: string): HTMLElement[];
  count(selector: string): number;
  /** The words on the screen, in one line. */
  words(): string;
  /** The verbs that were asked of the conversation. */
  asked(verb: string): readonly (readonly unknown[])[];
}

export interface SceneOptions {
  items?: FakeChat['items'] extends Signal<infer T> ? T : never;
  me?: string | undefined;
  template?: TemplateResult;
  prepare?: (chat: FakeChat, core: FakeChatCore) => void;
  width?: number;
}

const RICH = [
  '# A heading',
  'Some *words*, **strong** ones and `code`. See [the house](https://example.org/house).',
  '- one\n- two',
  '> quoted',
  '```\nconst x = 1;\n```',
].join('\n\n');

/** Every piece of the screen at once. */
export const EVERYTHING: SceneOptions = {
  items: [
    ...TALK,
    chatItem('rich', { content: RICH, metadata: { suggestions: ['Yes', 'No'] } }),
    chatItem('broken', { content: 'Half an', status: 'interrupted' }),
    chatItem(
      'failed',
      { user_id: ME, message_type: 'user_message', content: 'Refused', rev: 0 },
      {
        state: 'failed',
        error: new NalityError('denied', 'No'),
        operationId: 'operation',
      },
    ),
    chatItem('last', { content: 'And now?', metadata: { suggestions: ['Go on', 'Stop here'] } }),
  ],
  prepare(chat) {
    chat.lastRead.set('reply');
    chat.more.set('some');
    chat.others.set([{ id: IRENE, name: 'Irène', avatarUrl: null }]);
    chat.typists.set([{ id: IRENE, name: 'Irène', avatarUrl: null }]);
    chat.asking.set({ name: 'refused', messageId: 'reply', error: new NalityError('timeout', 'Late') });
    chat.proposals.set([
      { row: proposalRow('open', { user_id: ME, message_id: 'rich' }), state: 'saved' },
      {
        row: proposalRow('done', { user_id: ME, status: 'accepted', created_life_event_id: 'e' }),
        state: 'saved',
      },
      { row: proposalRow('theirs', { user_id: IRENE }), state: 'saved' },
    ]);
  },
};

/** A chat element on a fake core: Marie looks at her conversation unless told otherwise. */
export async function scene(options: SceneOptions = {}): Promise<Scene> {
  const { items = TALK, template, prepare, width } = options;
  const core = fakeChatCore('me' in options ? options.me : ME);
  const { chat } = core;
  chat.items.set(items);
  chat.authors.set(
    new Map([
      [ME, { id: ME, name: 'Marie', avatarUrl: null }],
      [IRENE, { id: IRENE, name: 'Irène', avatarUrl: null }],
    ]),
  );
  prepare?.(chat, core);
  const state = signal<ProviderState>({ name: 'ready', core });
  const host = await fixture<HTMLElement>(html`<div></div>`);
  if (width) host.style.width = `${width}px`;
  new ContextProvider(host, { context: providerContext, initialValue: { state, lang: signal('en') } });
  render(template ?? html`<nality-chat session-id=${SESSION}></nality-chat>`, host);
  const element = host.querySelector('nality-chat')!;
  const root = element.shadowRoot!;
  const $ = <E extends HTMLElement>(selector: string): E => {
    const found = root.querySelector<E>(selector);
    if (!found) throw new Error(`Not shown: ${selector}`);
    return found;
  };
  const shown = async (): Promise<void> => {
    await aTimeout(0);
    await element.updateComplete;
    await aTimeout(0);
    await element.updateComplete;
  };
  // The code that draws answers and proposals is loaded with the first of them.
  await import('../../../src/elements/nality-chat/markdown/view.ts');
  await import('../../../src/elements/nality-chat/proposals/proposals.ts');
  await shown();
  return {
    element,
    core,
    chat,
    state,
    shown,
    $,
    all: (selector) => [...root.querySelectorAll<HTMLElement>(selector)],
    count: (selector) => root.querySelectorAll(selector).length,
    words: () => root.textContent!.replace(/\s+/g, ' ').trim(),
    asked: (verb) => chat.asked.filter(([name]) => name === verb).map(([, ...values]) => values),
  };
}

/** Types into a field as a person does. */
export function type(field: HTMLElement, value: string): void {
  (field as HTMLInputElement).value = value;
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}

/** Presses a key. Returns whether the browser would still do its own. */
export function press(target: HTMLElement, key: string, init: KeyboardEventInit = {}): boolean {
  return target.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...init }),
  );
}

/** Puts away what earlier tests typed. */
export function forgetDrafts(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith('nality:')) localStorage.removeItem(key);
}
