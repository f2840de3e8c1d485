import { ContextProvider } from '@lit/context';
import { expect, fixture, html } from '@open-wc/testing';
import { render, type LitElement, type TemplateResult } from 'lit';
import { signal } from '../../../src/core/lib/signal.ts';
import '../../../src/define.ts';
import { text as chat } from '../../../src/elements/nality-chat/text.ts';
import { text as proposals } from '../../../src/elements/nality-chat/proposals/text.ts';
import { text as comments } from '../../../src/elements/nality-comments/text.ts';
import { writingText } from '../../../src/elements/nality-comments/writing-text.ts';
import { pushText } from '../../../src/elements/nality-notifications/push-text.ts';
import { text as notifications } from '../../../src/elements/nality-notifications/text.ts';
import { text as presence } from '../../../src/elements/nality-presence/text.ts';
import { text as beside } from '../../../src/elements/nality-timeline/beside/text.ts';
import { findText } from '../../../src/elements/nality-timeline/find-text.ts';
import { text as timeline } from '../../../src/elements/nality-timeline/text.ts';
import { providerContext, type ProviderState } from '../../../src/elements/shared/context.ts';
import { common } from '../../../src/elements/shared/text.ts';
import { chatItem, fakeChatCore } from '../../support/fake-chat.ts';
import { fakeComments, said } from '../../support/fake-comments.ts';
import { fakeInbox, notification } from '../../support/fake-inbox.ts';
import { mediaObject, offerMedia } from '../../support/fake-media.ts';
import { fakeNality, lifeEvent } from '../../support/fake-timeline.ts';
import { waitUntil } from '../../support/wait-until.ts';

const ME = '00000000-0000-4000-8000-000000000001';
const EVENT = '00000000-0000-4000-8000-00000000e001';
const SECTIONS = {
  ...{ common, timeline, findText, beside, chat, proposals },
  ...{ presence, comments, writingText, notifications, pushText },
};
/** Every sentence that the widgets say now, but those with something to fill in. */
function sentences(from: unknown): string[] {
  if (typeof from === 'string') return [from];
  return typeof from === 'object' && from !== null ? Object.values(from).flatMap(sentences) : [];
}

/** Read as the page begins: nothing has spoken yet. */
const ENGLISH = sentences(SECTIONS);

/** What a person reads or hears in an element. */
function heard(element: LitElement): string[] {
  const root = element.shadowRoot!;
  const found: string[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) found.push(walker.currentNode.textContent!.trim());
  for (const one of root.querySelectorAll('*'))
    for (const name of ['aria-label', 'aria-description', 'placeholder', 'title'])
      found.push(one.getAttribute(name) ?? '');
  return found.filter((words) => words !== '');
}

/** An element in a German page, whose core has something of everything. */
async function inGerman<E extends LitElement>(name: string, template: TemplateResult): Promise<E> {
  const core = fakeNality();
  core.identity.set({ name: 'person', id: ME, isAnonymous: false });
  const events = core.timelineOf(ME);
  events.serve(lifeEvent(EVENT, { user_id: ME, start_date: '1898-07-01', date_precision: 'month' }));
  const talk = fakeChatCore(ME);
  talk.chat.items.set([chatItem('ask', { content: 'Radium?' })]);
  const thread = fakeComments(ME);
  thread.serve(said('one', { user_id: ME, content: 'Radium!' }));
  const inbox = fakeInbox();
  inbox.serve(notification('one', { title: 'Radium!' }));
  inbox.phase.set({ name: 'live' });
  for (const [feature, offer] of talk.offers) if (!core.offers.has(feature)) core.offers.set(feature, offer);
  core.offers.set('comments', () => thread).set('notifications', () => inbox);
  offerMedia(core).media.serve(EVENT, mediaObject('photo'));
  core
    .room('house')
    .people.set([
      { id: ME, name: 'Marie', avatarUrl: null, status: 'away', lastSeen: null, me: true, lookingAt: null },
    ]);
  core.room('house').phase.set({ name: 'live' });
  Object.assign(core, { push: async () => ({ status: signal({ name: 'denied' }) }) });
  const state = signal<ProviderState>({ name: 'ready', core });
  const page = await fixture<HTMLElement>(html`<div lang="de"></div>`);
  new ContextProvider(page, { context: providerContext, initialValue: { state, lang: signal('') } });
  render(template, page);
  return page.querySelector<E>(name)!;
}

/** Each element, a word to look for, and what to open in it. */
const ELEMENTS: readonly (readonly [string, TemplateResult, readonly string[], readonly string[]])[] = [
  [
    'nality-timeline',
    html`<nality-timeline user-id=${ME}></nality-timeline>`,
    ['Zeitleiste', 'Juli 1898', 'Fotos und Dateien', 'Suche und Filter', 'Abbrechen'],
    ['[name="search"]', '[name="add"]'],
  ],
  ['nality-chat', html`<nality-chat session-id=${EVENT}></nality-chat>`, ['Gespräch', 'Senden'], []],
  [
    'nality-comments',
    html`<nality-comments event-id=${EVENT}></nality-comments>`,
    ['Kommentare', 'Speichern'],
    ['[name="edit"]'],
  ],
  ['nality-presence', html`<nality-presence room="house"></nality-presence>`, ['Wer da ist', 'abwesend'], []],
  [
    'nality-notifications',
    html`<nality-notifications vapid-key="B"></nality-notifications>`,
    ['Mitteilungen', 'Alle als gelesen markieren', 'Benachrichtige mich'],
    [],
  ],
];

describe('a German page', () => {
  for (const [name, template, words, opens] of ELEMENTS)
    it(`has a German <${name}> with no English sentence left in it`, async () => {
      const element = await inGerman(name, template);
      for (const selector of opens) {
        const find = (): HTMLElement | null => element.shadowRoot!.querySelector<HTMLElement>(selector);
        await waitUntil(find, `no ${selector}`);
        find()!.click();
      }
      for (const word of words)
        await waitUntil(() => heard(element).join('\n').includes(word), `“${word}” is not said`);
      const german = new Set(sentences(SECTIONS));
      const english = new Set(ENGLISH.filter((sentence) => !german.has(sentence)));
      expect(english.size).to.be.greaterThan(200);
      expect(heard(element).filter((sentence) => english.has(sentence))).to.deep.equal([]);
    });
});
