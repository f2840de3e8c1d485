import { html, type TemplateResult } from 'lit';
import '../../../src/elements/nality-chat/define.ts';
import type { Signal } from '../../../src/core/lib/signal.ts';
import type { NalityChat } from '../../../src/elements/nality-chat/nality-chat.ts';
import { stageElement, type ElementStage } from '../../support/element-stage.ts';
import { chatItem, fakeChatCore, type FakeChat, type FakeChatCore } from '../../support/fake-chat.ts';

export { forgetDrafts, press, type } from '../../support/element-stage.ts';

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

export interface Scene extends ElementStage<NalityChat> {
  core: FakeChatCore;
  chat: FakeChat;
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
  const stage = await stageElement<NalityChat>(
    'nality-chat',
    core,
    template ?? html`<nality-chat session-id=${SESSION}></nality-chat>`,
    { width },
  );
  const shown = async (): Promise<void> => {
    await stage.shown();
    await stage.shown();
  };
  // The code that draws answers and proposals is loaded with the first of them.
  await import('../../../src/elements/nality-chat/markdown/view.ts');
  await import('../../../src/elements/nality-chat/proposals/proposals.ts');
  await shown();
  return {
    ...stage,
    shown,
    core,
    chat,
    asked: (verb) => chat.asked.filter(([name]) => name === verb).map(([, ...values]) => values),
  };
}
